/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One challenge of a WWW-Authenticate or Proxy-Authenticate field (RFC 9110, section 11.6.1). Pure. */
typedef struct {
  char *scheme;
  GHashTable *parameters; /* lower-case name -> value */
} PlacardChallenge;

/**
 * placard_challenge_parse:
 * @fields: (array zero-terminated): the fields' values, each one or several challenges
 *
 * What can be read of them, in order. (transfer full) (element-type PlacardChallenge)
 */
GPtrArray *placard_challenge_parse (const char *const *fields);

/* The parameter of that lower-case name, or %NULL. */
const char *placard_challenge_get (const PlacardChallenge *self, const char *name);

G_END_DECLS
