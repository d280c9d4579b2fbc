/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-exchange.h"

G_BEGIN_DECLS

/* What there is to know about an exchange, as words: no widget, no state. */

typedef struct {
  char *name;
  char *value;     /* what was sent in secret is masked already */
  char *note;      /* (nullable): what is said beside it, greyed: it did not come */
  gboolean secret; /* a secret of the server's: shown, but not in text that is handed on */
} PlacardFact;

typedef struct {
  const char *title; /* translated */
  const char *place; /* a word for it that stays: "answer", "body", "headers", ... */
  GPtrArray *facts;  /* (element-type PlacardFact) */
} PlacardFactGroup;

void placard_fact_group_free (PlacardFactGroup *group);

/**
 * placard_inspection_list:
 * @sha256: (nullable): of the body, when it has been computed
 *
 * The groups that have something in them: answer, body, redirects, certificate, request fields as they
 * were sent, answer fields in the order received. (transfer full) (element-type PlacardFactGroup)
 */
GPtrArray *placard_inspection_list (PlacardExchange *exchange, const char *sha256);

/**
 * placard_inspection_join:
 *
 * The same fields with all values of one name in one line, as `Headers.get()` has them (SPEC HD3);
 * Set-Cookie is never joined. (transfer full)
 */
PlacardFactGroup *placard_inspection_join (const PlacardFactGroup *group);

/* Whether a filter that somebody typed lets a fact through; %NULL and "" let everything. */
gboolean placard_inspection_matches (const PlacardFact *fact, const char *filter);

/* All groups as plain text, for a support ticket. (transfer full) */
char *placard_inspection_to_text (GPtrArray *groups);

/* One stretch of time of a fetch, milliseconds from its start. */
typedef struct {
  const char *name; /* translated */
  double from;
  double to;
} PlacardStretch;

#define PLACARD_STRETCHES_MAX 6

/**
 * placard_inspection_list_stretches:
 *
 * What took how long, in order; stretches that did not happen (a connection that was there already, no
 * TLS) are left out. Returns how many.
 */
guint placard_inspection_list_stretches (const PlacardTimings *timings,
                                         PlacardStretch stretches[PLACARD_STRETCHES_MAX]);

G_END_DECLS
