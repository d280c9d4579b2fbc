/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-batch-item.h"
#include "placard-fetch.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_BATCH_WAITING,
  PLACARD_BATCH_RUNNING,
  PLACARD_BATCH_DONE,
  PLACARD_BATCH_FAILED, /* an error, or a status that says so */
  PLACARD_BATCH_STOPPED,
  PLACARD_N_BATCH_STATES,
} PlacardBatchState;

#define PLACARD_TYPE_BATCH_ENTRY (placard_batch_entry_get_type ())
/* One item of a run and what became of it. Emits "changed". */
G_DECLARE_FINAL_TYPE (PlacardBatchEntry, placard_batch_entry, PLACARD, BATCH_ENTRY, GObject)

const char *placard_batch_entry_get_label (PlacardBatchEntry *self);
PlacardBatchState placard_batch_entry_get_state (PlacardBatchEntry *self);
/* (transfer none) (nullable): while it runs and afterwards */
PlacardFetch *placard_batch_entry_get_fetch (PlacardBatchEntry *self);
/* The sentence of the error, or what the server said itself. (nullable) */
const char *placard_batch_entry_get_message (PlacardBatchEntry *self);

#define PLACARD_TYPE_BATCH_RUN (placard_batch_run_get_type ())
/* Many requests that are made of one, sent so many at once, with one stop for all of them; for a window,
 * which shows its entries. Emits "changed" when an entry's state does. It
 * stays alive until what was begun has ended. */
G_DECLARE_FINAL_TYPE (PlacardBatchRun, placard_batch_run, PLACARD, BATCH_RUN, GObject)

/* @items: (element-type PlacardBatchItem): a reference is taken */
PlacardBatchRun *placard_batch_run_new (PlacardSession *session,
                                        PlacardRequest *request,
                                        GPtrArray *items,
                                        guint max_running);
/* (transfer none): of PlacardBatchEntry */
GListModel *placard_batch_run_get_entries (PlacardBatchRun *self);
guint placard_batch_run_count (PlacardBatchRun *self, PlacardBatchState state);
/* Nothing runs and nothing waits. */
gboolean placard_batch_run_is_finished (PlacardBatchRun *self);

void placard_batch_run_start (PlacardBatchRun *self);
/* Ends what runs, and what waits without having begun it. */
void placard_batch_run_stop (PlacardBatchRun *self);
/* Sends again what failed or was stopped. Only when it is finished. */
void placard_batch_run_retry (PlacardBatchRun *self);

G_END_DECLS
