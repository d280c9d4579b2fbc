/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PLACARD_SPOOL_OPEN,       /* bytes may still come */
  PLACARD_SPOOL_COMPLETE,   /* sealed: every byte that the peer announced is here */
  PLACARD_SPOOL_INCOMPLETE, /* sealed: the peer, the network or a limit cut it short */
  PLACARD_SPOOL_CANCELLED,  /* sealed: somebody stopped it */
} PlacardSpoolState;

#define PLACARD_TYPE_SPOOL (placard_spool_get_type ())
/* Where the bytes of one body are: append-only, one writer, any number of readers, each at its own pace.
 * Every function may be called from any thread; the writer's from one thread at a time. */
G_DECLARE_FINAL_TYPE (PlacardSpool, placard_spool, PLACARD, SPOOL, GObject)

/**
 * placard_spool_new:
 * @directory: (nullable): where the unnamed file is made; %NULL for the user's cache folder. Give the
 *   folder of the final file when it is known, so that saving is a link and not a copy.
 *
 * A new, empty spool over an unnamed file (mode 0600): a crash leaves nothing behind.
 * Fails with %PLACARD_ERROR_SAVE*.
 */
PlacardSpool *placard_spool_new (const char *directory, GError **error);

/* Writer's side. Appending to a sealed spool is a programming error. */
gboolean
placard_spool_append (PlacardSpool *self, const void *bytes, gsize n_bytes, GError **error);
void placard_spool_seal (PlacardSpool *self, PlacardSpoolState state);

/* The bytes that are there now. */
goffset placard_spool_get_size (PlacardSpool *self);
PlacardSpoolState placard_spool_get_state (PlacardSpool *self);

/**
 * placard_spool_open_fd:
 *
 * A new descriptor of the same bytes, read-only and close-on-exec, with an offset of its own; the caller
 * closes it. -1 and @error when the process has none left.
 */
int placard_spool_open_fd (PlacardSpool *self, GError **error);

/**
 * placard_spool_read_at:
 *
 * Reads up to @n_bytes from @offset. Returns the number read; 0 at the present end, whatever the state;
 * -1 on error. Never waits for the writer.
 */
gssize placard_spool_read_at (
    PlacardSpool *self, goffset offset, void *buffer, gsize n_bytes, GError **error);

/**
 * placard_spool_read:
 *
 * A stream over all bytes from the first on, those still to come included: a read at the present end
 * waits (call it from a thread of your own, or asynchronously) until bytes come, the spool is sealed, or
 * the cancellable fires. After the last byte of an incomplete or cancelled spool a read fails with
 * %PLACARD_ERROR_TRUNCATED or %PLACARD_ERROR_CANCELLED, never with a clean end.
 */
GInputStream *placard_spool_read (PlacardSpool *self);

/**
 * placard_spool_wait:
 *
 * Blocks until there are more than @offset bytes or the spool is sealed; %FALSE when @cancellable fired.
 * For threads of one's own, never for one with a main loop.
 */
gboolean
placard_spool_wait (PlacardSpool *self, goffset offset, GCancellable *cancellable, GError **error);

typedef void (*PlacardSpoolFunc) (PlacardSpool *self, gpointer user_data);

/**
 * placard_spool_watch:
 * @context: (nullable): where @func is called; %NULL for the thread-default context of the caller
 *
 * Calls @func in @context after bytes came or the spool was sealed; many appends may make one call.
 * Called once at the start too if there is anything to see. @destroy is called in @context when the
 * watch is gone. Returns an id for placard_spool_unwatch().
 */
guint placard_spool_watch (PlacardSpool *self,
                           GMainContext *context,
                           PlacardSpoolFunc func,
                           gpointer user_data,
                           GDestroyNotify destroy);
/* After it returns in the thread of the watch's context, the function is not called again. */
void placard_spool_unwatch (PlacardSpool *self, guint id);

/**
 * placard_spool_forget:
 * @before: bytes in front of this one, but for the first %PLACARD_SPOOL_REMEMBERED, are of no use to anybody
 *   any more; every reader has passed them
 *
 * Gives their place back, as far as the file system can. From the first call on, even with 0, nobody but the
 * caller counts on more than the first bytes. A spool that has forgotten is no file to save.
 */
void placard_spool_forget (PlacardSpool *self, goffset before);
gboolean placard_spool_has_forgotten (PlacardSpool *self);
#define PLACARD_SPOOL_REMEMBERED (256 * 1024)

G_END_DECLS
