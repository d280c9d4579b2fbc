/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer.h"
#include "placard-fetch.h"
#include "placard-image.h"
#include "placard-verdict.h"

G_BEGIN_DECLS

/* What there is to show; derived, never set. */
typedef enum {
  PLACARD_EXCHANGE_IDLE,    /* not started */
  PLACARD_EXCHANGE_LOADING, /* nothing to show yet */
  PLACARD_EXCHANGE_PICTURE, /* rows of the picture are there; more may come, and an error may be too */
  PLACARD_EXCHANGE_TEXT,    /* ended; the body is text */
  PLACARD_EXCHANGE_FILE,    /* to be saved, not shown; may still be coming */
  PLACARD_EXCHANGE_ERROR, /* ended with nothing to show but the error */
} PlacardExchangeState;

#define PLACARD_TYPE_EXCHANGE (placard_exchange_get_type ())
/* One request and all that came of it: the fetch, the picture in its body, the verdict over both.
 * Belongs to the thread that made it; signals come in that thread's default main context. The fetch and
 * the decoder work in threads of their own and do not wait for this one.
 *
 * When the body is no picture but has one in it (SPEC N4), that one takes the place of the body: fetch, image,
 * response and verdict are those of the picture from then on, and "answer" says where it was found.
 *
 * Properties: "state", "phase", "response", "verdict", "error", "image", "answer"; the fetch's progress is
 * the fetch's.
 * While it runs it keeps itself alive: cancel it before letting go of it. */
G_DECLARE_FINAL_TYPE (PlacardExchange, placard_exchange, PLACARD, EXCHANGE, GObject)

/* @spool_directory: (nullable): see placard_spool_new(). @request is copied. */
PlacardExchange *placard_exchange_new (PlacardSession *session,
                                       PlacardRequest *request,
                                       const char *spool_directory);

/* Sends the request; once. */
void placard_exchange_start (PlacardExchange *self);
/* Stops sending, receiving and decoding. What came stays readable. No effect after the end. */
void placard_exchange_cancel (PlacardExchange *self);

PlacardExchangeState placard_exchange_get_state (PlacardExchange *self);
PlacardPhase placard_exchange_get_phase (PlacardExchange *self);
/* Neither sending, receiving nor decoding goes on any more, and the verdict is final. */
gboolean placard_exchange_is_finished (PlacardExchange *self);
/* (transfer none): of what is shown: the picture inside an answer has a fetch of its own. */
PlacardFetch *placard_exchange_get_fetch (PlacardExchange *self);
/* (transfer none) (nullable): the fetch of the answer that the picture was found in. */
PlacardFetch *placard_exchange_get_outer_fetch (PlacardExchange *self);
/* (transfer none) (nullable): where the picture was found when it is not the body itself. */
PlacardAnswer *placard_exchange_get_answer (PlacardExchange *self);
/* (transfer none) (nullable): %NULL before the start, and when there is nowhere to keep the answer. */
PlacardImage *placard_exchange_get_image (PlacardExchange *self);
/* (transfer none) (nullable): %NULL before the head of the answer is known. */
PlacardResponse *placard_exchange_get_response (PlacardExchange *self);
/* (transfer none) (nullable): provisional while bytes come, final at the end. */
PlacardVerdict *placard_exchange_get_verdict (PlacardExchange *self);
/* (transfer none) (nullable): what is wrong, the first cause first: the transfer, then the picture, then
 * the verdict. Beside a picture it says why that picture is not a whole and true answer. */
const GError *placard_exchange_get_error (PlacardExchange *self);

/**
 * placard_exchange_suggest_name:
 *
 * The name to save the body under; safe, never empty. (transfer full)
 */
char *placard_exchange_suggest_name (PlacardExchange *self);

G_END_DECLS
