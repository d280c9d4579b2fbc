/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-meter.h"
#include "placard-progress.h"

#define SECOND G_USEC_PER_SEC

static void
test_steady (void)
{
  PlacardMeter meter = {0};

  g_assert_cmpfloat (placard_meter_get_rate (&meter, 0), <, 0);
  for (int i = 0; i <= 100; i++) {
    gint64 now = i * SECOND / 10;

    placard_meter_add (&meter, now, i * 1000);
    if (now < SECOND / 2)
      g_assert_cmpfloat (placard_meter_get_rate (&meter, now), <, 0);
    else
      g_assert_cmpfloat_with_epsilon (placard_meter_get_rate (&meter, now), 10000, 100);
  }
}

static void
test_stall (void)
{
  PlacardMeter meter = {0};

  placard_meter_add (&meter, 0, 0);
  placard_meter_add (&meter, SECOND, 1000000);
  for (int i = 1; i <= 50; i++)
    placard_meter_add (&meter, SECOND + i * SECOND / 10, 1000000);
  /* Nothing came for five seconds: nothing comes. */
  g_assert_cmpfloat (placard_meter_get_rate (&meter, 6 * SECOND), <, 1);
}

static void
test_change (void)
{
  PlacardMeter meter = {0};
  goffset bytes = 0;

  for (int i = 0; i < 100; i++)
    placard_meter_add (&meter, i * SECOND / 10, bytes += 100);
  for (int i = 100; i < 160; i++)
    placard_meter_add (&meter, i * SECOND / 10, bytes += 10000);
  /* Six seconds after the change only the new speed counts. */
  g_assert_cmpfloat_with_epsilon (placard_meter_get_rate (&meter, 160 * SECOND / 10), 100000, 5000);
}

static void
test_fraction (void)
{
  static const struct {
    goffset received, expected;
    double fraction;
  } rows[] = {{0, -1, -1},       {500, -1, -1},   {500, 0, -1},   {0, 1000, 0},
              {250, 1000, 0.25}, {1000, 1000, 1}, {2000, 1000, 1}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat (placard_progress_compute_fraction (rows[i].received, rows[i].expected), ==,
                       rows[i].fraction);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meter/steady", test_steady);
  g_test_add_func ("/meter/stall", test_stall);
  g_test_add_func ("/meter/change", test_change);
  g_test_add_func ("/meter/fraction", test_fraction);
  return g_test_run ();
}
