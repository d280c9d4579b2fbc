/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer.h"

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

G_END_DECLS
