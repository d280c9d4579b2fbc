/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer.h"
#include "placard-fetch.h"
#include "placard-image.h"
#include "placard-listing.h"
#include "placard-treatment.h"
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
  PLACARD_EXCHANGE_LIST,  /* several things came, and one is to be chosen: see the listing */
} PlacardExchangeState;

/* What is shown in the place of an answer that did not come. */
typedef enum {
  PLACARD_OFFLINE_NONE,      /* nothing: the answer came, or there is nothing */
  PLACARD_OFFLINE_LAST_GOOD, /* the last good picture that was kept (BM20) */
  PLACARD_OFFLINE_FILE,      /* the request's offline file (BM21) */
} PlacardOfflineSource;

#define PLACARD_TYPE_EXCHANGE (placard_exchange_get_type ())
/* One request and all that came of it: the fetch, the picture in its body, the verdict over both.
 * Belongs to the thread that made it; signals come in that thread's default main context. The fetch and
 * the decoder work in threads of their own and do not wait for this one.
 *
 * When the body is no picture but has one in it (SPEC N4), that one takes the place of the body: fetch, image,
 * response and verdict are those of the picture from then on, and "answer" says where it was found.
 *
 * Properties: "state", "phase", "response", "verdict", "error", "image", "answer", "finished"; the
 * fetch's progress is the fetch's.
 * While it runs it keeps itself alive: cancel it before letting go of it. */
G_DECLARE_FINAL_TYPE (PlacardExchange, placard_exchange, PLACARD, EXCHANGE, GObject)

/* @spool_directory: (nullable): see placard_spool_new(). @request is copied. */
PlacardExchange *placard_exchange_new (PlacardSession *session,
                                       PlacardRequest *request,
                                       const char *spool_directory);

/**
 * placard_exchange_new_copy:
 * @other: finished
 *
 * What @other shows, as it is now, for as long as it is wanted: bytes and pixels are shared, nothing is
 * asked for again (SPEC RS20). (transfer full)
 */
PlacardExchange *placard_exchange_new_copy (PlacardExchange *other);

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
 * placard_exchange_treat_as:
 * @word: (nullable): as placard_treatment_parse() reads it
 *
 * Takes the bytes that came for something else, without asking the server again (SPEC CT8). At the start
 * it is what the request says.
 */
void placard_exchange_treat_as (PlacardExchange *self, const char *word);
PlacardTreatment placard_exchange_get_treatment (PlacardExchange *self);
/* The same as a word of --treat-as; never %NULL. */
const char *placard_exchange_get_treatment_word (PlacardExchange *self);
/* What the bytes are used as: what was decoded, else what they look like. */
PlacardMediaType placard_exchange_get_used_type (PlacardExchange *self);

/* (transfer none) (nullable): what the body holds when it holds several things. */
PlacardListing *placard_exchange_get_listing (PlacardExchange *self);
/* The item of the listing that is shown; -1 when none was chosen. */
int placard_exchange_get_chosen (PlacardExchange *self);

/**
 * placard_exchange_choose:
 * @fetched: (nullable): what came already for an address
 *
 * Shows one item of the listing in the place of the body: a part's bytes, or the picture at an address,
 * asked for under the rules of placard_answer_make_request().
 */
void placard_exchange_choose (PlacardExchange *self, guint index, PlacardFetch *fetched);
/* The request for an item that is an address. (transfer full) (nullable) */
PlacardRequest *placard_exchange_make_item_request (PlacardExchange *self, guint index);
/* An exchange of its own for an item that is an address, not started: for a small picture of it.
 * (transfer full) (nullable) */
PlacardExchange *placard_exchange_new_item (PlacardExchange *self, guint index);
/* Back to the listing. */
void placard_exchange_show_list (PlacardExchange *self);

PlacardOfflineSource placard_exchange_get_offline (PlacardExchange *self);
/* Seconds since the last good picture came; -1 when that is not what is shown. */
gint64 placard_exchange_get_offline_age (PlacardExchange *self);

/**
 * placard_exchange_suggest_name:
 *
 * The name to save the body under; safe, never empty. (transfer full)
 */
char *placard_exchange_suggest_name (PlacardExchange *self);

G_END_DECLS
