/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-hex.h"

static const guint8 sample[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\x80\x7f~ ";

static PlacardSpool *
new_spool (const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  placard_spool_append (spool, bytes, length, &error);
  g_assert_no_error (error);
  return spool;
}

static const struct {
  const char *what;
  guint64 first;
  guint n_rows;
  PlacardHexColumn column;
  const char *text;
} rows[] = {
    {"hexadecimal", 0, 9, PLACARD_HEX_HEXADECIMAL,
     "00000000  89 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52  |.PNG........IHDR|\n"
     "00000010  ff 80 7f 7e 20                                    |...~ |\n"},
    {"unsigned", 1, 1, PLACARD_HEX_UNSIGNED,
     "00000010  255 128 127 126  32"
     "                        "
     "                       |...~ |\n"},
    {"signed", 0, 2, PLACARD_HEX_SIGNED,
     "00000000  -119   80   78   71   13   10   26   10     0    0    0   13   73   72   68   82"
     "  |.PNG........IHDR|\n"
     "00000010    -1 -128  127  126   32                                                        "
     "  |...~ |\n"},
    {"behind the end", 2, 4, PLACARD_HEX_HEXADECIMAL, ""},
    {"no row", 0, 0, PLACARD_HEX_HEXADECIMAL, ""},
};

static void
test_rows (void)
{
  g_autoptr (PlacardSpool) spool = new_spool (sample, sizeof sample - 1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text =
        placard_hex_get_rows (spool, rows[i].first, rows[i].n_rows, rows[i].column, &error);

    g_assert_no_error (error);
    g_test_message ("%s", rows[i].what);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_count (void)
{
  g_assert_cmpuint (placard_hex_count_rows (0), ==, 0);
  g_assert_cmpuint (placard_hex_count_rows (1), ==, 1);
  g_assert_cmpuint (placard_hex_count_rows (16), ==, 1);
  g_assert_cmpuint (placard_hex_count_rows (17), ==, 2);
}

/* Every byte in every column takes the width that the column has. */
static void
test_width (void)
{
  for (int column = PLACARD_HEX_HEXADECIMAL; column <= PLACARD_HEX_SIGNED; column++) {
    gsize width = 0;

    for (int byte = 0; byte < 256; byte++) {
      guint8 bytes[16];
      g_autoptr (GString) text = g_string_new (NULL);

      for (int i = 0; i < 16; i++)
        bytes[i] = byte;
      placard_hex_format_row (text, G_GOFFSET_CONSTANT (0xfedcba98), bytes, 16, column);
      g_assert_cmpuint (text->len, ==, width ? width : text->len);
      g_assert_true (g_str_has_prefix (text->str, "fedcba98 "));
      width = text->len;
    }
  }
}

/* Behind 4 GiB the offset grows and nothing is lost. */
static void
test_large_offset (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  placard_hex_format_row (text, G_GOFFSET_CONSTANT (0x123456780), (const guint8 *) "A", 1,
                          PLACARD_HEX_HEXADECIMAL);
  g_assert_true (g_str_has_prefix (text->str, "123456780  41 "));
  g_assert_true (g_str_has_suffix (text->str, "|A|"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hex/rows", test_rows);
  g_test_add_func ("/hex/count", test_count);
  g_test_add_func ("/hex/width", test_width);
  g_test_add_func ("/hex/large-offset", test_large_offset);
  return g_test_run ();
}
