/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch-run.h"

static void
test_get (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/100000");

  fetch_run_start (run);
  fetch_run_wait (run);
  fetch_run_assert_ok (run, 100000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/get", test_get);
  return g_test_run ();
}
