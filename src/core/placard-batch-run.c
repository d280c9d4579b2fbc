/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-batch-run.h"

#include "placard-batch.h"
#include "placard-error.h"
#include "placard-verdict.h"

/* An answer to what was sent is a few words: more of it is not read for its message. */
#define MAX_MESSAGE_BODY (256 * 1024)

struct _PlacardBatchEntry {
  GObject parent_instance;

  PlacardBatchRun *run; /* unowned */
  const PlacardBatchItem *item;
  PlacardBatchState state;
  PlacardFetch *fetch; /* (nullable) */
  char *message;       /* (nullable) */
};

struct _PlacardBatchRun {
  GObject parent_instance;

  PlacardSession *session;
  PlacardRequest *request;
  GPtrArray *items;
  GListStore *entries;
  guint max_running;
  guint counts[PLACARD_N_BATCH_STATES];
  PlacardBatch *batch;       /* (nullable): since the start */
  GCancellable *cancellable; /* of the present round */
};

static guint entry_changed, run_changed;

G_DEFINE_FINAL_TYPE (PlacardBatchEntry, placard_batch_entry, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (PlacardBatchRun, placard_batch_run, G_TYPE_OBJECT)

/* Entries */

static void
set_state (PlacardBatchEntry *self, PlacardBatchState state)
{
  self->run->counts[self->state]--;
  self->run->counts[state]++;
  self->state = state;
  g_signal_emit (self, entry_changed, 0);
  g_signal_emit (self->run, run_changed, 0);
}

static void
set_message (PlacardBatchEntry *self, const char *message)
{
  g_free (self->message);
  self->message = g_strdup (message);
}

/* What a server says in the body of its answer, be its status what it may. */
static void
take_message (PlacardBatchEntry *self, PlacardResponse *response)
{
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);
  g_autoptr (PlacardVerdict) verdict = NULL;

  if (placard_spool_get_size (spool) > MAX_MESSAGE_BODY)
    return;
  verdict = placard_verdict_judge (response, spool);
  set_message (self, placard_verdict_get_server_message (verdict));
}

static PlacardBatchState
judge_end (PlacardBatchEntry *self, const GError *error)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->fetch);

  if (g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED))
    return PLACARD_BATCH_STOPPED;
  if (error) {
    set_message (self, error->message);
    return PLACARD_BATCH_FAILED;
  }
  if (!response)
    return PLACARD_BATCH_FAILED;
  take_message (self, response);
  return placard_response_is_ok (response) ? PLACARD_BATCH_DONE : PLACARD_BATCH_FAILED;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardBatchEntry) self = user_data;
  g_autoptr (PlacardBatchRun) run = self->run;
  g_autoptr (GError) error = NULL;

  placard_fetch_run_finish (PLACARD_FETCH (source), result, &error);
  set_state (self, judge_end (self, error));
  placard_batch_done (run->batch, self);
  g_signal_emit (run, run_changed, 0);
}

static void
progressed_cb (PlacardBatchEntry *self)
{
  g_signal_emit (self, entry_changed, 0);
}

/* The run lives until its last transfer has ended. */
static void
start_entry (PlacardBatch *batch, gpointer job, gpointer user_data)
{
  PlacardBatchEntry *self = job;
  PlacardBatchRun *run = user_data;
  g_autoptr (PlacardRequest) request = placard_batch_item_make_request (self->item, run->request);

  g_clear_object (&self->fetch);
  set_message (self, NULL);
  self->fetch = placard_fetch_new (run->session, request, NULL);
  g_signal_connect_object (self->fetch, "notify::body-sent", G_CALLBACK (progressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->fetch, "notify::phase", G_CALLBACK (progressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_ref (run);
  placard_fetch_run_async (self->fetch, run->cancellable, fetched_cb, g_object_ref (self));
  set_state (self, PLACARD_BATCH_RUNNING);
}

const char *
placard_batch_entry_get_label (PlacardBatchEntry *self)
{
  return self->item->label;
}

PlacardBatchState
placard_batch_entry_get_state (PlacardBatchEntry *self)
{
  return self->state;
}

PlacardFetch *
placard_batch_entry_get_fetch (PlacardBatchEntry *self)
{
  return self->fetch;
}

const char *
placard_batch_entry_get_message (PlacardBatchEntry *self)
{
  return self->message;
}

static void
placard_batch_entry_finalize (GObject *object)
{
  PlacardBatchEntry *self = PLACARD_BATCH_ENTRY (object);

  g_clear_object (&self->fetch);
  g_free (self->message);
  G_OBJECT_CLASS (placard_batch_entry_parent_class)->finalize (object);
}

static void
placard_batch_entry_class_init (PlacardBatchEntryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_batch_entry_finalize;
  entry_changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
placard_batch_entry_init (PlacardBatchEntry *self)
{
}

/* The run */

static gboolean
is_over (PlacardBatchState state)
{
  return state != PLACARD_BATCH_WAITING && state != PLACARD_BATCH_RUNNING;
}

/* A new round over everything that waits: a token that was used up is not used again. */
static void
begin (PlacardBatchRun *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->entries));

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->batch, placard_batch_free);
  self->batch = placard_batch_new (self->max_running, 0, start_entry, self);
  for (guint i = 0; i < n; i++) {
    g_autoptr (PlacardBatchEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);

    if (entry->state == PLACARD_BATCH_WAITING)
      placard_batch_add (self->batch, NULL, entry);
  }
  placard_batch_start (self->batch);
}

void
placard_batch_run_start (PlacardBatchRun *self)
{
  g_return_if_fail (!self->batch);

  begin (self);
}

void
placard_batch_run_stop (PlacardBatchRun *self)
{
  PlacardBatchEntry *waiting;

  if (!self->batch)
    return;
  placard_batch_stop (self->batch);
  while ((waiting = placard_batch_take_waiting (self->batch)))
    set_state (waiting, PLACARD_BATCH_STOPPED);
  g_cancellable_cancel (self->cancellable);
}

void
placard_batch_run_retry (PlacardBatchRun *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->entries));

  g_return_if_fail (placard_batch_run_is_finished (self));

  for (guint i = 0; i < n; i++) {
    g_autoptr (PlacardBatchEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);

    if (is_over (entry->state) && entry->state != PLACARD_BATCH_DONE)
      set_state (entry, PLACARD_BATCH_WAITING);
  }
  begin (self);
}

GListModel *
placard_batch_run_get_entries (PlacardBatchRun *self)
{
  return G_LIST_MODEL (self->entries);
}

guint
placard_batch_run_count (PlacardBatchRun *self, PlacardBatchState state)
{
  return self->counts[state];
}

gboolean
placard_batch_run_is_finished (PlacardBatchRun *self)
{
  return self->counts[PLACARD_BATCH_WAITING] == 0 && self->counts[PLACARD_BATCH_RUNNING] == 0;
}

PlacardBatchRun *
placard_batch_run_new (PlacardSession *session,
                       PlacardRequest *request,
                       GPtrArray *items,
                       guint max_running)
{
  PlacardBatchRun *self = g_object_new (PLACARD_TYPE_BATCH_RUN, NULL);

  self->session = g_object_ref (session);
  self->request = placard_request_copy (request);
  self->items = g_ptr_array_ref (items);
  self->max_running = max_running;
  for (guint i = 0; i < items->len; i++) {
    g_autoptr (PlacardBatchEntry) entry = g_object_new (PLACARD_TYPE_BATCH_ENTRY, NULL);

    entry->run = self;
    entry->item = g_ptr_array_index (items, i);
    g_list_store_append (self->entries, entry);
  }
  self->counts[PLACARD_BATCH_WAITING] = items->len;
  return self;
}

static void
placard_batch_run_finalize (GObject *object)
{
  PlacardBatchRun *self = PLACARD_BATCH_RUN (object);

  g_clear_pointer (&self->batch, placard_batch_free);
  g_clear_object (&self->cancellable);
  g_object_unref (self->entries);
  g_ptr_array_unref (self->items);
  g_object_unref (self->request);
  g_object_unref (self->session);
  G_OBJECT_CLASS (placard_batch_run_parent_class)->finalize (object);
}

static void
placard_batch_run_class_init (PlacardBatchRunClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_batch_run_finalize;
  run_changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                              NULL, NULL, G_TYPE_NONE, 0);
}

static void
placard_batch_run_init (PlacardBatchRun *self)
{
  self->entries = g_list_store_new (PLACARD_TYPE_BATCH_ENTRY);
}
