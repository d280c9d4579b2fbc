/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-exchange.h"

G_BEGIN_DECLS

/* The one other thing than trying again that may help. */
typedef enum {
  PLACARD_REMEDY_NONE,
  PLACARD_REMEDY_EDIT_ADDRESS,
  PLACARD_REMEDY_EDIT_REQUEST,
  PLACARD_REMEDY_EDIT_CREDENTIALS,
  PLACARD_REMEDY_SAVE_BODY, /* there are bytes to keep */
  PLACARD_REMEDY_SHOW_CERTIFICATE,
} PlacardRemedy;

/* An error in the window's words. The error's own message is the sentence with the facts; this adds a
 * title of a few words and what to do next. Strings are static and translated. */
typedef struct {
  const char *title;
  const char *advice; /* NULL when there is nothing to say beyond the error's message */
  const char *icon;
  PlacardRemedy remedy;
} PlacardExplanation;

/**
 * placard_explain:
 * @status: of the answer, 0 when there was none
 * @has_body: whether bytes came that could be kept
 */
PlacardExplanation placard_explain (const GError *error, guint status, gboolean has_body);

/* The same for a computer that is @online, or is not. */
PlacardExplanation
placard_explain_where (const GError *error, guint status, gboolean has_body, gboolean online);

/* "Edit Credentials": the words on the button; %NULL for none. */
const char *placard_remedy_to_label (PlacardRemedy remedy);
/* The window's action that does it, "win.save-as"; %NULL for none. */
const char *placard_remedy_to_action (PlacardRemedy remedy);

/**
 * placard_explain_details:
 *
 * What a person would send to somebody who can help: request line, phases, answer; no secret in it, no
 * header value and no query. (transfer full)
 */
char *placard_explain_details (PlacardExchange *exchange);

G_END_DECLS
