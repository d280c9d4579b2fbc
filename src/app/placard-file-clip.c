/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: there is a file only after somebody asked for it, and none after this object is gone. */
#include "config.h"

#include "placard-file-clip.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#include "placard-save.h"

#define URI_LIST "text/uri-list"

struct _PlacardFileClip {
  GdkContentProvider parent_instance;

  PlacardSpool *spool;
  char *name;
  char *folder; /* NULL before the file was asked for */
  GFile *file;  /* NULL before it is there */
};

G_DEFINE_FINAL_TYPE (PlacardFileClip, placard_file_clip, GDK_TYPE_CONTENT_PROVIDER)

/* Those that have a folder: the clipboard outlives the application's last window. */
static GPtrArray *alive; /* of PlacardFileClip, not owned; main thread only */

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  g_rmdir (path);
}

static gboolean
is_alive (gint64 pid)
{
  return pid > 1 && (kill ((pid_t) pid, 0) == 0 || errno != ESRCH);
}

/* What processes left that were killed. */
static void
sweep (const char *top)
{
  g_autoptr (GDir) dir = g_dir_open (top, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (top, name, NULL);

    if (!is_alive (g_ascii_strtoll (name, NULL, 10)))
      remove_folder (path);
  }
}

static char *
make_folder (void)
{
  g_autofree char *top = g_build_filename (g_get_user_cache_dir (), "placard", "clips", NULL);
  g_autofree char *pattern = g_strdup_printf ("%s/%d-XXXXXX", top, (int) getpid ());

  g_mkdir_with_parents (top, 0700);
  sweep (top);
  return g_mkdtemp (pattern) ? g_steal_pointer (&pattern) : NULL;
}

static GdkContentFormats *
placard_file_clip_ref_formats (GdkContentProvider *provider)
{
  const char *types[] = {URI_LIST};

  return gdk_content_formats_new (types, G_N_ELEMENTS (types));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* RFC 2483, section 5. */
static void
write_uri (GTask *task)
{
  PlacardFileClip *self = g_task_get_source_object (task);
  g_autofree char *uri = g_file_get_uri (self->file);
  char *line = g_strconcat (uri, "\r\n", NULL);

  g_object_set_data_full (G_OBJECT (task), "line", line, g_free);
  g_output_stream_write_all_async (g_task_get_task_data (task), line, strlen (line),
                                   g_task_get_priority (task), g_task_get_cancellable (task),
                                   written_cb, g_object_ref (task));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlacardFileClip *self = g_task_get_source_object (task);
  GError *error = NULL;
  GFile *file = placard_save_finish (result, &error);

  if (!file) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_object (&self->file);
  self->file = file;
  write_uri (task);
}

static void
make_file (GTask *task)
{
  PlacardFileClip *self = g_task_get_source_object (task);
  g_autoptr (GFile) file = NULL;

  if (!self->folder && (self->folder = make_folder ())) {
    alive = alive ? alive : g_ptr_array_new ();
    g_ptr_array_add (alive, self);
  }
  if (!self->folder) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", g_strerror (errno));
    return;
  }
  file = g_file_new_build_filename (self->folder, self->name, NULL);
  placard_save_async (self->spool, file, PLACARD_SAVE_REPLACE, PLACARD_SAVE_FLAGS_NONE,
                      g_task_get_cancellable (task), saved_cb, g_object_ref (task));
}

static void
placard_file_clip_write_async (GdkContentProvider *provider,
                               const char *mime_type,
                               GOutputStream *stream,
                               int io_priority,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, placard_file_clip_write_async);
  g_task_set_priority (task, io_priority);
  g_task_set_task_data (task, g_object_ref (stream), g_object_unref);
  if (PLACARD_FILE_CLIP (provider)->file)
    write_uri (task);
  else
    make_file (task);
}

static gboolean
placard_file_clip_write_finish (GdkContentProvider *provider, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forget_folder (PlacardFileClip *self)
{
  if (!self->folder)
    return;
  remove_folder (self->folder);
  g_ptr_array_remove_fast (alive, self);
  g_clear_pointer (&self->folder, g_free);
}

void
placard_file_clip_remove_all (void)
{
  while (alive && alive->len > 0)
    forget_folder (g_ptr_array_index (alive, 0));
  g_clear_pointer (&alive, g_ptr_array_unref);
}

static void
placard_file_clip_finalize (GObject *object)
{
  PlacardFileClip *self = PLACARD_FILE_CLIP (object);

  forget_folder (self);
  g_clear_object (&self->file);
  g_object_unref (self->spool);
  g_free (self->name);
  G_OBJECT_CLASS (placard_file_clip_parent_class)->finalize (object);
}

static void
placard_file_clip_class_init (PlacardFileClipClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = placard_file_clip_finalize;
  provider_class->ref_formats = placard_file_clip_ref_formats;
  provider_class->write_mime_type_async = placard_file_clip_write_async;
  provider_class->write_mime_type_finish = placard_file_clip_write_finish;
}

static void
placard_file_clip_init (PlacardFileClip *self)
{
}

GdkContentProvider *
placard_file_clip_new (PlacardSpool *spool, const char *name)
{
  PlacardFileClip *self = g_object_new (PLACARD_TYPE_FILE_CLIP, NULL);

  self->spool = g_object_ref (spool);
  self->name = g_strdup (name);
  return GDK_CONTENT_PROVIDER (self);
}
