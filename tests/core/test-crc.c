/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <zlib.h>

#include "placard-crc.h"

/* The check value of CRC-32, as PNG's third edition computes it (annex D). */
static void
test_known (void)
{
  g_assert_cmphex (placard_crc_update (0, (const guint8 *) "123456789", 9), ==, 0xcbf43926);
  g_assert_cmphex (placard_crc_update (0, (const guint8 *) "", 0), ==, 0);
}

/* Each length and alignment around the folded ones, from whatever came before. */
static void
test_as_zlib (void)
{
  guint8 bytes[1024 + 16];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) g_test_rand_int ();
  for (gsize n = 0; n <= 1024; n++) {
    const guint8 *at = bytes + n % 16;
    guint32 before = (guint32) g_test_rand_int ();

    g_assert_cmphex (placard_crc_update (before, at, n), ==, crc32_z (before, at, n));
    g_assert_cmphex (placard_crc_update (0, at, n), ==, crc32_z (0, at, n));
  }
}

/* In pieces it is that of the whole. */
static void
test_pieces (void)
{
  gsize size = 1024 * 1024;
  g_autofree guint8 *bytes = g_malloc (size);
  guint32 whole, pieces = 0;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) g_test_rand_int ();
  whole = placard_crc_update (0, bytes, size);
  for (gsize at = 0, n; at < size; at += n) {
    n = MIN ((gsize) g_test_rand_int_range (0, 5000), size - at);
    pieces = placard_crc_update (pieces, bytes + at, n);
  }
  g_assert_cmphex (pieces, ==, whole);
  g_assert_cmphex (whole, ==, crc32_z (0, bytes, size));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crc/known", test_known);
  g_test_add_func ("/crc/as-zlib", test_as_zlib);
  g_test_add_func ("/crc/pieces", test_pieces);
  return g_test_run ();
}
