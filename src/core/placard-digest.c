/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-digest.h"

#include <glib/gi18n-lib.h>

#include "placard-error.h"

#define SLICE (256 * 1024)

char *
placard_digest (PlacardSpool *spool, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = placard_spool_read (spool);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (SLICE);
  gssize n;

  /* The end of a cut spool is an error of the stream; what came before it counts. */
  while ((n = g_input_stream_read (stream, buffer, SLICE, cancellable, NULL)) > 0)
    g_checksum_update (checksum, buffer, n);
  if (!g_cancellable_is_cancelled (cancellable))
    return g_strdup (g_checksum_get_string (checksum));
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                       _ ("The checksum was not computed"));
  return NULL;
}

static gpointer
digest_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *digest =
      placard_digest (g_task_get_source_object (task), g_task_get_cancellable (task), &error);

  if (digest)
    g_task_return_pointer (task, digest, g_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
placard_digest_async (PlacardSpool *spool,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (spool, cancellable, callback, user_data);

  g_task_set_source_tag (task, placard_digest_async);
  g_task_set_check_cancellable (task, FALSE);
  /* A thread of its own, since it waits for the network: in GTask's pool a dozen of these would keep
   * out the threads that the network needs. */
  g_thread_unref (g_thread_new ("placard-digest", digest_thread, task));
}

char *
placard_digest_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
