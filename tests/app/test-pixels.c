/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-strips.h"
#include "placard-tones.h"

static void
test_enlarge (void)
{
  /* Two pixels a row, padded to a stride of 8. */
  static const guint8 pixels[] = {1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0};
  static const guint8 expected[] = {1,  2,  3,  1,  2, 3, 4, 5, 6, 4, 5,  6,  1,  2,  3,  1,
                                    2,  3,  4,  5,  6, 4, 5, 6, 7, 8, 9,  7,  8,  9,  10, 11,
                                    12, 10, 11, 12, 7, 8, 9, 7, 8, 9, 10, 11, 12, 10, 11, 12};
  g_autoptr (GBytes) bytes = placard_strips_enlarge (pixels, 2, 2, 8, 3, 2);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpmem (data, length, expected, sizeof expected);
}

static PlacardImageLevel
make_level (guint8 (*colour) (int x, int y, int channel))
{
  const int side = 100;
  guint8 *pixels = g_malloc (side * side * 3);

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      for (int channel = 0; channel < 3; channel++)
        pixels[(y * side + x) * 3 + channel] = colour (x, y, channel);
  return (PlacardImageLevel){.width = side,
                             .height = side,
                             .stride = side * 3,
                             .pixels = g_bytes_new_take (pixels, side * side * 3)};
}

static guint8
chequers (int x, int y, int channel)
{
  return (x / 5 + y / 5) % 2 ? 250 : 10;
}

static guint8
photo (int x, int y, int channel)
{
  return (guint8) (x * 2 + y / 2 + channel * 10);
}

static guint8
blank (int x, int y, int channel)
{
  return 255;
}

static guint8
red_and_white (int x, int y, int channel)
{
  return (x / 5 + y / 5) % 2 || channel == 0 ? 250 : 10;
}

static void
test_tones (void)
{
  static const struct {
    guint8 (*colour) (int, int, int);
    gboolean two;
  } rows[] = {{chequers, TRUE}, {photo, FALSE}, {blank, FALSE}, {red_and_white, FALSE}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    PlacardImageLevel level = make_level (rows[i].colour);

    g_assert_cmpint (placard_tones_are_two (&level), ==, rows[i].two);
    g_bytes_unref (level.pixels);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pixels/enlarge", test_enlarge);
  g_test_add_func ("/pixels/tones", test_tones);
  return g_test_run ();
}
