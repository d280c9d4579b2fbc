/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer-text.h"
#include "placard-json-reader.h"

G_BEGIN_DECLS

/* A text in a JSON answer that may be the picture or lead to it. */
typedef struct {
  char *pointer; /* RFC 6901 */
  char *group;   /* the same with "*" for each index: what is alike in a list */
  char *text;    /* of an address: all of it */
  PlacardAnswerText kind;
  int score;
  PlacardJsonValue value;
} PlacardAnswerCandidate;

void placard_answer_candidate_free (PlacardAnswerCandidate *candidate);

/**
 * placard_answer_search:
 * @spool: sealed, UTF-8
 *
 * Looks through a JSON text, however large, for a picture that nobody said the place of. Inline pictures
 * go before addresses that end as a picture's does, these before other addresses, which count only under
 * the name of a picture ("qrcode", "img") or a plain "url". The best candidate; when it is an
 * address in a list, its whole group, in the order of the text. Empty when there is none or
 * when the text is no whole JSON. Blocks on the disk.
 * (transfer full) (element-type PlacardAnswerCandidate)
 */
GPtrArray *placard_answer_search (PlacardSpool *spool, GCancellable *cancellable);

G_END_DECLS
