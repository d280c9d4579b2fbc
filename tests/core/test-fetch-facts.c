/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch-run.h"

#include "placard-error.h"

#include <string.h>

/* What goes out, what is told on the way, and in which order. */

static PlacardBody *
make_text_body (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return placard_body_new_bytes (bytes, "text/plain");
}

static void
test_post (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/echo?a=1");
  g_autoptr (PlacardBody) body = make_text_body ("the body\n");
  g_autofree char *text = NULL;

  placard_request_set_method (run->request, "PUT");
  placard_request_append_header (run->request, "X-Two", "1");
  placard_request_append_header (run->request, "X-Two", "2");
  placard_request_set_auth (run->request, PLACARD_AUTH_BEARER, NULL, "t");
  placard_request_set_body (run->request, body);
  fetch_run_go (run);
  g_assert_no_error (run->error);
  text = fetch_run_dup_text (run);
  g_assert_true (g_str_has_prefix (text, "PUT /echo?a=1 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (text, "\r\nX-Two: 1\r\nX-Two: 2\r\n"));
  g_assert_nonnull (strstr (text, "\r\nAuthorization: Bearer t\r\n"));
  g_assert_nonnull (strstr (text, "\r\nContent-Type: text/plain\r\n"));
  g_assert_nonnull (strstr (text, "\r\nContent-Length: 9\r\n"));
  g_assert_nonnull (strstr (text, "\r\nAccept-Encoding: identity\r\n"));
  g_assert_nonnull (strstr (text, "\r\n\r\nthe body\n"));
  g_assert_cmpint (placard_fetch_get_body_sent (run->fetch), ==, 9);
}

static gboolean
contains_header (GPtrArray *headers, const char *name, const char *value)
{
  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (g_str_equal (header->name, name) && g_str_equal (header->value, value))
      return TRUE;
  }
  return FALSE;
}

static void
test_sent_headers (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/1");
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", fixture_server_get_port (server));
  g_autoptr (GPtrArray) sent = NULL;

  placard_request_append_header (run->request, "X-One", "1");
  fetch_run_go (run);
  sent = placard_fetch_dup_sent_headers (run->fetch);
  g_assert_true (contains_header (sent, "X-One", "1"));
  g_assert_true (contains_header (sent, "Host", host));
}

static void
test_head (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/12345");
  g_autoptr (PlacardResponse) response = NULL;

  placard_request_set_method (run->request, "HEAD");
  fetch_run_go (run);
  fetch_run_assert_ok (run, 0);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_cmpint (placard_response_get_expected_length (response), ==, 12345);
  g_assert_cmpstr (placard_response_get_method (response), ==, "HEAD");
}

/* At the program's start the main thread loads the toolkit: nothing may wait for it. */
static void
test_without_main_loop (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/500000");
  PlacardSpool *spool;

  fetch_run_start (run);
  spool = placard_fetch_get_spool (run->fetch);
  for (int i = 0; i < 2000 && placard_spool_get_state (spool) == PLACARD_SPOOL_OPEN; i++)
    g_usleep (1000);
  g_assert_cmpint (placard_spool_get_state (spool), ==, PLACARD_SPOOL_COMPLETE);
  g_assert_cmpint (placard_spool_get_size (spool), ==, 500000);
  g_assert_false (run->finished);
  fetch_run_wait (run);
  fetch_run_assert_ok (run, 500000);
}

typedef struct {
  GString *story;
  guint n_received;
  goffset last;
} Listener;

static void
phase_cb (PlacardFetch *fetch, GParamSpec *pspec, Listener *listener)
{
  g_string_append_printf (listener->story, "%s ",
                          placard_phase_to_string (placard_fetch_get_phase (fetch)));
}

static void
response_cb (PlacardFetch *fetch, GParamSpec *pspec, Listener *listener)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (fetch);

  g_assert_nonnull (response);
  g_string_append (listener->story, "response ");
}

static void
received_cb (PlacardFetch *fetch, GParamSpec *pspec, Listener *listener)
{
  goffset now = placard_fetch_get_body_received (fetch);

  g_assert_nonnull (strstr (listener->story->str, "response"));
  g_assert_cmpint (now, >=, listener->last);
  listener->last = now;
  listener->n_received++;
}

static void
test_story (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/slow/300000/1000/2");
  Listener listener = {.story = g_string_new (NULL)};
  gint64 started = g_get_monotonic_time ();
  double seconds;
  PlacardTimings t;

  fetch_run_start (run);
  g_signal_connect (run->fetch, "notify::phase", G_CALLBACK (phase_cb), &listener);
  g_signal_connect (run->fetch, "notify::response", G_CALLBACK (response_cb), &listener);
  g_signal_connect (run->fetch, "notify::body-received", G_CALLBACK (received_cb), &listener);
  fetch_run_wait (run);
  seconds = (g_get_monotonic_time () - started) / 1e6;
  fetch_run_assert_ok (run, 300000);
  g_assert_true (g_str_has_suffix (listener.story->str, "done "));
  g_assert_nonnull (strstr (listener.story->str, "response "));
  g_assert_cmpint (listener.last, ==, 300000);
  g_assert_cmpuint (listener.n_received, >, 3);
  g_assert_cmpuint (listener.n_received, <=, 30 * seconds + 3);

  placard_fetch_get_timings (run->fetch, &t);
  g_assert_cmpfloat (t.resolved, >=, 0);
  g_assert_cmpfloat (t.connected, >=, t.resolved);
  g_assert_cmpfloat (t.secured, ==, -1);
  g_assert_cmpfloat (t.sent, >=, t.connected);
  g_assert_cmpfloat (t.first_byte, >=, t.sent);
  g_assert_cmpfloat (t.finished, >, t.first_byte + 400);
  g_string_free (listener.story, TRUE);
}

/* One connection serves requests in a row, whatever their framing; a redirect's too. */
static void
test_keep_alive (void)
{
  static const char *const paths[] = {"/bytes/100", "/chunked/5000",          "/bytes/0",
                                      "/chain/3",   "/redirect/302?to=/echo", "/bytes/300000"};
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (PlacardSession) session = placard_session_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (server, paths[i]);

    g_set_object (&run->session, session);
    fetch_run_go (run);
    g_assert_no_error (run->error);
    g_usleep (5000);
  }
  g_assert_cmpuint (fixture_server_count_connections (server), ==, 1);
}

static void
test_upload (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/upload");
  gsize n = 10 * 1000 * 1000;
  guint8 *bytes = g_malloc (n);
  g_autofree char *digest = NULL, *expected = NULL, *text = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (PlacardBody) body = NULL;

  fixture_pattern (bytes, n, 7);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, n);
  expected = g_strdup_printf ("%" G_GSIZE_FORMAT " %s\n", n, digest);
  content = g_bytes_new_take (bytes, n);
  body = placard_body_new_bytes (content, "image/png");
  placard_request_set_body (run->request, body);
  fetch_run_go (run);
  g_assert_no_error (run->error);
  text = fetch_run_dup_text (run);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (placard_fetch_get_body_sent (run->fetch), ==, n);
}

/* A stream of unknown length goes out in chunks. */
static void
test_upload_stream (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/upload");
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("hello", 5, NULL);
  g_autoptr (PlacardBody) body = placard_body_new_stream (stream, NULL);
  g_autofree char *text = NULL;

  placard_request_set_body (run->request, body);
  fetch_run_go (run);
  g_assert_no_error (run->error);
  text = fetch_run_dup_text (run);
  g_assert_true (g_str_has_prefix (
      text, "5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
}

/* Fault 16: the secrets stay at home, and the chain tells. */
static void
test_redirect_elsewhere (void)
{
  g_autoptr (FixtureServer) home = fixture_server_new (NULL);
  g_autoptr (FixtureServer) other = fixture_server_new (NULL);
  g_autofree char *path =
      g_strdup_printf ("/redirect/302?to=%s/echo", fixture_server_get_base (other));
  g_autoptr (FetchRun) run = fetch_run_new (home, path);
  g_autoptr (PlacardResponse) response = NULL;
  g_autofree char *text = NULL, *url = NULL;
  const PlacardHop *hop;

  placard_request_set_auth (run->request, PLACARD_AUTH_BEARER, NULL, "secret");
  placard_request_append_header (run->request, "X-Api-Key", "secret");
  placard_request_append_header (run->request, "Cookie", "sid=secret");
  fetch_run_go (run);
  g_assert_no_error (run->error);
  text = fetch_run_dup_text (run);
  g_assert_null (strstr (text, "secret"));
  g_assert_nonnull (strstr (text, "User-Agent: "));

  response = placard_fetch_dup_response (run->fetch);
  url = g_strconcat (fixture_server_get_base (other), "/echo", NULL);
  g_assert_cmpstr (placard_response_get_url (response), ==, url);
  g_assert_cmpuint (placard_response_get_hops (response)->len, ==, 1);
  hop = g_ptr_array_index (placard_response_get_hops (response), 0);
  g_assert_cmpuint (hop->status, ==, 302);
  g_assert_cmpstr (hop->method, ==, "GET");
  g_assert_cmpstr (hop->location, ==, url);
  g_assert_cmpuint (hop->withheld->len, ==, 3);
}

static void
test_post_redirected (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) kept = fetch_run_new (server, "/redirect/307?to=/echo");
  g_autoptr (FetchRun) dropped = fetch_run_new (server, "/redirect/303?to=/echo");
  g_autoptr (PlacardBody) body = make_text_body ("again");
  g_autofree char *kept_text = NULL, *dropped_text = NULL;

  placard_request_set_body (kept->request, body);
  placard_request_set_body (dropped->request, body);
  fetch_run_go (kept);
  fetch_run_go (dropped);
  kept_text = fetch_run_dup_text (kept);
  dropped_text = fetch_run_dup_text (dropped);
  g_assert_true (g_str_has_prefix (kept_text, "POST /echo "));
  g_assert_true (g_str_has_suffix (kept_text, "\r\n\r\nagain"));
  g_assert_true (g_str_has_prefix (dropped_text, "GET /echo "));
  g_assert_null (strstr (dropped_text, "Content-"));
}

/* RS18: other 3xx, and one without Location, are shown as they are. */
static void
test_not_redirects (void)
{
  static const char *const paths[] = {"/redirect/300?to=/echo", "/redirect/305?to=/echo",
                                      "/redirect/306?to=/echo", "/status/302"};
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (server, paths[i]);
    g_autoptr (PlacardResponse) response = NULL;

    fetch_run_go (run);
    g_assert_no_error (run->error);
    response = placard_fetch_dup_response (run->fetch);
    g_assert_cmpuint (placard_response_get_status (response) / 100, ==, 3);
    g_assert_cmpuint (placard_response_get_hops (response)->len, ==, 0);
  }
}

/* Fault 22. */
static void
test_nobody_there (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autofree char *url = g_strdup_printf ("%s/", fixture_server_get_base (server));
  g_autoptr (FetchRun) refused = fetch_run_new (NULL, url);
  g_autoptr (FetchRun) unknown = fetch_run_new (NULL, "http://nobody.invalid/");

  g_clear_pointer (&server, fixture_server_free);
  fetch_run_go (refused);
  fetch_run_assert_failed (refused, PLACARD_ERROR_REFUSED);
  fetch_run_go (unknown);
  fetch_run_assert_failed (unknown, PLACARD_ERROR_RESOLVE);
  g_assert_nonnull (strstr (unknown->error->message, "nobody.invalid"));
}

/* Fault 40: nothing is sent. */
static void
test_invalid (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/echo");

  placard_request_append_header (run->request, "X-Bad", "a\r\nX-Inj: 1");
  fetch_run_go (run);
  fetch_run_assert_failed (run, PLACARD_ERROR_INVALID_HEADER);
  g_assert_cmpint (placard_spool_get_state (placard_fetch_get_spool (run->fetch)), ==,
                   PLACARD_SPOOL_INCOMPLETE);
  g_assert_cmpuint (fixture_server_count_connections (server), ==, 0);
}

/* AB5: a deadline over all of it. */
static void
test_deadline (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/slow/1000000/1000/10");
  PlacardLimits limits = {.total_ms = 1000};
  gint64 started = g_get_monotonic_time (), took;

  placard_request_set_limits (run->request, &limits);
  fetch_run_go (run);
  took = g_get_monotonic_time () - started;
  fetch_run_assert_failed (run, PLACARD_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (run->error->message, "within 1 second"));
  g_assert_cmpint (took, >, 900 * 1000);
  g_assert_cmpint (took, <, 1100 * 1000);
}

/* Fault 12: a bomb ends at the ratio, with little of it stored. */
static void
test_bomb (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/gzip-bomb");
  PlacardLimits limits = *placard_request_get_limits (run->request);

  limits.max_body_bytes = 0;
  placard_request_set_limits (run->request, &limits);
  fetch_run_go (run);
  fetch_run_assert_failed (run, PLACARD_ERROR_TOO_LARGE);
  g_assert_cmpint (placard_fetch_get_body_received (run->fetch), <, 70 * 1024 * 1024);
}

/* CR1: the password itself never goes out, not even when the server would take it. */
static void
test_digest (void)
{
  static const struct {
    const char *path;
    const char *password;
    guint status; /* 0: an error */
    guint n_requests;
  } rows[] = {{"/digest", "p", 200, 2},
              {"/digest", "wrong", 401, 2},
              {"/basic", "p", 0, 1},
              {"/redirect/302?to=/digest", "p", 200, 3},
              {"/bytes/5", "p", 200, 1}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FixtureServer) server = fixture_server_new (NULL);
    g_autoptr (FetchRun) run = fetch_run_new (server, rows[i].path);
    g_autoptr (PlacardResponse) response = NULL;
    g_autoptr (GPtrArray) requests = NULL;
    g_autoptr (PlacardBody) body = make_text_body ("sent twice");

    placard_request_set_auth (run->request, PLACARD_AUTH_DIGEST, "u", rows[i].password);
    if (g_str_equal (rows[i].path, "/digest"))
      placard_request_set_body (run->request, body);
    fetch_run_go (run);
    response = placard_fetch_dup_response (run->fetch);
    if (rows[i].status) {
      g_assert_no_error (run->error);
      g_assert_cmpuint (placard_response_get_status (response), ==, rows[i].status);
    } else {
      fetch_run_assert_failed (run, PLACARD_ERROR_HTTP_STATUS);
      g_assert_nonnull (strstr (run->error->message, "only Basic"));
    }
    requests = fixture_server_take_requests (server);
    g_assert_cmpuint (requests->len, ==, rows[i].n_requests);
    for (guint k = 0; k < requests->len; k++)
      g_assert_null (strstr (g_ptr_array_index (requests, k), "Authorization: Basic"));
  }
}

/* Another origin's challenge is nobody's business. */
static void
test_digest_elsewhere (void)
{
  g_autoptr (FixtureServer) home = fixture_server_new (NULL);
  g_autoptr (FixtureServer) other = fixture_server_new (NULL);
  g_autofree char *path =
      g_strdup_printf ("/redirect/302?to=%s/digest", fixture_server_get_base (other));
  g_autoptr (FetchRun) run = fetch_run_new (home, path);
  g_autoptr (PlacardResponse) response = NULL;
  g_autoptr (GPtrArray) requests = NULL;

  placard_request_set_auth (run->request, PLACARD_AUTH_DIGEST, "u", "p");
  fetch_run_go (run);
  g_assert_no_error (run->error);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_cmpuint (placard_response_get_status (response), ==, 401);
  requests = fixture_server_take_requests (other);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_null (strstr (g_ptr_array_index (requests, 0), "Authorization"));
}

/* Prove lifetimes: nothing holds a fetch after its end. */
static void
test_finalized (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/10");
  gpointer weak;

  fetch_run_go (run);
  weak = run->fetch;
  g_object_add_weak_pointer (G_OBJECT (run->fetch), &weak);
  g_clear_object (&run->fetch);
  for (int i = 0; i < 1000 && weak; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_null (weak);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch-facts/post", test_post);
  g_test_add_func ("/fetch-facts/sent-headers", test_sent_headers);
  g_test_add_func ("/fetch-facts/head", test_head);
  g_test_add_func ("/fetch-facts/without-main-loop", test_without_main_loop);
  g_test_add_func ("/fetch-facts/story", test_story);
  g_test_add_func ("/fetch-facts/keep-alive", test_keep_alive);
  g_test_add_func ("/fetch-facts/upload", test_upload);
  g_test_add_func ("/fetch-facts/upload-stream", test_upload_stream);
  g_test_add_func ("/fetch-facts/redirect-elsewhere", test_redirect_elsewhere);
  g_test_add_func ("/fetch-facts/post-redirected", test_post_redirected);
  g_test_add_func ("/fetch-facts/not-redirects", test_not_redirects);
  g_test_add_func ("/fetch-facts/nobody-there", test_nobody_there);
  g_test_add_func ("/fetch-facts/invalid", test_invalid);
  g_test_add_func ("/fetch-facts/deadline", test_deadline);
  g_test_add_func ("/fetch-facts/bomb", test_bomb);
  g_test_add_func ("/fetch-facts/digest", test_digest);
  g_test_add_func ("/fetch-facts/digest-elsewhere", test_digest_elsewhere);
  g_test_add_func ("/fetch-facts/finalized", test_finalized);
  return g_test_run ();
}
