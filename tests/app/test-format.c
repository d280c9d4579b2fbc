/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-format.h"

#include <string.h>

#include <locale.h>

#define NBSP "\302\240"

static void
test_amounts (void)
{
  static const struct {
    goffset bytes, expected;
    const char *text;
  } rows[] = {
      {0, -1, "0 bytes"},
      {1200000, -1, "1.2" NBSP "MB"},
      {1200000, 4800000, "1.2 of 4.8" NBSP "MB"},
      {500, 1000, "500 bytes of 1.0" NBSP "kB"},
      {900000, 4800000, "900.0" NBSP "kB of 4.8" NBSP "MB"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = placard_format_amount (rows[i].bytes, rows[i].expected);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_durations (void)
{
  static const struct {
    double ms;
    const char *text;
  } rows[] = {{0, "0 ms"},       {84.4, "84 ms"},      {999, "999 ms"},      {2300, "2.3 s"},
              {59000, "59.0 s"}, {59999, "1 min 0 s"}, {185000, "3 min 5 s"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = placard_format_duration (rows[i].ms);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_time_left (void)
{
  static const struct {
    double seconds;
    const char *text;
  } rows[] = {{-1, NULL},
              {0.2, "1 s left"},
              {2, "2 s left"},
              {59.5, "1 min 0 s left"},
              {3600 * 2 + 60 * 5, "2 h 5 min left"},
              {1e12, "more than a day left"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = placard_format_time_left (rows[i].seconds);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_receiving (void)
{
  g_autofree char *unknown = placard_format_receiving (1200000, -1, -1);
  g_autofree char *no_end = placard_format_receiving (1200000, -1, 3100000);
  g_autofree char *all = placard_format_receiving (1200000, 4800000, 1800000);
  g_autofree char *stalled = placard_format_receiving (1200000, 4800000, 0);

  g_assert_cmpstr (unknown, ==, "1.2" NBSP "MB");
  g_assert_cmpstr (no_end, ==, "1.2" NBSP "MB – 3.1" NBSP "MB/s");
  g_assert_cmpstr (all, ==, "1.2 of 4.8" NBSP "MB – 1.8" NBSP "MB/s – 2 s left");
  g_assert_cmpstr (stalled, ==, "1.2 of 4.8" NBSP "MB – 0 bytes/s");
}

static void
test_phases (void)
{
  /* Every phase before the body has words that name the host; the others have none of these. */
  for (int phase = PLACARD_PHASE_QUEUED; phase <= PLACARD_PHASE_CANCELLED; phase++) {
    g_autofree char *text = placard_format_phase ((PlacardPhase) phase, "api.example");

    if (phase >= PLACARD_PHASE_RECEIVING)
      g_assert_null (text);
    else if (phase == PLACARD_PHASE_QUEUED)
      g_assert_nonnull (text);
    else
      g_assert_nonnull (strstr (text, "api.example"));
  }
}

static void
test_hosts (void)
{
  static const struct {
    const char *url, *host;
  } rows[] = {{"https://api.example/me/qr.png?key=1", "api.example"},
              {"http://127.0.0.1:8080/", "127.0.0.1:8080"},
              {"http://me:secret@api.example/", "api.example"},
              {"api.example/me", "api.example/me"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *host = placard_format_host (rows[i].url);
    g_assert_cmpstr (host, ==, rows[i].host);
  }
}

static void
test_status (void)
{
  g_autofree char *with = placard_format_status (200, "OK");
  g_autofree char *without = placard_format_status (404, "");
  g_autofree char *size = placard_format_size (330, 230);

  g_assert_cmpstr (with, ==, "200 OK");
  g_assert_cmpstr (without, ==, "404");
  g_assert_cmpstr (size, ==, "330 × 230");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/amounts", test_amounts);
  g_test_add_func ("/format/durations", test_durations);
  g_test_add_func ("/format/time-left", test_time_left);
  g_test_add_func ("/format/receiving", test_receiving);
  g_test_add_func ("/format/phases", test_phases);
  g_test_add_func ("/format/hosts", test_hosts);
  g_test_add_func ("/format/status", test_status);
  return g_test_run ();
}
