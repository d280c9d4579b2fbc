/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-error.h"

#include <gio/gio.h>

static void
test_exit_codes (void)
{
  static const struct {
    PlacardError code;
    int expected;
  } rows[] = {
      {PLACARD_ERROR_USAGE, 2},
      {PLACARD_ERROR_INVALID_URL, 2},
      {PLACARD_ERROR_RESOLVE, 3},
      {PLACARD_ERROR_TOO_LARGE, 3},
      {PLACARD_ERROR_HTTP_STATUS, 4},
      {PLACARD_ERROR_NOT_AN_IMAGE, 5},
      {PLACARD_ERROR_EMPTY, 5},
      {PLACARD_ERROR_TRUNCATED, 6},
      {PLACARD_ERROR_DECODER, 6},
      {PLACARD_ERROR_CANCELLED, 7},
      {PLACARD_ERROR_TIMED_OUT, 8},
      {PLACARD_ERROR_INTEGRITY, 9},
      {PLACARD_ERROR_TLS, 10},
      {PLACARD_ERROR_SAVE_NO_SPACE, 11},
      {PLACARD_ERROR_REDIRECT_REFUSED, 12},
      {PLACARD_ERROR_CORS, 12},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = g_error_new_literal (PLACARD_ERROR, rows[i].code, "x");
    g_assert_cmpint (placard_error_exit_code (error), ==, rows[i].expected);
  }
}

static void
test_foreign_domains (void)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_cmpint (placard_error_exit_code (NULL), ==, 0);
  g_assert_cmpint (placard_error_exit_code (cancelled), ==, 7);
  g_assert_cmpint (placard_error_exit_code (other), ==, 3);
}

/* What a support ticket quotes. */
static void
test_domain (void)
{
  g_assert_cmpstr (g_quark_to_string (PLACARD_ERROR), ==, "placard-error-quark");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/exit-codes", test_exit_codes);
  g_test_add_func ("/error/foreign-domains", test_foreign_domains);
  g_test_add_func ("/error/domain", test_domain);
  return g_test_run ();
}
