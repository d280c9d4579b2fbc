/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-encoding.h"

#include <glib/gi18n-lib.h>

#include "encode.h"
#include "placard-error.h"

typedef struct {
  PlacardImageLevel level;
  int orientation;
  PlacardEncodingFormat format;
  int quality;
  char *directory;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_bytes_unref (job->level.pixels);
  g_free (job->directory);
  g_free (job);
}

gboolean
encode_goes_on (Encode *encode)
{
  if (!g_cancellable_is_cancelled (encode->cancellable))
    return TRUE;
  if (!encode->error)
    encode->error =
        g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_CANCELLED, _ ("Converting was stopped"));
  return FALSE;
}

void
encode_fail (Encode *encode, const char *reason)
{
  if (!encode->error)
    encode->error = g_error_new (PLACARD_ERROR, PLACARD_ERROR_SAVE,
                                 _ ("The picture cannot be converted: %s"), reason);
}

static void
encode_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  g_autoptr (PlacardSpool) spool = placard_spool_new (job->directory, &error);
  Encode encode = {.spool = spool, .cancellable = cancellable, .quality = job->quality};
  Rows rows;
  gboolean done;

  if (!spool) {
    g_task_return_error (task, error);
    return;
  }
  rows_init (&rows, &job->level, job->orientation);
  encode.rows = &rows;
  encode.row = g_malloc_n ((gsize) rows.width, 4);
  done = job->format == PLACARD_ENCODING_JPEG ? encode_jpeg (&encode) : encode_png (&encode);
  g_free (encode.row);
  placard_spool_seal (spool, done ? PLACARD_SPOOL_COMPLETE : PLACARD_SPOOL_CANCELLED);
  if (done)
    g_task_return_pointer (task, g_steal_pointer (&spool), g_object_unref);
  else
    g_task_return_error (task, encode.error);
}

void
placard_encoding_async (const PlacardImageLevel *level,
                        int orientation,
                        PlacardEncodingFormat format,
                        int quality,
                        const char *directory,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->level = *level;
  g_bytes_ref (job->level.pixels);
  job->orientation = orientation;
  job->format = format;
  job->quality = quality;
  job->directory = g_strdup (directory);
  g_task_set_source_tag (task, placard_encoding_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, encode_thread);
}

PlacardSpool *
placard_encoding_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
placard_encoding_format_to_extension (PlacardEncodingFormat format)
{
  return format == PLACARD_ENCODING_JPEG ? ".jpg" : ".png";
}
