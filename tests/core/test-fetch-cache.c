/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW8, IN19 to IN25. */
#include "fetch-run.h"

#include "placard-error.h"

#include <glib/gstdio.h>
#include <string.h>

/* The six cache modes on real sockets: what the server sees, and what comes of it. The cache is the
 * user's, in a folder of this program's own. */

typedef struct {
  FixtureServer *server;
} Fixture;

static char *cache_home;

static char *
cache_folder (void)
{
  return g_build_filename (cache_home, "placard", "http", NULL);
}

static guint
count_files (gboolean remove)
{
  g_autofree char *folder = cache_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    n++;
    if (remove)
      g_unlink (path);
  }
  return n;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = fixture_server_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_server_free (fixture->server);
  count_files (TRUE);
}

static FetchRun *
make_run (Fixture *fixture, const char *path, const char *mode)
{
  FetchRun *run = fetch_run_new (fixture->server, path);
  g_autoptr (GError) error = NULL;

  placard_policy_set_option (placard_request_get_policy (run->request), "cache", mode, &error);
  g_assert_no_error (error);
  return run;
}

/* Sends it, and returns how many requests the server got for that. */
static guint
send (Fixture *fixture, FetchRun *run)
{
  g_autoptr (GPtrArray) requests = NULL;

  fetch_run_go (run);
  requests = fixture_server_take_requests (fixture->server);
  return requests->len;
}

static void
assert_answer (FetchRun *run, PlacardCacheUse use)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (run->fetch);
  g_autofree char *text = fetch_run_dup_text (run);

  g_assert_no_error (run->error);
  g_assert_cmpuint (placard_response_get_status (response), ==, 200);
  g_assert_cmpstr (text, ==, "ok");
  g_assert_cmpint (placard_fetch_get_cache_use (run->fetch), ==, use);
  g_assert_cmpint (placard_spool_get_state (placard_fetch_get_spool (run->fetch)), ==,
                   PLACARD_SPOOL_COMPLETE);
  g_assert_cmpint (placard_fetch_get_phase (run->fetch), ==, PLACARD_PHASE_DONE);
  g_assert_cmpint (placard_response_get_header (response, "Age") != NULL, ==,
                   use != PLACARD_CACHE_USE_NONE);
}

#define FRESH "/validated?ETag=%22a%22&Cache-Control=max-age%3d600"
#define STALE "/validated?ETag=%22a%22&Cache-Control=max-age%3d0"
#define BARE "/validated?X-A=1"

/* The first request fills the cache in mode default; then comes the one that is looked at. */
static const struct {
  const char *mode; /* (nullable) */
  const char *path;
  guint n_requests;
  PlacardCacheUse use;
  guint n_files; /* after a start with an empty cache */
} rows[] = {
    {NULL, FRESH, 1, PLACARD_CACHE_USE_NONE, 0},
    {"default", FRESH, 0, PLACARD_CACHE_USE_STORED, 1},
    {"default", STALE, 1, PLACARD_CACHE_USE_VALIDATED, 1},
    {"default", BARE, 1, PLACARD_CACHE_USE_NONE, 1},
    {"no-store", FRESH, 1, PLACARD_CACHE_USE_NONE, 0},
    {"reload", FRESH, 1, PLACARD_CACHE_USE_NONE, 1},
    {"no-cache", FRESH, 1, PLACARD_CACHE_USE_VALIDATED, 1},
    {"no-cache", BARE, 1, PLACARD_CACHE_USE_NONE, 1},
    {"force-cache", FRESH, 0, PLACARD_CACHE_USE_STORED, 1},
    {"force-cache", STALE, 0, PLACARD_CACHE_USE_STORED, 1},
    {"force-cache", BARE, 0, PLACARD_CACHE_USE_STORED, 1},
    {"only-if-cached", STALE, 0, PLACARD_CACHE_USE_STORED, 0},
};

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FetchRun) empty = make_run (fixture, rows[i].path, rows[i].mode);
    g_autoptr (FetchRun) first = make_run (fixture, rows[i].path, "default");
    g_autoptr (FetchRun) run = make_run (fixture, rows[i].path, rows[i].mode);

    g_test_message ("%s %s", rows[i].mode, rows[i].path);
    send (fixture, empty);
    g_assert_cmpuint (count_files (TRUE), ==, rows[i].n_files);
    g_assert_cmpuint (send (fixture, first), ==, 1);
    assert_answer (first, PLACARD_CACHE_USE_NONE);
    g_assert_cmpuint (send (fixture, run), ==, rows[i].n_requests);
    assert_answer (run, rows[i].use);
    count_files (TRUE);
  }
}

/* IN19: asked once, then fresh, then a 304. */
static void
test_default (Fixture *fixture, gconstpointer data)
{
  const char *path = "/validated?ETag=%22a%22&Cache-Control=max-age%3d1";
  g_autoptr (FetchRun) one = make_run (fixture, path, "default");
  g_autoptr (FetchRun) two = make_run (fixture, path, "default");
  g_autoptr (FetchRun) three = make_run (fixture, path, "default");
  g_autoptr (GPtrArray) requests = NULL;

  g_assert_cmpuint (send (fixture, one), ==, 1);
  g_assert_cmpuint (send (fixture, two), ==, 0);
  assert_answer (two, PLACARD_CACHE_USE_STORED);
  g_usleep (2100 * 1000);
  fetch_run_go (three);
  assert_answer (three, PLACARD_CACHE_USE_VALIDATED);
  requests = fixture_server_take_requests (fixture->server);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (requests, 0), "If-None-Match: \"a\""));
}

/* IN24: nothing stored, no connection, a sentence and exit 3. */
static void
test_miss (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FetchRun) run = make_run (fixture, FRESH, "only-if-cached");

  g_assert_cmpuint (send (fixture, run), ==, 0);
  g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_NOT_IN_CACHE);
  g_assert_cmpint (placard_error_exit_code (run->error), ==, PLACARD_EXIT_NETWORK);
  g_assert_nonnull (strstr (run->error->message, "not in the cache"));
  g_assert_cmpuint (fixture_server_count_connections (fixture->server), ==, 0);
}

/* IN23: the server is gone, the picture is not. */
static void
test_server_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FetchRun) first = make_run (fixture, STALE, "default");
  g_autoptr (FetchRun) run = make_run (fixture, STALE, "force-cache");

  send (fixture, first);
  fixture_server_free (fixture->server);
  fetch_run_go (run);
  assert_answer (run, PLACARD_CACHE_USE_STORED);
  fixture->server = fixture_server_new (NULL);
}

/* Two people, one address. */
static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  static const char *const tokens[] = {"one", "two", "one"};
  static const guint n_requests[] = {1, 1, 0};

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++) {
    g_autoptr (FetchRun) run = make_run (fixture, FRESH, "default");

    placard_request_set_auth (run->request, PLACARD_AUTH_BEARER, NULL, tokens[i]);
    g_assert_cmpuint (send (fixture, run), ==, n_requests[i]);
  }
}

static void
test_vary (Fixture *fixture, gconstpointer data)
{
  static const char *const languages[] = {"de", "zh", "zh"};
  static const guint n_requests[] = {1, 1, 0};

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    g_autoptr (FetchRun) run = make_run (fixture, FRESH "&Vary=Accept-Language", "default");

    placard_request_append_header (run->request, "Accept-Language", languages[i]);
    g_assert_cmpuint (send (fixture, run), ==, n_requests[i]);
  }
}

static const struct {
  const char *path;
  const char *method; /* (nullable) */
} unstored[] = {
    {"/head?Cache-Control=no-store", NULL},
    {"/head?Vary=%2a&Cache-Control=max-age%3d600", NULL},
    {"/answer/404?Cache-Control=max-age%3d600", NULL},
    {"/head?Cache-Control=max-age%3d600", "POST"},
    {"/head?Cache-Control=max-age%3d600", "HEAD"},
    {"/length-short", NULL},
    {"/chunked-cut", NULL},
};

static void
test_unstored (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unstored); i++) {
    g_autoptr (FetchRun) run = make_run (fixture, unstored[i].path, "default");

    placard_request_set_method (run->request, unstored[i].method);
    send (fixture, run);
    g_assert_cmpuint (count_files (TRUE), ==, 0);
  }
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FetchRun) run = make_run (fixture, FRESH, "default");
  g_autoptr (FetchRun) others = make_run (fixture, FRESH, "default");
  g_autoptr (FetchRun) again = make_run (fixture, FRESH, "force-cache");

  placard_policy_set_private (placard_request_get_policy (run->request), TRUE);
  placard_policy_set_private (placard_request_get_policy (again->request), TRUE);
  g_assert_cmpuint (send (fixture, run), ==, 1);
  g_assert_cmpuint (count_files (FALSE), ==, 0);
  send (fixture, others);
  g_assert_cmpuint (send (fixture, again), ==, 1);
}

/* RFC 9111, section 4.4. */
static void
test_unsafe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FetchRun) first = make_run (fixture, FRESH, "default");
  g_autoptr (FetchRun) put = make_run (fixture, FRESH, "default");
  g_autoptr (FetchRun) again = make_run (fixture, FRESH, "default");

  send (fixture, first);
  g_assert_cmpuint (count_files (FALSE), ==, 1);
  placard_request_set_method (put->request, "PUT");
  send (fixture, put);
  g_assert_cmpuint (count_files (FALSE), ==, 0);
  g_assert_cmpuint (send (fixture, again), ==, 1);
}

/* A large body, a coding, and an integrity: the bytes that are kept are the ones that are shown. */
static void
test_bytes (Fixture *fixture, gconstpointer path)
{
  g_autoptr (FetchRun) first = make_run (fixture, path, "default");
  g_autoptr (FetchRun) run = make_run (fixture, path, "force-cache");
  g_autoptr (FetchRun) wrong = make_run (fixture, path, "force-cache");
  g_autoptr (PlacardResponse) response = NULL;

  send (fixture, first);
  g_assert_cmpuint (send (fixture, run), ==, 0);
  fetch_run_assert_ok (run, 100000);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_cmpint (placard_response_get_expected_length (response), ==, 100000);
  g_assert_null (placard_response_get_header (response, "Content-Encoding"));
  g_assert_cmpint (placard_fetch_get_body_received (run->fetch), ==, 100000);

  placard_policy_set_option (placard_request_get_policy (wrong->request), "integrity",
                             "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL);
  g_assert_cmpuint (send (fixture, wrong), ==, 0);
  g_assert_error (wrong->error, PLACARD_ERROR, PLACARD_ERROR_INTEGRITY);
  g_assert_cmpint (placard_spool_get_size (placard_fetch_get_spool (wrong->fetch)), ==, 0);
}

/* A redirect is not kept, what it leads to is. */
static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  const char *path =
      "/redirect/302?to=/validated%3fETag=%2522a%2522%26Cache-Control=max-age%253d600";
  g_autoptr (FetchRun) first = make_run (fixture, path, "default");
  g_autoptr (FetchRun) run = make_run (fixture, path, "default");
  g_autoptr (PlacardResponse) response = NULL;

  g_assert_cmpuint (send (fixture, first), ==, 2);
  g_assert_cmpuint (send (fixture, run), ==, 1);
  assert_answer (run, PLACARD_CACHE_USE_STORED);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_cmpuint (placard_response_get_hops (response)->len, ==, 1);
}

/* no-cache, no-store and reload tell caches on the way too; the person's own field stays. */
static void
test_request_fields (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *mode, *own, *line;
  } fields[] = {
      {"no-cache", NULL, "Cache-Control: max-age=0\r\n"},
      {"reload", NULL, "Cache-Control: no-cache\r\n"},
      {"no-store", NULL, "Pragma: no-cache\r\n"},
      {"reload", "max-stale", "Cache-Control: max-stale\r\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (FetchRun) run = make_run (fixture, BARE, fields[i].mode);
    g_autoptr (GPtrArray) requests = NULL;

    if (fields[i].own)
      placard_request_append_header (run->request, "Cache-Control", fields[i].own);
    fetch_run_go (run);
    requests = fixture_server_take_requests (fixture->server);
    g_assert_nonnull (strstr (g_ptr_array_index (requests, 0), fields[i].line));
  }
}

#define ADD(name, data, func)                                                                      \
  g_test_add ("/fetch-cache/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  cache_home = g_dir_make_tmp ("placard-cache-home-XXXXXX", NULL);
  g_setenv ("XDG_CACHE_HOME", cache_home, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("modes", NULL, test_modes);
  ADD ("default", NULL, test_default);
  ADD ("miss", NULL, test_miss);
  ADD ("server-gone", NULL, test_server_gone);
  ADD ("credentials", NULL, test_credentials);
  ADD ("vary", NULL, test_vary);
  ADD ("unstored", NULL, test_unstored);
  ADD ("private", NULL, test_private);
  ADD ("unsafe", NULL, test_unsafe);
  ADD ("bytes/length", "/bytes/100000", test_bytes);
  ADD ("bytes/chunked", "/chunked/100000", test_bytes);
  ADD ("bytes/gzip", "/gzip", test_bytes);
  ADD ("redirect", NULL, test_redirect);
  ADD ("request-fields", NULL, test_request_fields);
  status = g_test_run ();
  count_files (TRUE);
  g_free (cache_home);
  return status;
}
