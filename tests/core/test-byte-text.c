/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IN16: bytes as hexadecimal or base64 text; what is neither is told with its place. */
#include <string.h>

#include "placard-byte-text.h"
#include "placard-error.h"

#define HEX PLACARD_BYTE_TEXT_HEX
#define BASE64 PLACARD_BYTE_TEXT_BASE64

static const struct {
  const char *text;
  PlacardByteNotation notation;
  const char *bytes; /* in hexadecimal; %NULL: refused */
  const char *place;
} rows[] = {
    {"", HEX, "", NULL},
    {"89504e47", HEX, "89 50 4e 47", NULL},
    {"89 50\n4E 47\n", HEX, "89 50 4e 47", NULL},
    {"0x89, 0X50", HEX, "89 50", NULL},
    {"\\x89\\x00", HEX, "89 00", NULL},
    {"{0x00,0x01}", HEX, "00 01", NULL},
    {"de:ad-be:ef", HEX, "de ad be ef", NULL},
    {"8", HEX, NULL, "line 1, column 1"},
    {"89 5", HEX, NULL, "line 1, column 4"},
    {"89\n50 zz", HEX, NULL, "line 2, column 4"},
    {"中", HEX, NULL, "line 1, column 1"},
    {"", BASE64, "", NULL},
    {"iVBORw==", BASE64, "89 50 4e 47", NULL},
    {"iVBORw", BASE64, "89 50 4e 47", NULL},
    {"iVBO\r\nRw= =\n", BASE64, "89 50 4e 47", NULL},
    {"-_-_", BASE64, "fb ff bf", NULL},
    {"data:image/png;base64,iVBORw==", BASE64, "89 50 4e 47", NULL},
    {"iVBOR", BASE64, NULL, "line 1, column 5"},
    {"iV\nB!OR", BASE64, NULL, "line 2, column 2"},
    {"iVBORw==x", BASE64, NULL, "line 1, column 7"},
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = placard_byte_text_parse (rows[i].text, rows[i].notation, &error);
    g_autofree char *seen = bytes ? placard_byte_text_format (bytes, HEX) : NULL;

    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (seen, ==, rows[i].bytes);
    if (bytes)
      continue;
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY);
    g_assert_nonnull (strstr (error->message, rows[i].place));
  }
}

static void
test_round_trip (void)
{
  g_autofree guint8 *data = g_malloc (1000);

  for (gsize i = 0; i < 1000; i++)
    data[i] = (guint8) (i * 7);
  for (gsize length = 0; length < 1000; length += 37) {
    g_autoptr (GBytes) bytes = g_bytes_new (data, length);

    for (int notation = HEX; notation <= BASE64; notation++) {
      g_autofree char *text = placard_byte_text_format (bytes, notation);
      g_autoptr (GBytes) again = placard_byte_text_parse (text, notation, NULL);

      g_assert_true (g_bytes_equal (bytes, again));
      g_assert_cmpuint (strcspn (text, "\n"), <=, 76);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/byte-text/rows", test_rows);
  g_test_add_func ("/byte-text/round-trip", test_round_trip);
  return g_test_run ();
}
