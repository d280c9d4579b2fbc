/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-printable.h"

#define MAX_CHARACTERS 80

static void
append_character (GString *out, gunichar character)
{
  if (character < 0x80 && g_ascii_iscntrl ((char) character))
    g_string_append_printf (out, "\\x%02X", character);
  else if (!g_unichar_isprint (character))
    g_string_append_printf (out, "\\u{%04X}", character);
  else
    g_string_append_unichar (out, character);
}

char *
placard_printable (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = text;

  for (int n = 0; *at; n++) {
    gunichar character = g_utf8_get_char_validated (at, -1);

    if (n == MAX_CHARACTERS) {
      g_string_append (out, "…");
      break;
    }
    if (character == (gunichar) -1 || character == (gunichar) -2) {
      g_string_append_printf (out, "\\x%02X", (guchar) *at++);
      continue;
    }
    append_character (out, character);
    at = g_utf8_next_char (at);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
