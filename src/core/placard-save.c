/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-save.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "placard-error.h"
#include "placard-failure.h"
#include "placard-filename.h"
#include "placard-save-target.h"
#include "placard-verdict.h"

/* Waits in the caller's context for the spool's end, then works in a thread. */

typedef struct {
  /* Input. */
  GFile *file;
  PlacardSaveMode mode;
  PlacardSaveFlags flags;

  /* While waiting. */
  guint watch;
  GSource *cancelled;
} Save;

static void
save_free (Save *self)
{
  g_assert (!self->watch && !self->cancelled);
  g_object_unref (self->file);
  g_free (self);
}

/* What came of an answer that was cut is never under the name of the whole one. */
static GFile *
mark_incomplete (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *marked = placard_filename_with_suffix (name, _ (" (incomplete)"));

  return folder ? g_file_get_child (folder, marked) : g_object_ref (file);
}

static GFile *
write_local (GFile *file, Save *save, int fd, GCancellable *cancellable, GError **error)
{
  gboolean may_link = save->flags & PLACARD_SAVE_MAY_LINK;
  g_autoptr (PlacardSaveTarget) target =
      placard_save_target_new (g_file_peek_path (file), save->mode, fd, may_link, error);
  g_autofree char *path = NULL;

  if (!target || !placard_save_target_write (target, cancellable, error))
    return NULL;
  path = placard_save_target_commit (target, error);
  return path ? g_file_new_for_path (path) : NULL;
}

/* Folders that have no path (a share opened by its address). GIO puts the new file in place when
 * the stream is closed, and after an error even when it is only unreferenced: closing with a
 * cancelled cancellable is what keeps the old file. */
static gboolean
write_stream (GFileOutputStream *stream, int fd, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (256 * 1024);
  g_autoptr (GCancellable) abort = g_cancellable_new ();
  gssize n = 1;
  gboolean ok = TRUE;

  for (off_t at = 0; ok && n > 0; at += n) {
    n = pread (fd, buffer, 256 * 1024, at);
    ok = n >= 0 && g_output_stream_write_all (G_OUTPUT_STREAM (stream), buffer, (gsize) MAX (n, 0),
                                              NULL, cancellable, error);
  }
  if (ok)
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
  if (error && !*error)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE,
                 _ ("The answer cannot be read again: %s"), g_strerror (errno));
  g_cancellable_cancel (abort);
  g_output_stream_close (G_OUTPUT_STREAM (stream), abort, NULL);
  return FALSE;
}

static GFileOutputStream *
open_remote (GFile **file, PlacardSaveMode mode, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (*file);
  g_autofree char *wanted = g_file_get_basename (*file);

  if (mode == PLACARD_SAVE_REPLACE)
    return g_file_replace (*file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable,
                           error);
  for (int i = 1;; i++) {
    g_autofree char *suffix = g_strdup_printf (" (%d)", i);
    g_autofree char *name = placard_filename_with_suffix (wanted, suffix);
    g_autoptr (GError) local = NULL;
    GFileOutputStream *stream = g_file_create (*file, G_FILE_CREATE_NONE, cancellable, &local);

    if (stream)
      return stream;
    if (mode == PLACARD_SAVE_FAIL || i > 999 || !folder ||
        !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    g_object_unref (*file);
    *file = g_file_get_child (folder, name);
  }
}

static GFile *
write_remote (GFile *file, Save *save, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) target = g_object_ref (file);
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileOutputStream) stream = open_remote (&target, save->mode, cancellable, &local);
  g_autofree char *name = g_file_get_parse_name (target);

  if (stream && write_stream (stream, fd, cancellable, &local))
    return g_steal_pointer (&target);
  /* A created file that is not whole must not stay; a replaced one still is the old one. */
  if (stream && save->mode != PLACARD_SAVE_REPLACE)
    g_file_delete (target, NULL, NULL);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED, _ ("Saving %s was stopped"), name);
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS))
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_EXISTS, _ ("%s already exists"), name);
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_NO_SPACE,
                 _ ("There is not enough space left for %s"), name);
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE, _ ("%s cannot be saved: %s"), name,
                 local ? local->message : "");
  return NULL;
}

static gboolean
is_whole (PlacardSpool *spool, Save *save)
{
  g_autoptr (PlacardVerdict) verdict = NULL;

  if (placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE)
    return FALSE;
  if (!(save->flags & PLACARD_SAVE_JUDGE))
    return TRUE;
  verdict = placard_verdict_judge (NULL, spool);
  return placard_verdict_get_completeness (verdict) != PLACARD_COMPLETENESS_INCOMPLETE;
}

static void
set_cut_error (GError **error, PlacardSpool *spool)
{
  g_autofree char *size = placard_failure_format_count (placard_spool_get_size (spool));

  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
               _ ("Nothing was saved: the answer ended early, after %s bytes"), size);
}

static GFile *
write_file (PlacardSpool *spool, Save *save, GCancellable *cancellable, GError **error)
{
  gboolean whole = is_whole (spool, save);
  g_autoptr (GFile) file = whole ? g_object_ref (save->file) : mark_incomplete (save->file);
  GFile *written;
  int fd;

  if (!whole && !(save->flags & PLACARD_SAVE_ALLOW_PARTIAL)) {
    set_cut_error (error, spool);
    return NULL;
  }
  fd = placard_spool_open_fd (spool, error);
  if (fd < 0)
    return NULL;
  written = g_file_peek_path (file) ? write_local (file, save, fd, cancellable, error)
                                    : write_remote (file, save, fd, cancellable, error);
  close (fd);
  return written;
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GFile *written = write_file (source, data, cancellable, &error);

  if (written)
    g_task_return_pointer (task, written, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
stop_waiting (PlacardSpool *spool, Save *save)
{
  guint watch = save->watch;

  save->watch = 0;
  if (watch)
    placard_spool_unwatch (spool, watch);
  if (save->cancelled)
    g_source_destroy (save->cancelled);
  g_clear_pointer (&save->cancelled, g_source_unref);
}

static void
spool_changed_cb (PlacardSpool *spool, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Save *save = g_task_get_task_data (task);

  if (!save->watch || placard_spool_get_state (spool) == PLACARD_SPOOL_OPEN)
    return;
  stop_waiting (spool, save);
  g_task_run_in_thread (task, save_thread);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Save *save = g_task_get_task_data (task);
  g_autofree char *name = g_file_get_basename (save->file);

  stop_waiting (g_task_get_source_object (task), save);
  g_task_return_new_error (task, PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                           _ ("Saving %s was stopped"), name);
  return G_SOURCE_REMOVE;
}

static void
wait_for_end (PlacardSpool *spool, GTask *task)
{
  Save *save = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable) {
    save->cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (save->cancelled, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task),
                           g_object_unref);
    g_source_attach (save->cancelled, g_task_get_context (task));
  }
  save->watch = placard_spool_watch (spool, g_task_get_context (task), spool_changed_cb,
                                     g_object_ref (task), g_object_unref);
}

void
placard_save_async (PlacardSpool *spool,
                    GFile *file,
                    PlacardSaveMode mode,
                    PlacardSaveFlags flags,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (spool, cancellable, callback, user_data);
  Save *save = g_new0 (Save, 1);

  save->file = g_object_ref (file);
  save->mode = mode;
  save->flags = flags;
  g_task_set_source_tag (task, placard_save_async);
  /* The file may be there already when the cancellation comes: the task's own word is true. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);

  if (placard_spool_get_state (spool) == PLACARD_SPOOL_OPEN)
    wait_for_end (spool, task);
  else
    g_task_run_in_thread (task, save_thread);
}

GFile *
placard_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
