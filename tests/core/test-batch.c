/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-batch.h"

typedef struct {
  GPtrArray *started; /* of jobs, in order */
  guint most;         /* that ever ran at once */
  gboolean at_once;   /* a job ends while it is being started */
} Log;

static void
log_start (PlacardBatch *batch, gpointer job, gpointer user_data)
{
  Log *log = user_data;

  g_ptr_array_add (log->started, job);
  log->most = MAX (log->most, placard_batch_count_running (batch));
  if (log->at_once)
    placard_batch_done (batch, job);
}

static gpointer
nth (Log *log, guint n)
{
  g_assert_cmpuint (n, <, log->started->len);
  return g_ptr_array_index (log->started, n);
}

/* Two hosts: the busy one does not hold the other up, and neither gets more than its share. */
static void
test_limits (void)
{
  const char *jobs[] = {"a1", "a2", "a3", "a4", "b1", "b2"};
  Log log = {.started = g_ptr_array_new ()};
  g_autoptr (PlacardBatch) batch = placard_batch_new (3, 2, log_start, &log);

  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++) {
    g_autofree char *host = g_strndup (jobs[i], 1);

    placard_batch_add (batch, host, (gpointer) jobs[i]);
  }
  g_assert_cmpuint (log.started->len, ==, 0);
  placard_batch_start (batch);
  g_assert_cmpuint (log.started->len, ==, 3);
  g_assert_true (nth (&log, 0) == jobs[0]);
  g_assert_true (nth (&log, 1) == jobs[1]);
  g_assert_true (nth (&log, 2) == jobs[4]);

  placard_batch_done (batch, (gpointer) jobs[4]);
  g_assert_true (nth (&log, 3) == jobs[5]);
  placard_batch_done (batch, (gpointer) jobs[0]);
  g_assert_true (nth (&log, 4) == jobs[2]);
  placard_batch_done (batch, (gpointer) jobs[1]);
  placard_batch_done (batch, (gpointer) jobs[5]);
  placard_batch_done (batch, (gpointer) jobs[2]);
  g_assert_false (placard_batch_is_finished (batch));
  placard_batch_done (batch, (gpointer) jobs[3]);
  g_assert_true (placard_batch_is_finished (batch));
  g_assert_cmpuint (log.started->len, ==, 6);
  g_assert_cmpuint (log.most, ==, 3);
  g_ptr_array_unref (log.started);
}

static void
test_stop (void)
{
  int jobs[5];
  Log log = {.started = g_ptr_array_new ()};
  g_autoptr (PlacardBatch) batch = placard_batch_new (2, 0, log_start, &log);

  for (int i = 0; i < 5; i++)
    placard_batch_add (batch, "h", &jobs[i]);
  placard_batch_start (batch);
  placard_batch_stop (batch);
  placard_batch_done (batch, &jobs[0]);
  g_assert_cmpuint (log.started->len, ==, 2);
  g_assert_false (placard_batch_is_finished (batch));
  placard_batch_done (batch, &jobs[1]);
  g_assert_true (placard_batch_is_finished (batch));
  g_assert_cmpuint (placard_batch_count_waiting (batch), ==, 3);
  g_ptr_array_unref (log.started);
}

/* Ten thousand that end at once: in order, one after the other, on a flat stack. */
static void
test_at_once (void)
{
  static char jobs[10000];
  Log log = {.started = g_ptr_array_new (), .at_once = TRUE};
  g_autoptr (PlacardBatch) batch = placard_batch_new (4, 1, log_start, &log);

  for (gsize i = 0; i < sizeof jobs; i++)
    placard_batch_add (batch, "h", &jobs[i]);
  placard_batch_start (batch);
  g_assert_true (placard_batch_is_finished (batch));
  for (gsize i = 0; i < sizeof jobs; i++)
    g_assert_true (nth (&log, i) == &jobs[i]);
  g_assert_cmpuint (log.most, ==, 1);
  g_ptr_array_unref (log.started);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch/limits", test_limits);
  g_test_add_func ("/batch/stop", test_stop);
  g_test_add_func ("/batch/at-once", test_at_once);
  return g_test_run ();
}
