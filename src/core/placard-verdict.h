/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-completeness.h"
#include "placard-media-type.h"
#include "placard-response.h"
#include "placard-spool.h"

G_BEGIN_DECLS

/* What to do with an answer. */
typedef enum {
  PLACARD_ACTION_SHOW_PICTURE,
  PLACARD_ACTION_SHOW_TEXT,  /* text, JSON, HTML, XML: with the reason why this is no picture */
  PLACARD_ACTION_OFFER_FILE, /* to be saved, not shown */
  PLACARD_ACTION_EXPLAIN,    /* nothing in it to show: empty, no content */
} PlacardAction;

/* Immutable; may be shared between threads. */
typedef struct _PlacardVerdict PlacardVerdict;
#define PLACARD_TYPE_VERDICT (placard_verdict_get_type ())
GType placard_verdict_get_type (void);

/**
 * placard_verdict_new:
 * @response: (nullable): the head, %NULL for a local file
 * @first: the first bytes of the body, up to a few KiB
 * @completeness: what the scanner says at the end; %PLACARD_COMPLETENESS_UNKNOWN while bytes still come
 *
 * Judges the body, not the label (SPEC N2): declared against sniffed type, status, completeness,
 * the server's own error message in JSON or the title of a page.
 */
PlacardVerdict *placard_verdict_new (PlacardResponse *response,
                                     const guint8 *first,
                                     gsize n_first,
                                     gboolean at_end,
                                     PlacardSpoolState spool_state,
                                     PlacardCompleteness completeness);

/**
 * placard_verdict_judge:
 *
 * The final verdict over a sealed spool: reads all of it that is needed. Blocks on the disk: call
 * it from a worker thread.
 */
PlacardVerdict *placard_verdict_judge (PlacardResponse *response, PlacardSpool *spool);
/* @cancellable ends the reading: the verdict is of what was read until then, and good for nothing but a
 * report. */
PlacardVerdict *placard_verdict_judge_cancellable (PlacardResponse *response,
                                                   PlacardSpool *spool,
                                                   GCancellable *cancellable);

PlacardVerdict *placard_verdict_ref (PlacardVerdict *self);
void placard_verdict_unref (PlacardVerdict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardVerdict, placard_verdict_unref)

PlacardAction placard_verdict_get_action (const PlacardVerdict *self);
PlacardMediaType placard_verdict_get_sniffed (const PlacardVerdict *self);
/* The declared essence, or %NULL. */
const char *placard_verdict_get_declared (const PlacardVerdict *self);
/* Declared and sniffed types contradict each other. */
gboolean placard_verdict_is_mislabelled (const PlacardVerdict *self);
PlacardCompleteness placard_verdict_get_completeness (const PlacardVerdict *self);
/* Pixels as the format's own header says; 0 when unknown. */
int placard_verdict_get_width (const PlacardVerdict *self);
int placard_verdict_get_height (const PlacardVerdict *self);
/* One sentence, translated: why it is what it is; %NULL when there is nothing to say. */
const char *placard_verdict_get_reason (const PlacardVerdict *self);
/* The server's own words ("40001 invalid credential", a page's title), or %NULL. Plain text. */
const char *placard_verdict_get_server_message (const PlacardVerdict *self);
/* How whole the picture is, in a few translated words ("complete", "length not stated; the picture
 * is whole", ...); %NULL for what is no picture, and while bytes still come. */
const char *placard_verdict_get_wholeness (const PlacardVerdict *self);
/* The same, with the rows that were decoded where it ends early: "ends early (120 of 300 rows)".
 * @rows: 0 when not known. (transfer full) (nullable) */
char *placard_verdict_describe_wholeness (const PlacardVerdict *self, int rows);
/* (transfer full) (nullable): %NULL when a picture was wanted and a whole one came under an ok
 * status; else NOT_AN_IMAGE, EMPTY, HTTP_STATUS, TRUNCATED or UNDECODABLE with the sentence. */
GError *placard_verdict_to_error (const PlacardVerdict *self);

G_END_DECLS
