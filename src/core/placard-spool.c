/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants: bytes before `size` never change; `size` grows only after its bytes are in the file; a
 * sealed spool changes no more. `lock` guards everything that changes, and is never held over a call
 * out of this file. */
#include "config.h"

#include "placard-spool.h"

#include "placard-error.h"
#include "placard-spool-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
  GSource source;
  GWeakRef spool;
  guint id;
  gboolean gone;    /* atomic: the function must not be called again */
  gboolean pending; /* under the spool's lock: a call is on its way */
} Watch;

/* How much is handed to the disk at once. */
#define SLICE (8 * 1024 * 1024)

struct _PlacardSpool {
  GObject parent_instance;
  int fd;          /* read and write, no name */
  gboolean kept;   /* the folder is the one where the bytes are to stay */
  goffset handed;  /* the writer's: bytes before it are on their way to the disk */
  char *directory; /* for messages */

  GMutex lock;
  GCond changed;
  goffset size;
  PlacardSpoolState state;
  goffset forgotten;  /* bytes before it are gone, but for the first ones; 0: all are here */
  GPtrArray *watches; /* owned references to Watch */
  guint last_watch_id;
};

G_DEFINE_FINAL_TYPE (PlacardSpool, placard_spool, G_TYPE_OBJECT)

static gboolean
watch_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Watch *watch = (Watch *) source;
  g_autoptr (PlacardSpool) spool = g_weak_ref_get (&watch->spool);

  g_source_set_ready_time (source, -1);
  if (!spool || g_atomic_int_get (&watch->gone))
    return G_SOURCE_REMOVE;

  g_mutex_lock (&spool->lock);
  watch->pending = FALSE;
  g_mutex_unlock (&spool->lock);

  ((PlacardSpoolFunc) (void (*) (void)) callback) (spool, user_data);
  return g_atomic_int_get (&watch->gone) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
watch_finalize (GSource *source)
{
  g_weak_ref_clear (&((Watch *) source)->spool);
}

static GSourceFuncs watch_funcs = {
    .dispatch = watch_dispatch,
    .finalize = watch_finalize,
};

/* Called with the lock held. */
static void
wake_watch (Watch *watch)
{
  if (watch->pending)
    return;
  watch->pending = TRUE;
  g_source_set_ready_time (&watch->source, 0);
}

static void
wake_everybody (PlacardSpool *self)
{
  g_cond_broadcast (&self->changed);
  for (guint i = 0; i < self->watches->len; i++)
    wake_watch (g_ptr_array_index (self->watches, i));
}

/* The source ends in the thread of its context, so that the caller's data is freed there. */
static void
end_watch (Watch *watch)
{
  g_atomic_int_set (&watch->gone, TRUE);
  /* Its context may be gone already, and has destroyed it then. */
  if (!g_source_is_destroyed (&watch->source)) {
    if (g_main_context_is_owner (g_source_get_context (&watch->source)))
      g_source_destroy (&watch->source);
    else
      g_source_set_ready_time (&watch->source, 0);
  }
  g_source_unref (&watch->source);
}

static void
placard_spool_finalize (GObject *object)
{
  PlacardSpool *self = PLACARD_SPOOL (object);

  for (guint i = 0; i < self->watches->len; i++)
    end_watch (g_ptr_array_index (self->watches, i));
  g_ptr_array_unref (self->watches);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->directory);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (placard_spool_parent_class)->finalize (object);
}

static void
placard_spool_class_init (PlacardSpoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_spool_finalize;
}

static void
placard_spool_init (PlacardSpool *self)
{
  self->fd = -1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->watches = g_ptr_array_new ();
}

static int
code_from_errno (int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT:
    return PLACARD_ERROR_SAVE_NO_SPACE;
  case EACCES:
  case EPERM:
  case EROFS:
    return PLACARD_ERROR_SAVE_PERMISSION;
  default:
    return PLACARD_ERROR_SAVE;
  }
}

static void
set_error_from_errno (GError **error, const char *directory, int number)
{
  if (code_from_errno (number) == PLACARD_ERROR_SAVE_NO_SPACE)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_NO_SPACE,
                 _ ("There is no space left in %s for the answer"), directory);
  else
    g_set_error (error, PLACARD_ERROR, code_from_errno (number),
                 _ ("The answer cannot be kept in %s: %s"), directory, g_strerror (number));
}

/* A file without a name; where the file system has no such thing, one that loses it at once. */
static int
open_unnamed (const char *directory)
{
  g_autofree char *path = NULL;
  int fd = open (directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
    return fd;

  path = g_build_filename (directory, ".placard-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (path);
  return fd;
}

/* The cache folder; without a usable home (a service, an empty environment) the temporary ones. On disk
 * first: a large answer in a tmpfs would be memory. */
static int
open_somewhere (char **directory)
{
  const char *places[] = {g_get_user_cache_dir (), "/var/tmp", g_get_tmp_dir ()};
  int first_errno = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *place =
        i ? g_strdup (places[i]) : g_build_filename (places[i], "placard", NULL);
    int fd;

    if (!i)
      g_mkdir_with_parents (place, 0700);
    fd = open_unnamed (place);
    if (fd >= 0 || i + 1 == G_N_ELEMENTS (places))
      *directory = g_steal_pointer (&place);
    if (fd >= 0)
      return fd;
    if (!first_errno)
      first_errno = errno;
  }
  errno = first_errno;
  return -1;
}

PlacardSpool *
placard_spool_new (const char *directory, GError **error)
{
  g_autoptr (PlacardSpool) self = g_object_new (PLACARD_TYPE_SPOOL, NULL);

  self->directory = g_strdup (directory);
  self->kept = directory != NULL;
  self->fd = directory ? open_unnamed (directory) : open_somewhere (&self->directory);
  if (self->fd < 0) {
    set_error_from_errno (error, self->directory, errno);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/* What stays is synchronised before it gets its name. The disk works while the network does, instead of
 * afterwards; a file system that cannot do so loses nothing but that. */
static void
hand_over (PlacardSpool *self, goffset end)
{
  if (!self->kept || end - self->handed < SLICE)
    return;
  sync_file_range (self->fd, self->handed, end - self->handed, SYNC_FILE_RANGE_WRITE);
  self->handed = end;
}

gboolean
placard_spool_append (PlacardSpool *self, const void *bytes, gsize n_bytes, GError **error)
{
  const guint8 *next = bytes;
  goffset offset = placard_spool_get_size (self);

  g_return_val_if_fail (placard_spool_get_state (self) == PLACARD_SPOOL_OPEN, FALSE);

  for (gsize left = n_bytes; left > 0;) {
    gssize written = pwrite (self->fd, next, left, offset);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0) {
      set_error_from_errno (error, self->directory, written ? errno : ENOSPC);
      return FALSE;
    }
    next += written;
    offset += written;
    left -= written;
  }
  hand_over (self, offset);

  g_mutex_lock (&self->lock);
  self->size = offset;
  if (n_bytes)
    wake_everybody (self);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
placard_spool_seal (PlacardSpool *self, PlacardSpoolState state)
{
  g_return_if_fail (state != PLACARD_SPOOL_OPEN);
  g_return_if_fail (placard_spool_get_state (self) == PLACARD_SPOOL_OPEN);

  g_mutex_lock (&self->lock);
  self->state = state;
  wake_everybody (self);
  g_mutex_unlock (&self->lock);
}

goffset
placard_spool_get_size (PlacardSpool *self)
{
  goffset size;

  g_mutex_lock (&self->lock);
  size = self->size;
  g_mutex_unlock (&self->lock);
  return size;
}

PlacardSpoolState
placard_spool_get_state (PlacardSpool *self)
{
  PlacardSpoolState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

void
placard_spool_forget (PlacardSpool *self, goffset before)
{
  goffset from;

  g_return_if_fail (before <= placard_spool_get_size (self));

  g_mutex_lock (&self->lock);
  from = MAX (self->forgotten, PLACARD_SPOOL_REMEMBERED);
  self->forgotten = MAX (before, from);
  g_mutex_unlock (&self->lock);
  if (before > from)
    fallocate (self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, before - from);
}

gboolean
placard_spool_has_forgotten (PlacardSpool *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->forgotten > 0 && self->size > PLACARD_SPOOL_REMEMBERED;
}

int
placard_spool_open_fd (PlacardSpool *self, GError **error)
{
  /* A duplicate would share the offset and the right to write. */
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    set_error_from_errno (error, self->directory, errno);
  return fd;
}

gssize
placard_spool_read_at (
    PlacardSpool *self, goffset offset, void *buffer, gsize n_bytes, GError **error)
{
  goffset size = placard_spool_get_size (self);
  gssize n_read;

  if (offset >= size)
    return 0;
  n_bytes = MIN (n_bytes, (guint64) (size - offset));
  do
    n_read = pread (self->fd, buffer, n_bytes, offset);
  while (n_read < 0 && errno == EINTR);

  if (n_read < 0)
    set_error_from_errno (error, self->directory, errno);
  return n_read;
}

static void
cancelled_cb (GCancellable *cancellable, PlacardSpool *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

gboolean
placard_spool_wait (PlacardSpool *self, goffset offset, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;

  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);

  g_mutex_lock (&self->lock);
  while (self->size <= offset && self->state == PLACARD_SPOOL_OPEN &&
         !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);

  /* Not under the lock: this waits for a handler that may be taking it. */
  g_cancellable_disconnect (cancellable, handler);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

GInputStream *
placard_spool_read (PlacardSpool *self)
{
  return placard_spool_stream_new (self);
}

guint
placard_spool_watch (PlacardSpool *self,
                     GMainContext *context,
                     PlacardSpoolFunc func,
                     gpointer user_data,
                     GDestroyNotify destroy)
{
  g_autoptr (GMainContext) own_context =
      context ? g_main_context_ref (context) : g_main_context_ref_thread_default ();
  GSource *source = g_source_new (&watch_funcs, sizeof (Watch));
  Watch *watch = (Watch *) source;
  guint id;

  g_weak_ref_init (&watch->spool, self);
  g_source_set_static_name (source, "placard-spool");
  g_source_set_callback (source, (GSourceFunc) (void (*) (void)) func, user_data, destroy);
  g_source_attach (source, own_context);

  g_mutex_lock (&self->lock);
  id = watch->id = ++self->last_watch_id;
  g_ptr_array_add (self->watches, watch);
  if (self->size || self->state != PLACARD_SPOOL_OPEN)
    wake_watch (watch);
  g_mutex_unlock (&self->lock);
  return id;
}

void
placard_spool_unwatch (PlacardSpool *self, guint id)
{
  Watch *watch = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->watches->len && !watch; i++) {
    Watch *candidate = g_ptr_array_index (self->watches, i);
    if (candidate->id == id)
      watch = g_ptr_array_steal_index (self->watches, i);
  }
  g_mutex_unlock (&self->lock);

  if (watch)
    end_watch (watch);
}
