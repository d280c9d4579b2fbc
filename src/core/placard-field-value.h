/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reading the field values of an answer (RFC 9110, section 5). Pure. */

/* The values of all fields @name joined by ", " (section 5.3), without white space around each; %NULL
 * when there is none. @headers: (element-type PlacardResponseHeader). (transfer full) (nullable) */
char *placard_field_value_combine (GPtrArray *headers, const char *name);

/**
 * placard_field_value_get_tokens:
 * @failed: (out): whether there is something that is no list of tokens
 *
 * The Fetch standard's "extract header list values" for a field that is `#token`: %NULL when there is no
 * such field or when it fails. (transfer full) (nullable)
 */
char **placard_field_value_get_tokens (GPtrArray *headers, const char *name, gboolean *failed);

/* Whether @tokens (nullable) has @token; case matters only when @exact. */
gboolean placard_field_value_has (char **tokens, const char *token, gboolean exact);

G_END_DECLS
