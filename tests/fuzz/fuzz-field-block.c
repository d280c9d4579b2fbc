/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is pasted ends in fields or in sentences, all of them UTF-8; nothing that is not blank ends in
 * neither. */
#include "placard-field-block.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static gboolean
is_empty_json (const char *text)
{
  return strspn (text, "{}[]&= \t\r\n\v\f\"") == strlen (text) || strchr (text, '[');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  PlacardFieldBlockKind kind =
      size % 2 ? PLACARD_FIELD_BLOCK_HEADERS : PLACARD_FIELD_BLOCK_PARAMETERS;
  g_autoptr (GPtrArray) rejected = NULL;
  g_autoptr (GPtrArray) fields = placard_field_block_parse (text, kind, &rejected);

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);

    g_assert_true (g_utf8_validate (field->name, -1, NULL));
    g_assert_true (!field->value || g_utf8_validate (field->value, -1, NULL));
  }
  for (guint i = 0; i < rejected->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (rejected, i), -1, NULL));
  g_assert_true (fields->len + rejected->len > 0 || is_empty_json (text));
  return 0;
}
