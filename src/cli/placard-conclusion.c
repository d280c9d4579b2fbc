/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-conclusion.h"

#include <gio/gio.h>

#include "placard-digest.h"

/* At most this many bytes are read where the caller is: they have just come and lie in the page cache. */
#define SMALL (256 * 1024)

typedef struct {
  PlacardResponse *response;
  PlacardSpool *spool;
  gboolean hashes;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->response);
  g_object_unref (question->spool);
  g_free (question);
}

void
placard_conclusion_free (PlacardConclusion *self)
{
  g_clear_pointer (&self->verdict, placard_verdict_unref);
  g_free (self->sha256);
  g_free (self);
}

static void
conclude (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  PlacardConclusion *self = g_new0 (PlacardConclusion, 1);

  self->verdict =
      placard_verdict_judge_cancellable (question->response, question->spool, cancellable);
  if (question->hashes)
    self->sha256 = placard_digest (question->spool, cancellable, NULL);
  g_task_return_pointer (task, self, (GDestroyNotify) placard_conclusion_free);
}

void
placard_conclusion_async (PlacardResponse *response,
                          PlacardSpool *spool,
                          gboolean hashes,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new (Question, 1);

  *question = (Question){g_object_ref (response), g_object_ref (spool), hashes};
  g_task_set_source_tag (task, placard_conclusion_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  if (placard_spool_get_size (spool) <= SMALL)
    conclude (task, NULL, question, cancellable);
  else
    g_task_run_in_thread (task, conclude);
}

PlacardConclusion *
placard_conclusion_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
