/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch-run.h"

#include "placard-error.h"

/* Real sockets: each row is a handler of the fixture server and what must come of it. The numbers are
 * RELIABILITY's fault table. */

#define OK (-1)

typedef struct {
  const char *name;
  const char *path;
  int error; /* OK or a PlacardError */
  PlacardSpoolState state;
  goffset n_bytes;   /* -1: not looked at */
  const char *words; /* (nullable): must be in the message */
} Fault;

static const Fault faults[] = {
    {"bytes", "/bytes/100000", OK, PLACARD_SPOOL_COMPLETE, 100000},
    {"bytes-none", "/bytes/0", OK, PLACARD_SPOOL_COMPLETE, 0},
    {"chunked", "/chunked/100000", OK, PLACARD_SPOOL_COMPLETE, 100000},
    {"eof", "/eof/100000", OK, PLACARD_SPOOL_COMPLETE, 100000},
    {"slow", "/slow/5000/1000/20", OK, PLACARD_SPOOL_COMPLETE, 5000},
    {"01-short", "/length-short", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 500,
     "closed the connection after 500 of 1,000 bytes"},
    {"01-short-close", "/length-short-close", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE,
     500, "500 of 1,000 bytes"},
    {"02-long", "/length-long", OK, PLACARD_SPOOL_COMPLETE, 500},
    {"03-differ", "/length-differ", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0,
     "two different Content-Lengths"},
    {"03-same", "/length-same", OK, PLACARD_SPOOL_COMPLETE, 10},
    {"03-negative", "/length-negative", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0, "-5"},
    {"03-text", "/length-text", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0,
     "Content-Length"},
    {"03-huge", "/length-huge", OK, PLACARD_SPOOL_COMPLETE, 10},
    {"03-and-chunked", "/length-and-chunked", OK, PLACARD_SPOOL_COMPLETE, 5},
    {"04-cut", "/chunked-cut", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 11,
     "after 11 bytes"},
    {"04-inside", "/chunked-inside", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 11},
    {"04-size-cut", "/chunked-size-cut", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 5},
    {"04-no-end", "/chunked-no-end", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 5},
    {"05-zz", "/chunked-zz", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 5, "chunks"},
    {"05-negative", "/chunked-negative", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 5},
    {"05-overflow", "/chunked-overflow", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 5},
    {"05-no-crlf", "/chunked-no-crlf", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 5},
    {"05-extension", "/chunked-extension", OK, PLACARD_SPOOL_COMPLETE, 5},
    {"05-trailer", "/chunked-trailer", OK, PLACARD_SPOOL_COMPLETE, 5},
    {"05-te-gzip", "/te-gzip", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0},
    {"06-reset-length", "/reset-length", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 500,
     "broke after 500 of 1,000 bytes"},
    {"06-reset-chunked", "/reset-chunked", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 500},
    {"06-reset-eof", "/reset-eof", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, 500},
    {"06-reset-head", "/reset-head", PLACARD_ERROR_RESET, PLACARD_SPOOL_INCOMPLETE, 0, "127.0.0.1"},
    {"06-close-head", "/close-head", PLACARD_ERROR_RESET, PLACARD_SPOOL_INCOMPLETE, 0,
     "without an answer"},
    {"08-stall-head", "/stall-head", PLACARD_ERROR_TIMED_OUT, PLACARD_SPOOL_INCOMPLETE, 0,
     "did not begin to answer within 0.6 seconds"},
    {"08-stall-body", "/stall-body", PLACARD_ERROR_TIMED_OUT, PLACARD_SPOOL_INCOMPLETE, 500,
     "Nothing moved"},
    {"09-drip-head", "/drip-head", PLACARD_ERROR_TIMED_OUT, PLACARD_SPOOL_INCOMPLETE, 0,
     "did not finish the head of its answer within 1 second"},
    {"09-drip-body", "/drip-body", PLACARD_ERROR_TIMED_OUT, PLACARD_SPOOL_INCOMPLETE, -1,
     "less than 100 bytes a second for 1 second"},
    {"10-endless-head", "/endless-head", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0,
     "larger than 64 KiB"},
    {"10-endless-line", "/endless-line", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0,
     "larger than 64 KiB"},
    {"10-endless-103", "/endless-103", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0,
     "again and again"},
    {"10-early-hints", "/early-hints", OK, PLACARD_SPOOL_COMPLETE, -1},
    {"11-endless-body", "/endless-body", PLACARD_ERROR_TOO_LARGE, PLACARD_SPOOL_INCOMPLETE, -1,
     "larger than the 4,000,000 bytes that are allowed"},
    {"11-announced", "/bytes/4000001", PLACARD_ERROR_TOO_LARGE, PLACARD_SPOOL_INCOMPLETE, 0,
     "4,000,001"},
    {"11-just-fits", "/bytes/4000000", OK, PLACARD_SPOOL_COMPLETE, 4000000},
    {"13-gzip", "/gzip", OK, PLACARD_SPOOL_COMPLETE, 100000},
    {"13-gzip-twice", "/gzip-twice", OK, PLACARD_SPOOL_COMPLETE, 100000},
    {"13-gzip-cut", "/gzip-cut", PLACARD_ERROR_TRUNCATED, PLACARD_SPOOL_INCOMPLETE, -1,
     "compressed answer ends early"},
    {"13-gzip-corrupt", "/gzip-corrupt", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, -1,
     "broken"},
    {"13-gzip-plain", "/gzip-plain", OK, PLACARD_SPOOL_COMPLETE, 1000},
    {"13-deflate", "/deflate", OK, PLACARD_SPOOL_COMPLETE, 100000},
    {"13-deflate-raw", "/deflate-raw", OK, PLACARD_SPOOL_COMPLETE, 100000},
    {"13-coding-foo", "/coding-foo", OK, PLACARD_SPOOL_COMPLETE, 1000},
    {"14-loop", "/loop", PLACARD_ERROR_REDIRECT, PLACARD_SPOOL_INCOMPLETE, 0, "/loop → "},
    {"14-20", "/chain/20", OK, PLACARD_SPOOL_COMPLETE, -1},
    {"14-21", "/chain/21", PLACARD_ERROR_REDIRECT, PLACARD_SPOOL_INCOMPLETE, 0, "20 times"},
    {"15-file", "/redirect/302?to=file:///etc/passwd", PLACARD_ERROR_REDIRECT,
     PLACARD_SPOOL_INCOMPLETE, 0, "file:///etc/passwd"},
    {"15-percent", "/redirect/302?to=/%25zz", PLACARD_ERROR_REDIRECT, PLACARD_SPOOL_INCOMPLETE, 0,
     "/%zz"},
    {"15-port", "/redirect/302?to=http://h:99999/", PLACARD_ERROR_REDIRECT,
     PLACARD_SPOOL_INCOMPLETE, 0, "99999"},
    {"15-empty", "/redirect/302?to=", PLACARD_ERROR_REDIRECT, PLACARD_SPOOL_INCOMPLETE, 0},
    {"23-no-content", "/no-content", OK, PLACARD_SPOOL_COMPLETE, 0},
    {"23-not-modified", "/not-modified", OK, PLACARD_SPOOL_COMPLETE, 0},
    {"23-empty", "/empty", OK, PLACARD_SPOOL_COMPLETE, 0},
    {"head-http09", "/http09", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0,
     "did not answer in HTTP"},
    {"head-status-long", "/status-long", PLACARD_ERROR_PROTOCOL, PLACARD_SPOOL_INCOMPLETE, 0},
    {"head-bare-lf", "/bare-lf", OK, PLACARD_SPOOL_COMPLETE, -1},
    {"head-icy", "/icy", OK, PLACARD_SPOOL_COMPLETE, -1},
    {"head-no-reason", "/no-reason", OK, PLACARD_SPOOL_COMPLETE, -1},
    {"head-space-colon", "/space-colon", OK, PLACARD_SPOOL_COMPLETE, -1},
    {"status-404", "/status/404", OK, PLACARD_SPOOL_COMPLETE, -1},
};

static void
shorten_limits (FetchRun *run)
{
  PlacardLimits limits = *placard_request_get_limits (run->request);

  limits.max_body_bytes = 4000000;
  limits.low_speed_bytes = 100;
  limits.low_speed_ms = 1000;
  placard_request_set_limits (run->request, &limits);
}

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, fault->path);
  PlacardSpool *spool;

  shorten_limits (run);
  fetch_run_go (run);
  spool = placard_fetch_get_spool (run->fetch);
  if (fault->error == OK && fault->n_bytes > 20)
    fetch_run_assert_ok (run, fault->n_bytes);
  else if (fault->error == OK)
    g_assert_no_error (run->error);
  else
    fetch_run_assert_failed (run, fault->error);

  g_assert_cmpint (placard_spool_get_state (spool), ==, fault->state);
  if (fault->n_bytes >= 0)
    g_assert_cmpint (placard_spool_get_size (spool), ==, fault->n_bytes);
  g_assert_cmpint (placard_fetch_get_body_received (run->fetch), ==,
                   placard_spool_get_size (spool));
  if (fault->words)
    g_assert_nonnull (strstr (run->error->message, fault->words));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* libsoup hands a negative Content-Length to GObject before anybody can stop it, which is a warning or,
   * since GLib 2.78, a critical. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *path = g_strconcat ("/fetch/fault/", faults[i].name, NULL);
    g_test_add_data_func (path, &faults[i], test_fault);
  }
  return g_test_run ();
}
