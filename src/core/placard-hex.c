/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-hex.h"

guint64
placard_hex_count_rows (goffset size)
{
  return (size + PLACARD_HEX_ROW_BYTES - 1) / PLACARD_HEX_ROW_BYTES;
}

static void
append_byte (GString *text, guint8 byte, PlacardHexColumn column)
{
  switch (column) {
  case PLACARD_HEX_HEXADECIMAL:
    g_string_append_printf (text, " %02x", byte);
    break;
  case PLACARD_HEX_UNSIGNED:
    g_string_append_printf (text, " %3u", byte);
    break;
  case PLACARD_HEX_SIGNED:
    g_string_append_printf (text, " %4d", (gint8) byte);
    break;
  }
}

void
placard_hex_format_row (
    GString *text, goffset offset, const guint8 *bytes, gsize n_bytes, PlacardHexColumn column)
{
  static const char *const blanks[] = {"   ", "    ", "     "};

  g_string_append_printf (text, "%08" G_GINT64_MODIFIER "x ", (guint64) offset);
  for (gsize i = 0; i < PLACARD_HEX_ROW_BYTES; i++) {
    if (i == PLACARD_HEX_ROW_BYTES / 2)
      g_string_append_c (text, ' ');
    if (i < n_bytes)
      append_byte (text, bytes[i], column);
    else
      g_string_append (text, blanks[column]);
  }
  g_string_append (text, "  |");
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_c (text, g_ascii_isprint (bytes[i]) ? bytes[i] : '.');
  g_string_append_c (text, '|');
}

char *
placard_hex_get_rows (
    PlacardSpool *spool, guint64 first, guint n_rows, PlacardHexColumn column, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint64 row = first; row < first + n_rows; row++) {
    guint8 bytes[PLACARD_HEX_ROW_BYTES];
    gssize n =
        placard_spool_read_at (spool, row * PLACARD_HEX_ROW_BYTES, bytes, sizeof bytes, error);

    if (n < 0)
      return NULL;
    if (n == 0)
      break;
    placard_hex_format_row (text, row * PLACARD_HEX_ROW_BYTES, bytes, n, column);
    g_string_append_c (text, '\n');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
