/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch-run.h"

#include "placard-error.h"

/* Trying again, and going on with what broke off. */

static FetchRun *
make_run (FixtureServer *server, const char *path, guint n_attempts)
{
  FetchRun *run = fetch_run_new (server, path);
  g_autoptr (PlacardTransport) transport =
      placard_transport_copy (placard_request_get_transport (run->request));

  transport->retry = n_attempts;
  transport->retry_delay_ms = 20;
  placard_request_set_transport (run->request, transport);
  return run;
}

static const struct {
  const char *name;
  const char *path;
  guint retry;
  int error;        /* -1: all is well in the end */
  goffset n_bytes;  /* in the spool */
  guint n_requests; /* in all */
} rows[] = {
    {"status", "/flaky/2/503", 2, -1, 1000, 3},
    {"too-many-requests", "/flaky/1/429", 3, -1, 1000, 2},
    {"reset", "/flaky/2/reset", 2, -1, 1000, 3},
    {"stall", "/flaky/1/stall", 1, -1, 1000, 2},
    {"not-asked", "/flaky/1/reset", 0, PLACARD_ERROR_RESET, 0, 1},
    {"too-often", "/flaky/5/reset", 2, PLACARD_ERROR_RESET, 0, 3},
    {"not-passing", "/chunked-zz", 2, PLACARD_ERROR_PROTOCOL, 5, 1},
    {"resume", "/resume/ok", 1, -1, 1000, 2},
    {"resume-whole", "/resume/whole", 1, -1, 1000, 2},
    {"resume-changed", "/resume/changed", 1, PLACARD_ERROR_TRUNCATED, 500, 2},
    {"resume-wrong-range", "/resume/wrong-range", 1, PLACARD_ERROR_TRUNCATED, 500, 2},
    {"resume-weak", "/resume/weak", 1, PLACARD_ERROR_TRUNCATED, 500, 1},
    {"resume-not-asked", "/resume/ok", 0, PLACARD_ERROR_TRUNCATED, 500, 1},
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = make_run (server, rows[i].path, rows[i].retry);
  g_autoptr (GPtrArray) requests = NULL;

  fetch_run_go (run);
  requests = fixture_server_take_requests (server);
  if (rows[i].error == -1)
    fetch_run_assert_ok (run, rows[i].n_bytes);
  else
    fetch_run_assert_failed (run, rows[i].error);
  g_assert_cmpint (placard_spool_get_size (placard_fetch_get_spool (run->fetch)), ==,
                   rows[i].n_bytes);
  g_assert_cmpint (placard_fetch_get_body_received (run->fetch), ==, rows[i].n_bytes);
  g_assert_cmpuint (requests->len, ==, rows[i].n_requests);
}

/* The last answer counts when no attempt is left. */
static void
test_last_status (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = make_run (server, "/flaky/5/503", 1);
  g_autoptr (PlacardResponse) response = NULL;
  g_autofree char *text = NULL;

  fetch_run_go (run);
  g_assert_no_error (run->error);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_cmpuint (placard_response_get_status (response), ==, 503);
  text = fetch_run_dup_text (run);
  g_assert_cmpstr (text, ==, "later");
}

/* Cancelling while it waits for the next attempt. */
static void
test_cancel (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = make_run (server, "/flaky/5/reset", 3);
  g_autoptr (PlacardTransport) transport =
      placard_transport_copy (placard_request_get_transport (run->request));
  gint64 started;

  transport->retry_delay_ms = 60 * 1000;
  placard_request_set_transport (run->request, transport);
  fetch_run_start (run);
  for (int i = 0; i < 2000 && fixture_server_count_target (server, "/flaky/5/reset") == 0; i++)
    g_usleep (1000);
  g_usleep (100 * 1000);
  started = g_get_monotonic_time ();
  g_cancellable_cancel (run->cancellable);
  fetch_run_wait (run);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 100 * 1000);
  fetch_run_assert_failed (run, PLACARD_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/fetch-retry/", rows[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/fetch-retry/last-status", test_last_status);
  g_test_add_func ("/fetch-retry/cancel", test_cancel);
  return g_test_run ();
}
