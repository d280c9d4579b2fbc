/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* What stands for something else in a request until it is sent:
 *   {{name}}       a variable of the request
 *   {{$now}}       the time, "2024-05-31T12:34:56Z"
 *   {{$timestamp}} the same in seconds since 1970
 *   {{$uuid}}      a random UUID; each one another
 *   ${NAME}        a variable of the environment, where the request came from a profile or the editor */

/* {{$keyring.NAME}}: a secret of the keyring, which is looked up before the request is sent. */
#define PLACARD_VARIABLES_KEYRING "$keyring."

/* The names of the secrets that @request refers to, each once. (transfer full) (element-type utf8) */
GPtrArray *placard_variables_list_keyring (PlacardRequest *request);

/* Whether @text has such a reference in it. */
gboolean placard_variables_has_reference (const char *text);

/* Bytes of the reference that @text begins with; 0 when it begins with none. */
gsize placard_variables_match (const char *text);

/**
 * placard_variables_list_missing:
 *
 * The names that have no value, in order, each once: what to ask for before sending. "${NAME}" is listed
 * as "${NAME}". (transfer full) (element-type utf8)
 */
GPtrArray *placard_variables_list_missing (PlacardRequest *request);

/**
 * placard_variables_expand:
 *
 * A copy of @request with every reference replaced: in address, query, header fields, credentials and the
 * text of its body. The value of a query's or a urlencoded body's parameter is encoded there, once. References
 * in a body's file stay as they are. What has no value fails with
 * %PLACARD_ERROR_USAGE when the request expands (see placard_request_get_expands()), and is kept as it
 * stands when it does not. (transfer full)
 */
PlacardRequest *placard_variables_expand (PlacardRequest *request, GError **error);

G_END_DECLS
