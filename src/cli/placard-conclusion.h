/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-verdict.h"

G_BEGIN_DECLS

/* What is to be known about a body that has ended. */
typedef struct {
  PlacardVerdict *verdict;
  char *sha256; /* (nullable): not asked for, or not done when it was stopped */
} PlacardConclusion;

void placard_conclusion_free (PlacardConclusion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardConclusion, placard_conclusion_free)

/**
 * placard_conclusion_async:
 * @hashes: whether the SHA-256 is wanted
 *
 * Reads the whole body: a small one at once, for another thread would cost more than that, a large one
 * elsewhere. Cancelling ends the reading; the verdict is of what was read then. Never fails.
 */
void placard_conclusion_async (PlacardResponse *response,
                               PlacardSpool *spool,
                               gboolean hashes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* (transfer full) */
PlacardConclusion *placard_conclusion_finish (GAsyncResult *result);

G_END_DECLS
