/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-urlencoded.h"

#include <string.h>

static void
append_encoded (GString *out, const char *text)
{
  for (const char *c = text; *c; c++) {
    if (g_ascii_isalnum (*c) || strchr ("*-._", *c))
      g_string_append_c (out, *c);
    else if (*c == ' ')
      g_string_append_c (out, '+');
    else
      g_string_append_printf (out, "%%%02X", (guchar) *c);
  }
}

char *
placard_urlencoded_format (GPtrArray *fields)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);

    if (!field->enabled)
      continue;
    if (out->len)
      g_string_append_c (out, '&');
    append_encoded (out, field->name);
    g_string_append_c (out, '=');
    append_encoded (out, field->value);
  }
  return g_string_free (out, FALSE);
}

/* "%zz" stays as it is; a NUL would end the string for every widget, so it becomes U+FFFD too. */
static char *
decode (const char *text, gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++) {
    if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) &&
        g_ascii_isxdigit (text[i + 2])) {
      char byte =
          (char) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]));

      g_string_append_c (out, byte ? byte : '\xff');
      i += 2;
    } else {
      g_string_append_c (out, text[i] == '+' ? ' ' : text[i]);
    }
  }
  return g_utf8_make_valid (out->str, (gssize) out->len);
}

GPtrArray *
placard_urlencoded_parse (const char *text)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);

  for (const char *part = text; part && *part;) {
    gsize length = strcspn (part, "&");
    gsize name = strcspn (part, "=");
    PlacardField *field;

    if (length > 0) {
      name = MIN (name, length);
      field = g_new0 (PlacardField, 1);
      field->name = decode (part, name);
      field->value = name < length ? decode (part + name + 1, length - name - 1) : g_strdup ("");
      field->enabled = TRUE;
      g_ptr_array_add (fields, field);
    }
    part += length + (part[length] == '&');
  }
  return fields;
}
