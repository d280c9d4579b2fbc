/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-byte-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-error.h"

#define HEX_ROW_BYTES 16
#define BASE64_ROW_CHARACTERS 76

static GBytes *
refuse (const char *text, const char *at, const char *problem, GError **error)
{
  guint line = 1;
  const char *start = text;

  for (const char *c = text; c < at; c++)
    if (*c == '\n') {
      line++;
      start = c + 1;
    }
  /* Translators: what is wrong with bytes written as text, and where */
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY, _ ("%s: line %u, column %u."),
               problem, line, (guint) g_utf8_strlen (start, at - start) + 1);
  return NULL;
}

static const char *
skip_hex_separators (const char *at)
{
  for (;;) {
    at += strspn (at, " \t\r\n,:;-_[]{}()");
    if ((at[0] != '0' && at[0] != '\\') || (at[1] != 'x' && at[1] != 'X'))
      return at;
    at += 2;
  }
}

static GBytes *
parse_hex (const char *text, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (const char *at = text; *(at = skip_hex_separators (at)); at += 2) {
    guint8 byte;

    if (!g_ascii_isxdigit (*at))
      return refuse (text, at, _ ("This is not hexadecimal"), error);
    if (!g_ascii_isxdigit (at[1]))
      return refuse (text, at, _ ("A byte has two digits, here is one"), error);
    byte = (guint8) (g_ascii_xdigit_value (at[0]) * 16 + g_ascii_xdigit_value (at[1]));
    g_byte_array_append (bytes, &byte, 1);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* -1: no character of base64, in neither of its alphabets */
static int
base64_value (char c)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *found;

  if (c == '-' || c == '_')
    return c == '-' ? 62 : 63;
  found = c ? strchr (alphabet, c) : NULL;
  return found ? (int) (found - alphabet) : -1;
}

/* Behind "data:image/png;base64," */
static const char *
skip_data_head (const char *text)
{
  const char *start = text + strspn (text, " \t\r\n");
  const char *comma = strchr (start, ',');

  return comma && g_ascii_strncasecmp (start, "data:", strlen ("data:")) == 0 ? comma + 1 : text;
}

static GBytes *
parse_base64 (const char *text, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const char *last = text;
  const char *at = skip_data_head (text);
  guint32 bits = 0;
  guint n_bits = 0, n_characters = 0;

  for (; *(at += strspn (at, " \t\r\n")) && *at != '='; at++) {
    int value = base64_value (*at);
    guint8 byte;

    if (value < 0)
      return refuse (text, at, _ ("This is not base64"), error);
    last = at;
    n_characters++;
    bits = bits << 6 | (guint32) value;
    n_bits += 6;
    if (n_bits < 8)
      continue;
    n_bits -= 8;
    byte = (guint8) (bits >> n_bits);
    g_byte_array_append (bytes, &byte, 1);
  }
  if (at[strspn (at, "= \t\r\n")])
    return refuse (text, at, _ ("This is not base64"), error);
  if (n_characters % 4 == 1)
    return refuse (text, last, _ ("The base64 ends within a byte"), error);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GBytes *
placard_byte_text_parse (const char *text, PlacardByteNotation notation, GError **error)
{
  return notation == PLACARD_BYTE_TEXT_HEX ? parse_hex (text, error) : parse_base64 (text, error);
}

char *
placard_byte_text_format (GBytes *bytes, PlacardByteNotation notation)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree char *base64 = NULL;
  GString *out = g_string_new (NULL);

  if (notation == PLACARD_BYTE_TEXT_HEX) {
    for (gsize i = 0; i < length; i++)
      g_string_append_printf (out, "%s%02x",
                              i == 0                   ? ""
                              : i % HEX_ROW_BYTES == 0 ? "\n"
                                                       : " ",
                              data[i]);
    return g_string_free (out, FALSE);
  }
  base64 = length > 0 ? g_base64_encode (data, length) : g_strdup ("");
  for (const char *at = base64; *at; at += MIN (strlen (at), BASE64_ROW_CHARACTERS))
    g_string_append_printf (out, "%s%.*s", at == base64 ? "" : "\n", BASE64_ROW_CHARACTERS, at);
  return g_string_free (out, FALSE);
}
