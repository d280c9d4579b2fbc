/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "placard-cache-entry.h"
#include "placard-error.h"
#include "placard-field.h"
#include "placard-response.h"

#define TEMPORARY_PREFIX "new-"
#define TEMPORARY_SECONDS (60 * 60)
#define PART_BYTES (1024 * 1024)

struct _PlacardCache {
  GObject parent_instance;

  char *directory;
  goffset max_bytes;
};

G_DEFINE_FINAL_TYPE (PlacardCache, placard_cache, G_TYPE_OBJECT)

static void
placard_cache_finalize (GObject *object)
{
  g_free (PLACARD_CACHE (object)->directory);
  G_OBJECT_CLASS (placard_cache_parent_class)->finalize (object);
}

static void
placard_cache_class_init (PlacardCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_cache_finalize;
}

static void
placard_cache_init (PlacardCache *self)
{
}

PlacardCache *
placard_cache_new (const char *directory, goffset max_bytes)
{
  PlacardCache *self = g_object_new (PLACARD_TYPE_CACHE, NULL);

  self->directory = directory ? g_strdup (directory)
                              : g_build_filename (g_get_user_cache_dir (), "placard", "http", NULL);
  self->max_bytes = max_bytes;
  return self;
}

static gboolean
is_credential (const PlacardField *field)
{
  return field->enabled && field->value &&
         (field->secret || g_ascii_strcasecmp (field->name, "Authorization") == 0 ||
          g_ascii_strcasecmp (field->name, "Cookie") == 0);
}

char *
placard_cache_make_key (GUri *uri, GPtrArray *fields)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *url = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);

  /* With the zero byte of each text: no two lists run into the same bytes. */
  g_checksum_update (checksum, (const guchar *) url, (gssize) strlen (url) + 1);
  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);
    g_autofree char *name = g_ascii_strdown (field->name, -1);

    if (!is_credential (field))
      continue;
    g_checksum_update (checksum, (const guchar *) name, (gssize) strlen (name) + 1);
    g_checksum_update (checksum, (const guchar *) field->value, (gssize) strlen (field->value) + 1);
  }
  return g_strdup (g_checksum_get_string (checksum));
}

PlacardCacheEntry *
placard_cache_lookup (PlacardCache *self, const char *key, GPtrArray *fields)
{
  g_autofree char *path = g_build_filename (self->directory, key, NULL);
  g_autoptr (PlacardCacheEntry) entry = NULL;
  g_autofree char *variant = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0)
    return NULL;
  entry = placard_cache_entry_read (fd);
  if (!entry) {
    unlink (path);
    return NULL;
  }
  variant = placard_freshness_get_variant (entry->headers, fields);
  if (g_strcmp0 (variant, entry->variant) != 0)
    return NULL;
  utimensat (AT_FDCWD, path, NULL, 0); /* used now: goes last */
  return g_steal_pointer (&entry);
}

void
placard_cache_remove (PlacardCache *self, const char *key)
{
  g_autofree char *path = g_build_filename (self->directory, key, NULL);

  unlink (path);
}

/* --- storing ----------------------------------------------------------------------------------- */

typedef struct {
  char *key;
  PlacardCacheEntry *entry;
} Storing;

static void
storing_free (Storing *storing)
{
  g_free (storing->key);
  placard_cache_entry_free (storing->entry);
  g_free (storing);
}

static gboolean
fail (GError **error)
{
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE, _ ("The answer cannot be kept: %s"),
               g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (int fd, const char *bytes, gsize n_bytes, GError **error)
{
  while (n_bytes > 0) {
    gssize n = write (fd, bytes, n_bytes);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail (error);
    bytes += n;
    n_bytes -= (gsize) n;
  }
  return TRUE;
}

static gboolean
copy_body (int fd, const PlacardCacheEntry *entry, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (PART_BYTES);
  goffset done = 0;

  while (done < entry->length) {
    gsize wanted = (gsize) MIN (PART_BYTES, entry->length - done);
    gssize n = pread (entry->fd, buffer, wanted, entry->offset + done);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (n == 0)
      errno = ENODATA; /* shorter than it was said to be */
    if (n <= 0)
      return fail (error);
    if (!write_all (fd, buffer, (gsize) n, error))
      return FALSE;
    done += n;
  }
  return TRUE;
}

typedef struct {
  char *path;
  goffset bytes;
  gint64 used; /* microseconds */
} Kept;

static void
kept_free (Kept *kept)
{
  g_free (kept->path);
  g_free (kept);
}

static int
compare_kept (gconstpointer a, gconstpointer b)
{
  const Kept *one = *(Kept *const *) a, *other = *(Kept *const *) b;

  return (one->used > other->used) - (one->used < other->used);
}

/* Files of the folder, the least recently used first; what a crash left half is removed. */
static GPtrArray *
list_kept (PlacardCache *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kept_free);
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->directory, name, NULL);
    struct stat facts;
    Kept *kept;

    if (lstat (path, &facts) != 0 || !S_ISREG (facts.st_mode))
      continue;
    if (g_str_has_prefix (name, TEMPORARY_PREFIX)) {
      if (g_get_real_time () / G_USEC_PER_SEC - facts.st_mtim.tv_sec > TEMPORARY_SECONDS)
        unlink (path);
      continue;
    }
    kept = g_new0 (Kept, 1);
    kept->path = g_steal_pointer (&path);
    kept->bytes = facts.st_size;
    kept->used = facts.st_mtim.tv_sec * G_USEC_PER_SEC + facts.st_mtim.tv_nsec / 1000;
    g_ptr_array_add (list, kept);
  }
  g_ptr_array_sort (list, compare_kept);
  return list;
}

static void
evict (PlacardCache *self)
{
  g_autoptr (GPtrArray) list = list_kept (self);
  goffset total = 0;

  for (guint i = 0; i < list->len; i++)
    total += ((Kept *) g_ptr_array_index (list, i))->bytes;
  for (guint i = 0; i < list->len && total > self->max_bytes; i++) {
    const Kept *kept = g_ptr_array_index (list, i);

    unlink (kept->path);
    total -= kept->bytes;
  }
}

static gboolean
store (PlacardCache *self, const Storing *storing, GCancellable *cancellable, GError **error)
{
  g_autofree char *temporary = g_build_filename (self->directory, TEMPORARY_PREFIX "XXXXXX", NULL);
  g_autofree char *path = g_build_filename (self->directory, storing->key, NULL);
  g_autofree char *head = placard_cache_entry_format_head (storing->entry);
  gboolean stored;
  int fd;

  if (g_mkdir_with_parents (self->directory, 0700) != 0 ||
      (fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600)) < 0)
    return fail (error);
  stored = write_all (fd, head, strlen (head), error) &&
           copy_body (fd, storing->entry, cancellable, error);
  if (close (fd) != 0 && stored)
    stored = fail (error);
  if (stored && rename (temporary, path) != 0)
    stored = fail (error);
  if (!stored)
    unlink (temporary);
  evict (self);
  return stored;
}

static void
store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PlacardCache *self = source;
  Storing *storing = task_data;
  GError *error = NULL;

  if (storing->entry->length > self->max_bytes / 4) {
    placard_cache_remove (self, storing->key);
    g_task_return_boolean (task, FALSE);
  } else if (store (self, storing, cancellable, &error)) {
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

void
placard_cache_store_async (PlacardCache *self,
                           const char *key,
                           PlacardCacheEntry *entry,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Storing *storing = g_new0 (Storing, 1);

  storing->key = g_strdup (key);
  storing->entry = entry;
  g_task_set_task_data (task, storing, (GDestroyNotify) storing_free);
  g_task_run_in_thread (task, store_in_thread);
}

gboolean
placard_cache_store_finish (PlacardCache *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
