/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-json-reader.h"

G_BEGIN_DECLS

/**
 * placard_json_pointer_parse:
 *
 * The reference tokens of a JSON Pointer (RFC 6901), unescaped; none for "", the whole text. Fails with
 * %PLACARD_ERROR_USAGE. (transfer full) (array zero-terminated)
 */
char **placard_json_pointer_parse (const char *pointer, GError **error);

/* @pointer with one more token, escaped. (transfer full) */
char *placard_json_pointer_append (const char *pointer, const char *token);

/**
 * placard_json_pointer_find:
 * @spool: sealed, UTF-8
 * @value: (out)
 *
 * Evaluates @pointer over the whole text; of members of one name the last one counts, as in JSON.parse().
 * Fails with %PLACARD_ERROR_NOT_AN_IMAGE naming the part of the pointer that leads nowhere, or as the
 * reader does. Blocks on the disk.
 */
gboolean placard_json_pointer_find (PlacardSpool *spool,
                                    const char *pointer,
                                    PlacardJsonValue *value,
                                    GError **error);

G_END_DECLS
