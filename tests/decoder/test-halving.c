/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "halving.h"

#include <glib.h>
#include <string.h>

static void
test_rgb (void)
{
  static const guint8 upper[] = {0, 10, 20, 4, 14, 24, 100, 100, 100};
  static const guint8 lower[] = {8, 18, 28, 12, 22, 32, 200, 200, 201};
  static const guint8 expected[] = {6, 16, 26, 150, 150, 151};
  guint8 row[6];

  halve_rows (row, upper, lower, 3, 3);
  g_assert_cmpmem (row, 6, expected, 6);
}

/* The colour of transparent pixels does not bleed into their neighbours. */
static void
test_rgba (void)
{
  static const guint8 upper[] = {200, 100, 0, 255, 0, 0, 0, 0, 9, 9, 9, 0};
  static const guint8 lower[] = {200, 100, 0, 255, 0, 0, 0, 0, 8, 8, 8, 0};
  static const guint8 expected[] = {200, 100, 0, 128, 0, 0, 0, 0};
  guint8 row[8];

  halve_rows (row, upper, lower, 3, 4);
  g_assert_cmpmem (row, 8, expected, 8);
}

static void
test_opaque_is_as_rgb (void)
{
  guint8 rgb[2][3 * 64], rgba[2][4 * 64], half_rgb[3 * 32], half_rgba[4 * 32];

  for (int y = 0; y < 2; y++)
    for (int x = 0; x < 64; x++) {
      for (int c = 0; c < 3; c++)
        rgba[y][4 * x + c] = rgb[y][3 * x + c] = (guint8) g_test_rand_int_range (0, 256);
      rgba[y][4 * x + 3] = 255;
    }
  halve_rows (half_rgb, rgb[0], rgb[1], 64, 3);
  halve_rows (half_rgba, rgba[0], rgba[1], 64, 4);
  for (int x = 0; x < 32; x++) {
    g_assert_cmpmem (half_rgb + 3 * x, 3, half_rgba + 4 * x, 3);
    g_assert_cmpint (half_rgba[4 * x + 3], ==, 255);
  }
}

/* No byte is written beyond the row, whatever its width. */
static void
test_bounds (void)
{
  for (int channels = 3; channels <= 4; channels++)
    for (int width = 1; width < 70; width++) {
      g_autofree guint8 *upper = g_malloc (width * channels);
      g_autofree guint8 *lower = g_malloc (width * channels);
      int n_bytes = (width + 1) / 2 * channels;
      guint8 row[300];
      memset (upper, 255, width * channels);
      memset (lower, 255, width * channels);
      memset (row, 7, sizeof row);
      halve_rows (row, upper, lower, width, channels);
      g_assert_cmpint (row[n_bytes - 1], ==, 255);
      g_assert_cmpint (row[n_bytes], ==, 7);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/halving/rgb", test_rgb);
  g_test_add_func ("/halving/rgba", test_rgba);
  g_test_add_func ("/halving/opaque-is-as-rgb", test_opaque_is_as_rgb);
  g_test_add_func ("/halving/bounds", test_bounds);
  return g_test_run ();
}
