/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-geometry.h"

static void
test_placement (void)
{
  static const struct {
    const char *what;
    int width, height, view_width, view_height;
    gboolean card;
    int expected_width, expected_height, factor;
  } rows[] = {
      {"photo, wider", 6000, 4000, 1280, 800, FALSE, 1200, 800, 0},
      {"photo, taller", 1000, 4000, 1280, 800, FALSE, 200, 800, 0},
      {"fits exactly", 1280, 800, 1280, 800, FALSE, 1280, 800, 1},
      {"pixel by pixel", 1000, 700, 1280, 800, FALSE, 1000, 700, 1},
      {"twice", 600, 390, 1280, 800, FALSE, 1200, 780, 2},
      {"code, twice", 330, 330, 1280, 800, TRUE, 660, 660, 2},
      {"a step less for the margin", 400, 400, 1280, 800, TRUE, 400, 400, 1},
      {"no step less than one", 795, 795, 1280, 800, TRUE, 795, 795, 1},
      {"one pixel", 1, 1, 1280, 800, TRUE, 776, 776, 776},
      {"panorama keeps a row", 100000, 10, 1280, 800, FALSE, 1280, 1, 0},
      {"nothing", 0, 0, 1280, 800, FALSE, 0, 0, 0},
      {"no room", 10, 10, 0, 0, FALSE, 0, 0, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    PlacardPlacement placed = placard_geometry_place (
        rows[i].width, rows[i].height, rows[i].view_width, rows[i].view_height, rows[i].card);

    g_test_message ("%s", rows[i].what);
    g_assert_cmpint (placed.width, ==, rows[i].expected_width);
    g_assert_cmpint (placed.height, ==, rows[i].expected_height);
    g_assert_cmpint (placed.factor, ==, rows[i].factor);
  }
}

/* For every size: within the view, in its middle, a margin only where there is room, modules whole. */
static void
test_always (void)
{
  for (int width = 1; width < 3000; width = width * 3 / 2 + 1)
    for (int height = 1; height < 3000; height = height * 3 / 2 + 1)
      for (int view = 240; view <= 3840; view = view * 3 / 2)
        for (int card = 0; card < 2; card++) {
          int view_height = view * 9 / 16;
          PlacardPlacement placed = placard_geometry_place (width, height, view, view_height, card);

          g_assert_cmpint (placed.x - placed.margin, >=, 0);
          g_assert_cmpint (placed.y - placed.margin, >=, 0);
          g_assert_cmpint (placed.x + placed.width + placed.margin, <=, view);
          g_assert_cmpint (placed.y + placed.height + placed.margin, <=, view_height);
          g_assert_cmpint (ABS (view - placed.width - 2 * placed.x), <=, 1);
          if (placed.factor > 0)
            g_assert_cmpint (placed.width, ==, width * placed.factor);
          else
            g_assert_true (width > view || height > view_height);
        }
}

static void
test_levels (void)
{
  static const struct {
    int width, height, shown_width, shown_height, factor;
    guint n_levels, level;
  } rows[] = {
      {6000, 4000, 1200, 800, 0, 12, 2},  {6000, 4000, 1500, 1000, 0, 12, 2},
      {6000, 4000, 1501, 1001, 0, 12, 1}, {6000, 4000, 6000, 4000, 1, 12, 0},
      {6000, 4000, 10, 7, 0, 3, 2},       {330, 330, 660, 660, 2, 8, 0},
      {1281, 801, 1280, 800, 0, 10, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const PlacardPlacement placed = {
        .width = rows[i].shown_width, .height = rows[i].shown_height, .factor = rows[i].factor};

    g_assert_cmpuint (
        placard_geometry_choose_level (&placed, rows[i].width, rows[i].height, rows[i].n_levels),
        ==, rows[i].level);
  }
}

static void
test_rows (void)
{
  g_assert_cmpint (placard_geometry_level_rows (0, 4000, 1000, 2), ==, 0);
  g_assert_cmpint (placard_geometry_level_rows (3, 4000, 1000, 2), ==, 0);
  g_assert_cmpint (placard_geometry_level_rows (4, 4000, 1000, 2), ==, 1);
  /* The last, half row of a level is there when the picture is. */
  g_assert_cmpint (placard_geometry_level_rows (4000, 4001, 1001, 2), ==, 1000);
  g_assert_cmpint (placard_geometry_level_rows (4001, 4001, 1001, 2), ==, 1001);
}

static void
test_small (void)
{
  g_assert_true (placard_geometry_is_small (400, 400, 1280, 800));
  g_assert_false (placard_geometry_is_small (401, 401, 1280, 800));
  g_assert_false (placard_geometry_is_small (0, 0, 1280, 800));
  for (int orientation = 0; orientation < 10; orientation++)
    g_assert_cmpint (placard_geometry_is_turned (orientation), ==,
                     orientation >= 5 && orientation <= 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/placement", test_placement);
  g_test_add_func ("/geometry/always", test_always);
  g_test_add_func ("/geometry/levels", test_levels);
  g_test_add_func ("/geometry/rows", test_rows);
  g_test_add_func ("/geometry/small", test_small);
  return g_test_run ();
}
