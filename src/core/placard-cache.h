/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-freshness.h"

G_BEGIN_DECLS

/* Answers on disk, one file each: a head as text, an empty line, the body. Files are private (0600), made
 * whole or not at all, and hold no Set-Cookie. Nothing is stored by itself: the rules are
 * placard-freshness.h's, the asking is the transfer's. */
#define PLACARD_TYPE_CACHE (placard_cache_get_type ())
G_DECLARE_FINAL_TYPE (PlacardCache, placard_cache, PLACARD, CACHE, GObject)

#define PLACARD_CACHE_DEFAULT_BYTES (G_GOFFSET_CONSTANT (256) * 1024 * 1024)

/**
 * placard_cache_new:
 * @directory: (nullable): %NULL for the user's cache folder; made when the first answer is stored
 * @max_bytes: of all files; the least recently used go first, and no answer takes more than a quarter
 */
PlacardCache *placard_cache_new (const char *directory, goffset max_bytes);

/* One stored answer. */
typedef struct {
  char *url;
  guint status;
  char *status_text;
  char *http_version;
  GPtrArray *headers; /* (element-type PlacardResponseHeader) */
  char *variant;      /* placard_freshness_get_variant() of the request that it answered */
  PlacardFreshnessTimes times;
  int fd;         /* the body is in it, ... */
  goffset offset; /* ... from here on */
  goffset length; /* bytes */
} PlacardCacheEntry;

/* A head without a body: @fd is -1. */
PlacardCacheEntry *placard_cache_entry_new (void);
/* Closes the descriptor too. */
void placard_cache_entry_free (PlacardCacheEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCacheEntry, placard_cache_entry_free)

/**
 * placard_cache_make_key:
 * @fields: (element-type PlacardField): what the request sends
 *
 * The name under which answers are found: a digest of the URL and of every credential, so that nobody is
 * shown what somebody else was sent. (transfer full)
 */
char *placard_cache_make_key (GUri *uri, GPtrArray *fields);

/**
 * placard_cache_lookup:
 *
 * What is stored under @key and fits @fields by its Vary; %NULL when there is nothing, and what is broken
 * is removed. Reads the head alone. (transfer full) (nullable)
 */
PlacardCacheEntry *placard_cache_lookup (PlacardCache *self, const char *key, GPtrArray *fields);

/**
 * placard_cache_store_async:
 * @entry: (transfer full): its body is copied from its descriptor
 *
 * Stores @entry in the place of what was there, in a thread of its own. The callback comes in the
 * thread-default context.
 */
void placard_cache_store_async (PlacardCache *self,
                                const char *key,
                                PlacardCacheEntry *entry,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean placard_cache_store_finish (PlacardCache *self, GAsyncResult *result, GError **error);

void placard_cache_remove (PlacardCache *self, const char *key);

G_END_DECLS
