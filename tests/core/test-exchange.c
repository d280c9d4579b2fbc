/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-server.h"
#include "placard-error.h"
#include "placard-exchange.h"

#define NO_ERROR -1

typedef struct {
  FixtureServer *server;
  PlacardSession *session;
  PlacardExchange *exchange;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pictures = g_test_build_filename (G_TEST_DIST, "data", "pictures", NULL);

  fixture->server = fixture_server_new (NULL);
  fixture_server_set_root (fixture->server, pictures);
  fixture->session = placard_session_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->exchange)
    placard_exchange_cancel (fixture->exchange);
  g_clear_object (&fixture->exchange);
  g_object_unref (fixture->session);
  fixture_server_free (fixture->server);
}

static void
start (Fixture *fixture, const char *path)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autofree char *url = g_strconcat (fixture_server_get_base (fixture->server), path, NULL);

  placard_request_set_url (request, url);
  fixture->exchange = placard_exchange_new (fixture->session, request, NULL);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_IDLE);
  placard_exchange_start (fixture->exchange);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_LOADING);
}

static void
wait_finished (Fixture *fixture)
{
  while (!placard_exchange_is_finished (fixture->exchange))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_end (Fixture *fixture, PlacardExchangeState state, int code)
{
  const GError *error = placard_exchange_get_error (fixture->exchange);

  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, state);
  if (code == NO_ERROR)
    g_assert_no_error (error);
  else
    g_assert_error (error, PLACARD_ERROR, code);
}

typedef struct {
  const char *name;
  const char *path;
  PlacardExchangeState state;
  int code;
  const char *suggested; /* (nullable) */
} Row;

static const Row rows[] = {
    {"png", "/file/plain.png?type=image/png", PLACARD_EXCHANGE_PICTURE, NO_ERROR, "plain.png"},
    {"labelled-text", "/file/baseline.jpg?type=text/plain", PLACARD_EXCHANGE_PICTURE, NO_ERROR,
     "baseline.jpg"},
    {"wrong-extension", "/file/lossy.webp?type=image/png&name=attachment%3Bfilename%3Da.png",
     PLACARD_EXCHANGE_PICTURE, NO_ERROR, "a.webp"},
    {"json-error", "/json-error", PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_NOT_AN_IMAGE, NULL},
    {"html", "/html", PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_NOT_AN_IMAGE, NULL},
    {"status", "/status/404", PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_HTTP_STATUS, NULL},
    {"empty", "/empty", PLACARD_EXCHANGE_ERROR, PLACARD_ERROR_EMPTY, NULL},
    {"no-content", "/no-content", PLACARD_EXCHANGE_ERROR, PLACARD_ERROR_EMPTY, NULL},
    {"binary", "/bytes/100000", PLACARD_EXCHANGE_FILE, PLACARD_ERROR_NOT_AN_IMAGE, NULL},
    {"reset-head", "/reset-head", PLACARD_EXCHANGE_ERROR, PLACARD_ERROR_RESET, NULL},
};

static void
test_row (Fixture *fixture, gconstpointer data)
{
  const Row *row = data;

  start (fixture, row->path);
  wait_finished (fixture);
  assert_end (fixture, row->state, row->code);
  if (row->suggested) {
    g_autofree char *name = placard_exchange_suggest_name (fixture->exchange);

    g_assert_cmpstr (name, ==, row->suggested);
  }
}

/* A stopped exchange ends as cancelled, at once, whatever it was doing; the next one is not bothered. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  gint64 stopped;

  start (fixture, "/stall-body");
  while (placard_exchange_get_phase (fixture->exchange) != PLACARD_PHASE_RECEIVING)
    g_main_context_iteration (NULL, TRUE);
  stopped = g_get_monotonic_time ();
  placard_exchange_cancel (fixture->exchange);
  wait_finished (fixture);
  g_assert_cmpint (g_get_monotonic_time () - stopped, <, 500 * 1000);
  g_assert_error (placard_exchange_get_error (fixture->exchange), PLACARD_ERROR,
                  PLACARD_ERROR_CANCELLED);
  g_assert_true (fixture_server_wait_idle (fixture->server, 1000));
}

static int threads_held;

static void
hold_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  while (g_atomic_int_get (&threads_held))
    g_usleep (1000);
  g_task_return_boolean (task, TRUE);
}

/* Every thread that GIO has is taken, as by names that no resolver answers: the end waits for none. */
static void
test_cancel_without_threads (Fixture *fixture, gconstpointer data)
{
  gint64 stopped;

  start (fixture, "/stall-head");
  while (placard_exchange_get_phase (fixture->exchange) != PLACARD_PHASE_WAITING)
    g_main_context_iteration (NULL, TRUE);
  g_atomic_int_set (&threads_held, 1);
  for (int i = 0; i < 40; i++) {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

    g_task_run_in_thread (task, hold_thread);
  }
  stopped = g_get_monotonic_time ();
  placard_exchange_cancel (fixture->exchange);
  wait_finished (fixture);
  g_atomic_int_set (&threads_held, 0);
  g_assert_cmpint (g_get_monotonic_time () - stopped, <, 500 * 1000);
  g_assert_error (placard_exchange_get_error (fixture->exchange), PLACARD_ERROR,
                  PLACARD_ERROR_CANCELLED);
}

/* A download is known as one while it still comes, and is never shown as text. */
static void
test_file_is_known_early (Fixture *fixture, gconstpointer data)
{
  start (fixture, "/slow/1000000/8192/20");
  while (placard_exchange_get_state (fixture->exchange) == PLACARD_EXCHANGE_LOADING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_FILE);
  g_assert_false (placard_exchange_is_finished (fixture->exchange));
}

/* Letting go of one in full flight closes its connection. */
static void
test_cancel_and_forget (Fixture *fixture, gconstpointer data)
{
  start (fixture, "/stall-body");
  while (placard_exchange_get_phase (fixture->exchange) != PLACARD_PHASE_RECEIVING)
    g_main_context_iteration (NULL, TRUE);
  placard_exchange_cancel (fixture->exchange);
  g_clear_object (&fixture->exchange);
  for (int i = 0; i < 100 && fixture_server_count_open (fixture->server) > 0; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (10 * 1000);
  }
  g_assert_cmpuint (fixture_server_count_open (fixture->server), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/exchange/", rows[i].name, NULL);

    g_test_add (path, Fixture, &rows[i], set_up, test_row, tear_down);
  }
  g_test_add ("/exchange/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/exchange/cancel-without-threads", Fixture, NULL, set_up,
              test_cancel_without_threads, tear_down);
  g_test_add ("/exchange/file-is-known-early", Fixture, NULL, set_up, test_file_is_known_early,
              tear_down);
  g_test_add ("/exchange/cancel-and-forget", Fixture, NULL, set_up, test_cancel_and_forget,
              tear_down);
  return g_test_run ();
}
