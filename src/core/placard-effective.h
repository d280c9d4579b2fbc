/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* Everything that is in force when a request is sent, what nobody said included (SPEC IN42, RQ10). Secrets
 * are masked. Pure: nothing is sent for it. */

typedef enum {
  PLACARD_EFFECTIVE_REQUEST, /* method and final address */
  PLACARD_EFFECTIVE_FIELDS,  /* header fields, those included that go along by themselves */
  PLACARD_EFFECTIVE_BODY,
  PLACARD_EFFECTIVE_OPTIONS, /* every option of the table that a request can have */
} PlacardEffectiveSection;

typedef struct {
  PlacardEffectiveSection section;
  char *name;
  char *value;
  char *reason;     /* (nullable): why it is so although nobody said it, translated */
  gboolean initial; /* nobody said it */
} PlacardEffectiveLine;

/* Translated. */
const char *placard_effective_section_title (PlacardEffectiveSection section);

/**
 * placard_effective_list:
 *
 * In the order of the sections; in the order of sending within the fields, of the table within the options.
 * Fails with what the request cannot be sent for. (transfer full) (element-type PlacardEffectiveLine)
 */
GPtrArray *placard_effective_list (PlacardRequest *request, GError **error);

/* The same as text. @lines: of placard_effective_list(). (transfer full) */
char *placard_effective_format (GPtrArray *lines);

G_END_DECLS
