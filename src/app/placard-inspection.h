/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-exchange.h"

G_BEGIN_DECLS

/* What there is to know about an exchange, as words: no widget, no state. */

typedef struct {
  char *name;
  char *value;     /* what was sent in secret is masked already */
  gboolean secret; /* a secret of the server's: shown, but not in text that is handed on */
} PlacardFact;

typedef struct {
  const char *title; /* translated */
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
