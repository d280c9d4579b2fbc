/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-field.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_FIELD_BLOCK_HEADERS,    /* "Name: value" */
  PLACARD_FIELD_BLOCK_PARAMETERS, /* "name=value" and "a=1&b=2" too */
} PlacardFieldBlockKind;

/**
 * placard_field_block_parse:
 * @text: several lines "Name: value", a JSON object, or an array of pairs (SPEC HD8)
 * @rejected: (out) (element-type utf8): a translated sentence for each thing that is no field
 *
 * The fields in their order, names as often as they come. In an object a list stands for several fields of
 * that name; in an array {"name": ..., "value": ...} is a pair too. Never fails: what is not understood is
 * in @rejected. (transfer full) (element-type PlacardField)
 */
GPtrArray *
placard_field_block_parse (const char *text, PlacardFieldBlockKind kind, GPtrArray **rejected);

/* Whether @text is worth parsing as one: more than one line, or JSON. */
gboolean placard_field_block_is_one (const char *text);

G_END_DECLS
