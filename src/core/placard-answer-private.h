/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer.h"
#include "placard-multipart.h"

G_BEGIN_DECLS

/* Filled in by the finder, never changed after it has returned. */
struct _PlacardAnswer {
  gatomicrefcount ref_count;

  PlacardAnswerKind kind;
  char *place;
  gboolean guessed;
  PlacardSpool *spool;
  char *content_type;
  char *disposition;
  GPtrArray *urls;
};

/* Takes ownership of @place. */
PlacardAnswer *placard_answer_new (PlacardAnswerKind kind, char *place, gboolean guessed);

/* One part of @spool, its coding undone, that somebody chose; @number counts from 1. Blocks on the disk.
 * (transfer full) (nullable) */
PlacardAnswer *placard_answer_take_part (PlacardSpool *spool,
                                         const PlacardPart *part,
                                         guint number,
                                         const char *directory,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
