/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch-run.h"

#include "placard-error.h"

#include <string.h>

FetchRun *
fetch_run_new (FixtureServer *server, const char *target)
{
  FetchRun *run = g_new0 (FetchRun, 1);
  PlacardLimits limits;
  g_autofree char *url = *target == '/'
                             ? g_strconcat (fixture_server_get_base (server), target, NULL)
                             : g_strdup (target);

  run->session = placard_session_new ();
  run->request = placard_request_new ();
  run->cancellable = g_cancellable_new ();
  run->loop = g_main_loop_new (g_main_context_get_thread_default (), FALSE);
  placard_request_set_url (run->request, url);

  limits = *placard_request_get_limits (run->request);
  limits.connect_ms = 2000;
  limits.first_byte_ms = 600;
  limits.headers_ms = 1000;
  limits.idle_ms = 600;
  placard_request_set_limits (run->request, &limits);
  return run;
}

void
fetch_run_free (FetchRun *run)
{
  g_clear_object (&run->fetch);
  g_object_unref (run->request);
  g_clear_object (&run->session);
  g_object_unref (run->cancellable);
  g_main_loop_unref (run->loop);
  g_clear_error (&run->error);
  g_free (run);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FetchRun *run = user_data;

  run->ok = placard_fetch_run_finish (PLACARD_FETCH (source), result, &run->error);
  run->finished = TRUE;
  g_main_loop_quit (run->loop);
}

void
fetch_run_start (FetchRun *run)
{
  run->fetch = placard_fetch_new (run->session, run->request, g_get_tmp_dir ());
  placard_fetch_run_async (run->fetch, run->cancellable, finished_cb, run);
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("The fetch does not end");
  return G_SOURCE_REMOVE;
}

void
fetch_run_wait (FetchRun *run)
{
  guint id = g_timeout_add_seconds (30, too_long_cb, NULL);

  while (!run->finished)
    g_main_loop_run (run->loop);
  g_source_remove (id);
}

gboolean
fetch_run_wait_phase (FetchRun *run, PlacardPhase phase)
{
  while (!run->finished && placard_fetch_get_phase (run->fetch) < phase) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (500);
  }
  return placard_fetch_get_phase (run->fetch) == phase;
}

void
fetch_run_go (FetchRun *run)
{
  fetch_run_start (run);
  fetch_run_wait (run);
}

char *
fetch_run_dup_text (FetchRun *run)
{
  PlacardSpool *spool = placard_fetch_get_spool (run->fetch);
  gsize size = placard_spool_get_size (spool);
  char *text = g_malloc (size + 1);
  gssize n = placard_spool_read_at (spool, 0, text, size, NULL);

  text[MAX (n, 0)] = '\0';
  return text;
}

static void
assert_pattern (PlacardSpool *spool)
{
  guint8 got[4096], expected[4096];
  goffset at = 0;
  gssize n;

  while ((n = placard_spool_read_at (spool, at, got, sizeof got, NULL)) > 0) {
    fixture_pattern (expected, n, at);
    g_assert_cmpmem (got, n, expected, n);
    at += n;
  }
}

void
fetch_run_assert_ok (FetchRun *run, goffset n_bytes)
{
  PlacardSpool *spool = placard_fetch_get_spool (run->fetch);

  g_assert_no_error (run->error);
  g_assert_true (run->ok);
  g_assert_cmpint (placard_fetch_get_phase (run->fetch), ==, PLACARD_PHASE_DONE);
  g_assert_cmpint (placard_spool_get_state (spool), ==, PLACARD_SPOOL_COMPLETE);
  g_assert_cmpint (placard_spool_get_size (spool), ==, n_bytes);
  assert_pattern (spool);
}

void
fetch_run_assert_failed (FetchRun *run, int code)
{
  g_autoptr (GError) again = placard_fetch_dup_error (run->fetch);

  g_assert_false (run->ok);
  g_test_message ("%s", run->error->message);
  g_assert_error (run->error, PLACARD_ERROR, code);
  g_assert_error (again, PLACARD_ERROR, code);
  g_assert_true (g_utf8_validate (run->error->message, -1, NULL));
  g_assert_nonnull (strchr (run->error->message, ' '));
}
