/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "first-frame.h"

/* Screen 1x1 without colour table, an extension, a frame, a frame, the end. */
static const guint8 animation[] = {
    'G',  'I',  'F',  '8',  '9', 'a', 1, 0, 1, 0,    0x00, 0, 0,                /* 13 */
    0x21, 0xF9, 4,    0,    0,   0,   0, 0,                                     /* 21 */
    0x2C, 0,    0,    0,    0,   1,   0, 1, 0, 0x80, 1,    2, 3,    4,    5, 6, /* 37 */
    2,    2,    0x44, 0x01, 0,                                                  /* 42 */
    0x2C, 0,    0,    0,    0,   1,   0, 1, 0, 0,    2,    2, 0x44, 0x01, 0, 0x3B,
};
#define FIRST_ENDS 42

static void
test_slicing (void)
{
  for (gsize slice = 1; slice <= sizeof animation; slice++) {
    FirstFrame walker = {0};
    gsize taken = 0;
    for (gsize i = 0; i < sizeof animation; i += slice)
      taken += first_frame_take (&walker, animation + i, MIN (slice, sizeof animation - i));
    g_assert_cmpint (taken, ==, FIRST_ENDS);
    g_assert_true (first_frame_has_ended (&walker));
  }
}

static void
test_cut (void)
{
  for (gsize size = 0; size < FIRST_ENDS; size++) {
    FirstFrame walker = {0};
    g_assert_cmpint (first_frame_take (&walker, animation, size), ==, size);
    g_assert_false (first_frame_has_ended (&walker));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/first-frame/slicing", test_slicing);
  g_test_add_func ("/first-frame/cut", test_cut);
  return g_test_run ();
}
