/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What --token-at says for a login whose cookies are the token. */
#define PLACARD_TOKEN_AT_COOKIES "cookies"

/* One request before the request, whose answer says who asks (SPEC CR3, UL12): inert, a part of
 * #PlacardRequest. Nothing is said unless @profile is. */
typedef struct {
  char *profile;  /* (nullable): absolute path of the request to send first */
  char *at;       /* (nullable): "json:/POINTER" or "cookies"; %NULL is json:/access_token */
  char *as;       /* (nullable): "bearer", "header:NAME" or "query:NAME"; %NULL is bearer */
  char *lifetime; /* (nullable): seconds, or "json:/POINTER" to them; %NULL is json:/expires_in */
} PlacardTokenStep;

PlacardTokenStep *placard_token_step_new (void);
PlacardTokenStep *placard_token_step_copy (const PlacardTokenStep *self);
void placard_token_step_free (PlacardTokenStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardTokenStep, placard_token_step_free)

/* Whether cookies are what the answer is for. */
gboolean placard_token_step_wants_cookies (const PlacardTokenStep *self);

/* The JSON pointer of "json:/POINTER", or %NULL when @place is something else. */
const char *placard_token_step_parse_pointer (const char *place);

G_END_DECLS
