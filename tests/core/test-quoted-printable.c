/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 2045, section 6.7, in every slicing. */
#include "placard-quoted-printable.h"

#include <string.h>

static void
test_undo (void)
{
  static const struct {
    const char *bytes;
    const char *expected;
  } rows[] = {
      {"a=3Db", "a=b"},
      {"a=\r\nb=\nc", "abc"},
      {"a \t\r\nb ", "a\r\nb"},
      {"a =\r\nb", "a b"},
      {"a=3", "a=3"},
      {"a=zz", "a=zz"},
      {"==41", "=A"},
      {"=4=41", "=4A"},
      {"=\r=41", "=\rA"},
      {"=4=\nb", "=4b"},
      {"=", "="},
      {"=\r", "=\r"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize slice = 1; slice <= 8; slice++) {
      PlacardQuotedPrintable decoder = {.blanks = NULL};
      g_autoptr (GString) out = g_string_new (NULL);
      gsize size = strlen (rows[i].bytes);

      for (gsize at = 0; at < size; at += slice)
        placard_quoted_printable_feed (&decoder, rows[i].bytes + at, MIN (slice, size - at), out);
      placard_quoted_printable_end (&decoder, out);
      g_assert_cmpstr (out->str, ==, rows[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quoted-printable/undo", test_undo);
  return g_test_run ();
}
