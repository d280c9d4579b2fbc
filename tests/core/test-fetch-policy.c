/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CR5, NW13, NW14, IN26 to IN28, IN31 to IN33. */
#include "fetch-run.h"
#include "fixture-certificates.h"
#include "fixture-proxy.h"

#include "placard-error.h"

#include <glib/gstdio.h>
#include <string.h>

/* The policies on real sockets: what a request says, what arrives, what comes of it. Two servers are two
 * origins; "localhost" and "127.0.0.1" are two hosts. */

typedef struct {
  FixtureServer *one;
  FixtureServer *two;
} Servers;

static void
set_up (Servers *servers, gconstpointer data)
{
  servers->one = fixture_server_new (NULL);
  servers->two = fixture_server_new (NULL);
}

static void
tear_down (Servers *servers, gconstpointer data)
{
  fixture_server_free (servers->one);
  fixture_server_free (servers->two);
}

static void
set (FetchRun *run, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      placard_policy_set_option (placard_request_get_policy (run->request), name, value, &error));
  g_assert_no_error (error);
}

/* The value of @name in a request's head. (nullable) */
static char *
find_field (const char *head, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  gsize length = strlen (name);

  for (char **line = lines; *line; line++)
    if (g_ascii_strncasecmp (*line, name, length) == 0 && (*line)[length] == ':')
      return g_strdup (g_strstrip (*line + length + 1));
  return NULL;
}

static void
assert_field (const char *head, const char *name, const char *value)
{
  g_autofree char *found = find_field (head, name);

  g_test_message ("%s: %s", name, found);
  g_assert_cmpstr (found, ==, value);
}

/* The @index-th request that @server got, of @n_requests. */
static char *
take_request (FixtureServer *server, guint index, guint n_requests)
{
  g_autoptr (GPtrArray) requests = fixture_server_take_requests (server);

  g_assert_cmpuint (requests->len, ==, n_requests);
  return g_strdup (g_ptr_array_index (requests, index));
}

static char *
redirect_to (FixtureServer *server, const char *path)
{
  return g_strconcat ("/redirect/302?to=", fixture_server_get_base (server), path, NULL);
}

/* "http://localhost:PORT" for the same server: another host, and a site of its own. */
static char *
named_base (FixtureServer *server)
{
  return g_strdup_printf ("http://localhost:%u", fixture_server_get_port (server));
}

/* --- integrity --------------------------------------------------------------------------------- */

static char *
hash_pattern (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  fixture_pattern (bytes, n_bytes, 0);
  g_checksum_update (checksum, bytes, (gssize) n_bytes);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  return g_strconcat ("sha256-", text, NULL);
}

static void
test_integrity_passes (Servers *servers, gconstpointer path)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
  g_autofree char *integrity = hash_pattern (100000);

  set (run, "integrity", integrity);
  fetch_run_go (run);
  fetch_run_assert_ok (run, 100000);
}

static void
test_integrity_fails (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/bytes/100001");
  g_autofree char *integrity = hash_pattern (100000);

  set (run, "integrity", integrity);
  fetch_run_go (run);
  g_assert_false (run->ok);
  g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_INTEGRITY);
  g_assert_cmpint (placard_error_exit_code (run->error), ==, PLACARD_EXIT_INTEGRITY);
  g_assert_cmpint (placard_spool_get_size (placard_fetch_get_spool (run->fetch)), ==, 0);
  g_assert_cmpint (placard_spool_get_state (placard_fetch_get_spool (run->fetch)), ==,
                   PLACARD_SPOOL_INCOMPLETE);
}

/* While the bytes come, nobody sees one. */
static void
test_integrity_holds_back (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/slow/50000/5000/30");
  g_autofree char *integrity = hash_pattern (50000);
  goffset most = 0;

  set (run, "integrity", integrity);
  fetch_run_start (run);
  while (!run->finished && placard_fetch_get_body_received (run->fetch) < 50000) {
    most = MAX (most, placard_fetch_get_body_received (run->fetch));
    g_assert_cmpint (placard_spool_get_size (placard_fetch_get_spool (run->fetch)), ==, 0);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_cmpint (most, >, 0);
  fetch_run_wait (run);
  fetch_run_assert_ok (run, 50000);
}

static void
test_integrity_cut (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/length-short");
  g_autofree char *integrity = hash_pattern (500);

  set (run, "integrity", integrity);
  fetch_run_go (run);
  g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED);
  g_assert_cmpint (placard_spool_get_size (placard_fetch_get_spool (run->fetch)), ==, 0);
}

/* --- referrer ---------------------------------------------------------------------------------- */

/* %s stands for the first server's base. */
static const struct {
  const char *policy; /* (nullable) */
  const char *first;
  const char *second; /* after a redirect to another origin */
} referrers[] = {
    {NULL, "%s/page?x#y", NULL}, /* as curl: as it was given, and it does not travel */
    {"no-referrer", NULL, NULL},
    {"same-origin", "%s/page?x", NULL},
    {"origin", "%s/", "%s/"},
    {"strict-origin-when-cross-origin", "%s/page?x", "%s/"},
    {"unsafe-url", "%s/page?x", "%s/page?x"},
};

static char *
expand (const char *format, const char *base)
{
  g_auto (GStrv) parts = NULL;

  if (!format)
    return NULL;
  parts = g_strsplit (format, "%s", 2);
  return g_strjoinv (base, parts);
}

static void
test_referrer (Servers *servers, gconstpointer data)
{
  const char *base = fixture_server_get_base (servers->one);
  g_autofree char *path = redirect_to (servers->two, "/bytes/1");

  for (gsize i = 0; i < G_N_ELEMENTS (referrers); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
    g_autofree char *given = g_strconcat (base, "/page?x#y", NULL);
    g_autofree char *first = expand (referrers[i].first, base);
    g_autofree char *second = expand (referrers[i].second, base);
    g_autofree char *head = NULL, *next = NULL;

    placard_request_append_header (run->request, "Referer", given);
    set (run, "referrer-policy", referrers[i].policy);
    fetch_run_go (run);
    fetch_run_assert_ok (run, 1);
    head = take_request (servers->one, 0, 1);
    next = take_request (servers->two, 0, 1);
    assert_field (head, "Referer", first);
    assert_field (next, "Referer", second);
  }
}

/* A redirect's Referrer-Policy holds from there on. */
static void
test_referrer_changes (Servers *servers, gconstpointer data)
{
  g_autofree char *path = g_strconcat ("/answer/302?Referrer-Policy=no-referrer&Location=",
                                       fixture_server_get_base (servers->one), "/bytes/1", NULL);
  g_autofree char *given = g_strconcat (fixture_server_get_base (servers->one), "/page", NULL);
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
  g_autoptr (GPtrArray) requests = NULL;

  placard_request_append_header (run->request, "Referer", given);
  set (run, "referrer-policy", "unsafe-url");
  fetch_run_go (run);
  fetch_run_assert_ok (run, 1);
  requests = fixture_server_take_requests (servers->one);
  g_assert_cmpuint (requests->len, ==, 2);
  assert_field (g_ptr_array_index (requests, 0), "Referer", given);
  assert_field (g_ptr_array_index (requests, 1), "Referer", NULL);
}

/* --- cookies ----------------------------------------------------------------------------------- */

static void
put_cookie (PlacardCookieJar *jar, const char *url, const char *field)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  g_assert_true (placard_cookie_jar_store (jar, uri, field, g_get_real_time () / G_USEC_PER_SEC));
}

static const struct {
  const char *credentials; /* (nullable) */
  const char *first;       /* (nullable): the Cookie field at the first host, ... */
  const char *second;      /* ... and at the one that it redirects to */
} cookie_rows[] = {
    {NULL, "one=1", NULL},
    {"omit", NULL, NULL},
    {"same-origin", "one=1", NULL},
    {"include", "one=1", "two=2"},
};

/* IN26 to IN28. */
static void
test_cookies (Servers *servers, gconstpointer data)
{
  g_autofree char *other = named_base (servers->two);
  g_autofree char *path = g_strconcat ("/redirect/302?to=", other, "/bytes/1", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cookie_rows); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
    g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
    g_autofree char *head = NULL, *next = NULL;

    put_cookie (jar, fixture_server_get_base (servers->one), "one=1");
    put_cookie (jar, other, "two=2");
    placard_policy_set_jar (placard_request_get_policy (run->request), jar);
    set (run, "credentials", cookie_rows[i].credentials);
    fetch_run_go (run);
    fetch_run_assert_ok (run, 1);
    head = take_request (servers->one, 0, 1);
    next = take_request (servers->two, 0, 1);
    assert_field (head, "Cookie", cookie_rows[i].first);
    assert_field (next, "Cookie", cookie_rows[i].second);
  }
}

/* UL12: a login's cookie is there for the picture that it redirects to; the next request has it only with
 * a jar that outlives the first. */
static void
test_login (Servers *servers, gconstpointer data)
{
  g_autofree char *path = g_strconcat ("/answer/303?Set-Cookie=sid%3d7%3b%20path%3d/&Location=",
                                       fixture_server_get_base (servers->one), "/cookies", NULL);

  for (int shared = 0; shared < 2; shared++) {
    g_autoptr (PlacardCookieJar) jar = shared ? placard_cookie_jar_new () : NULL;
    g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
    g_autoptr (FetchRun) again = fetch_run_new (servers->one, "/cookies");
    g_autofree char *text = NULL, *later = NULL;

    placard_policy_set_jar (placard_request_get_policy (run->request), jar);
    placard_policy_set_jar (placard_request_get_policy (again->request), jar);
    fetch_run_go (run);
    text = fetch_run_dup_text (run);
    g_assert_cmpstr (text, ==, "sid=7");
    fetch_run_go (again);
    later = fetch_run_dup_text (again);
    g_assert_cmpstr (later, ==, shared ? "sid=7" : "");
  }
}

/* A person's own Cookie field and the jar's make one. */
static void
test_own_cookie (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/cookies");
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autofree char *text = NULL;

  put_cookie (jar, fixture_server_get_base (servers->one), "jar=1");
  placard_policy_set_jar (placard_request_get_policy (run->request), jar);
  placard_request_append_header (run->request, "Cookie", "own=2");
  fetch_run_go (run);
  text = fetch_run_dup_text (run);
  g_assert_cmpstr (text, ==, "own=2; jar=1");
}

/* --cookie-jar: read before, written after; credentials omit leaves it alone, a private request too. */
static void
test_cookie_file (Servers *servers, gconstpointer data)
{
  static const struct {
    const char *credentials;
    gboolean is_private;
    gboolean written;
  } rows[] = {{NULL, FALSE, TRUE}, {"omit", FALSE, FALSE}, {NULL, TRUE, FALSE}};
  g_autofree char *folder = g_dir_make_tmp ("placard-jar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "jar.txt", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/set-cookie");
    g_autofree char *text = NULL;

    set (run, "cookie-jar", path);
    set (run, "credentials", rows[i].credentials);
    placard_policy_set_private (placard_request_get_policy (run->request), rows[i].is_private);
    fetch_run_go (run);
    g_assert_true (run->ok);
    g_assert_cmpint (g_file_get_contents (path, &text, NULL, NULL), ==, rows[i].written);
    if (rows[i].written) {
      g_autoptr (FetchRun) again = fetch_run_new (servers->one, "/cookies");
      g_autofree char *sent = NULL;

      g_assert_nonnull (strstr (text, "\tsid\t1\n"));
      set (again, "cookie-file", path);
      fetch_run_go (again);
      sent = fetch_run_dup_text (again);
      g_assert_cmpstr (sent, ==, "sid=1");
    }
    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
test_broken_cookie_file (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/cookies");
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("placard-jar-XXXXXX", &path, NULL);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, "# x\nnonsense\n", -1, NULL));
  set (run, "cookie-file", path);
  fetch_run_go (run);
  g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  g_assert_nonnull (strstr (run->error->message, "Line 2"));
  g_assert_cmpuint (fixture_server_count_connections (servers->one), ==, 0);
  g_unlink (path);
}

/* What a proxy is told of cookies (CVE-2026-5119): nothing before the tunnel to an https site stands; of a
 * plain one those that are not secure. */
static void
test_proxy (Servers *servers, gconstpointer tls)
{
  g_autoptr (FixtureCertificates) certificates = fixture_certificates_new ();
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD);
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  g_autoptr (FixtureServer) server = fixture_server_new (tls ? own : NULL);
  g_autoptr (FixtureProxy) proxy = fixture_proxy_new (FIXTURE_PROXY_HTTP, FALSE);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/cookies");
  g_autoptr (PlacardTransport) transport =
      placard_transport_copy (placard_request_get_transport (run->request));
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autofree char *text = NULL, *log = NULL;

  put_cookie (jar, "https://127.0.0.1/", "sid=secret; secure");
  put_cookie (jar, "https://127.0.0.1/", "plain=1");
  placard_policy_set_jar (placard_request_get_policy (run->request), jar);
  g_free (transport->proxy);
  transport->proxy = g_strdup_printf ("http://127.0.0.1:%u", fixture_proxy_get_port (proxy));
  placard_request_set_transport (run->request, transport);
  placard_request_set_ca_file (run->request, authority);
  fetch_run_go (run);
  g_assert_no_error (run->error);
  text = fetch_run_dup_text (run);
  g_assert_cmpstr (text, ==, tls ? "sid=secret; plain=1" : "plain=1");
  log = fixture_proxy_dup_log (proxy);
  g_assert_true (g_str_has_prefix (log, tls ? "CONNECT " : "GET "));
  g_assert_cmpint (strstr (log, "+cookie") != NULL, ==, !tls);
}

static void
test_omit (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/bytes/1");
  g_autofree char *head = NULL;

  placard_request_set_auth (run->request, PLACARD_AUTH_BEARER, NULL, "t");
  placard_request_append_header (run->request, "X-Api-Key", "k");
  placard_request_append_header (run->request, "Cookie", "a=b");
  placard_request_append_header (run->request, "X-Till", "7");
  set (run, "credentials", "omit");
  fetch_run_go (run);
  fetch_run_assert_ok (run, 1);
  head = take_request (servers->one, 0, 1);
  assert_field (head, "Authorization", NULL);
  assert_field (head, "X-Api-Key", NULL);
  assert_field (head, "Cookie", NULL);
  assert_field (head, "X-Till", "7");
}

/* --- modes ------------------------------------------------------------------------------------- */

static void
test_same_origin (Servers *servers, gconstpointer data)
{
  g_autofree char *path = redirect_to (servers->two, "/bytes/1");
  g_autofree char *home = redirect_to (servers->one, "/bytes/1");
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
  g_autoptr (FetchRun) stays = fetch_run_new (servers->one, home);
  g_autoptr (FetchRun) page = fetch_run_new (servers->one, "/bytes/1");

  set (run, "mode", "same-origin");
  fetch_run_go (run);
  g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_SAME_ORIGIN);
  g_assert_cmpint (placard_error_exit_code (run->error), ==, PLACARD_EXIT_POLICY);
  g_assert_nonnull (strstr (run->error->message, fixture_server_get_base (servers->two)));
  g_assert_cmpuint (fixture_server_count_connections (servers->two), ==, 0);

  set (stays, "mode", "same-origin");
  fetch_run_go (stays);
  fetch_run_assert_ok (stays, 1);

  set (page, "mode", "same-origin");
  set (page, "origin", "https://page.example");
  fetch_run_go (page);
  g_assert_error (page->error, PLACARD_ERROR, PLACARD_ERROR_SAME_ORIGIN);
}

static void
test_no_cors (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/bytes/1");
  g_autoptr (FetchRun) simple = fetch_run_new (servers->one, "/bytes/1");

  placard_request_append_header (run->request, "X-Till", "7");
  set (run, "mode", "no-cors");
  fetch_run_go (run);
  g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_CORS);
  g_assert_nonnull (strstr (run->error->message, "X-Till"));
  g_assert_cmpuint (fixture_server_count_connections (servers->one), ==, 0);

  set (simple, "mode", "no-cors");
  fetch_run_go (simple);
  fetch_run_assert_ok (simple, 1);
}

/* --- would a browser get this? ----------------------------------------------------------------- */

#define PAGE "https://page.example"
#define ALLOW "Access-Control-Allow-Origin=https://page.example"

static const struct {
  const char *path;
  const char *method; /* (nullable) */
  const char *field;  /* (nullable): "Name: value" */
  gboolean preflight;
  gboolean allowed;
  const char *says;
} browser_rows[] = {
    {"/head?" ALLOW, NULL, NULL, FALSE, TRUE, "would get this"},
    {"/head", NULL, NULL, FALSE, FALSE, "no Access-Control-Allow-Origin"},
    {"/head?Access-Control-Allow-Origin=null", NULL, NULL, FALSE, FALSE, "“null”"},
    {"/head?" ALLOW "&Access-Control-Allow-Methods=PUT&Access-Control-Max-Age=600", "PUT", NULL,
     TRUE, TRUE, "600 seconds"},
    {"/head?" ALLOW, "PUT", NULL, TRUE, FALSE, "Access-Control-Allow-Methods for PUT"},
    {"/head?" ALLOW "&Access-Control-Allow-Headers=x-till", NULL, "X-Till: 7", TRUE, TRUE,
     "5 seconds"},
    {"/head?" ALLOW "&Access-Control-Allow-Headers=%2a", NULL, "Authorization: Bearer t", TRUE,
     FALSE, "does not name authorization"},
    {"/answer/404?" ALLOW "&Access-Control-Allow-Headers=x-till", NULL, "X-Till: 7", TRUE, FALSE,
     "status 404"},
};

static void
prepare_browser_row (FetchRun *run, gsize i, const char *check)
{
  const char *colon = browser_rows[i].field ? strchr (browser_rows[i].field, ':') : NULL;
  g_autofree char *name = NULL;

  placard_request_set_method (run->request, browser_rows[i].method);
  if (colon) {
    name = g_strndup (browser_rows[i].field, (gsize) (colon - browser_rows[i].field));
    placard_request_append_header (run->request, name, colon + 2);
  }
  set (run, "origin", PAGE);
  set (run, "cors", check);
}

static void
assert_preflight (const char *head, gsize i)
{
  g_assert_true (g_str_has_prefix (head, "OPTIONS "));
  assert_field (head, "Origin", PAGE);
  assert_field (head, "Access-Control-Request-Method",
                browser_rows[i].method ? browser_rows[i].method : "GET");
  assert_field (head, "Authorization", NULL);
  assert_field (head, "X-Till", NULL);
  assert_field (head, "Cookie", NULL);
  assert_field (head, "Content-Type", NULL);
}

/* The verdict is told, and the answer is there all the same (CO5, CO18). */
static void
test_browser (Servers *servers, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (browser_rows); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (servers->one, browser_rows[i].path);
    g_autoptr (PlacardCorsVerdict) verdict = NULL;
    g_autoptr (GPtrArray) requests = NULL;

    prepare_browser_row (run, i, "verdict");
    fetch_run_go (run);
    g_assert_no_error (run->error);
    verdict = placard_fetch_dup_cors_verdict (run->fetch);
    g_test_message ("%s", verdict->sentence);
    g_assert_cmpint (verdict->allowed, ==, browser_rows[i].allowed);
    g_assert_nonnull (strstr (verdict->sentence, browser_rows[i].says));
    requests = fixture_server_take_requests (servers->one);
    g_assert_cmpuint (requests->len, ==, browser_rows[i].preflight ? 2 : 1);
    if (browser_rows[i].preflight)
      assert_preflight (g_ptr_array_index (requests, 0), i);
    assert_field (g_ptr_array_index (requests, requests->len - 1), "Origin", PAGE);
  }
}

/* Strict: what a browser would block is an error; a request that its preflight denies is not sent. */
static void
test_browser_strict (Servers *servers, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (browser_rows); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (servers->one, browser_rows[i].path);
    g_autoptr (GPtrArray) requests = NULL;

    prepare_browser_row (run, i, "strict");
    fetch_run_go (run);
    g_assert_cmpint (run->ok, ==, browser_rows[i].allowed);
    requests = fixture_server_take_requests (servers->one);
    if (run->ok)
      continue;
    g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_CORS);
    g_assert_cmpint (placard_error_exit_code (run->error), ==, PLACARD_EXIT_POLICY);
    g_assert_nonnull (strstr (run->error->message, browser_rows[i].says));
    g_assert_cmpuint (requests->len, ==, 1);
    g_assert_cmpint (placard_spool_get_size (placard_fetch_get_spool (run->fetch)), ==, 0);
  }
}

/* CO13: within its time a second request needs none. */
static void
test_preflight_counts (Servers *servers, gconstpointer data)
{
  const char *path = "/head?" ALLOW "&Access-Control-Allow-Methods=PUT&Access-Control-Max-Age=600";
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
  g_autoptr (FetchRun) again = fetch_run_new (servers->one, path);
  g_autoptr (PlacardCorsVerdict) verdict = NULL;
  g_autoptr (GPtrArray) requests = NULL;

  placard_request_set_method (run->request, "PUT");
  set (run, "origin", PAGE);
  set (run, "cors", "verdict");
  placard_request_set_method (again->request, "PUT");
  set (again, "origin", PAGE);
  set (again, "cors", "verdict");
  g_set_object (&again->session, run->session);
  fetch_run_go (run);
  fetch_run_go (again);
  verdict = placard_fetch_dup_cors_verdict (again->fetch);
  g_assert_true (verdict->allowed);
  g_assert_cmpuint (verdict->max_age, >=, 590);
  g_assert_nonnull (strstr (verdict->sentence, "more seconds"));
  requests = fixture_server_take_requests (servers->one);
  g_assert_cmpuint (requests->len, ==, 3); /* OPTIONS, PUT, PUT */
}

static void
test_origin_default (Servers *servers, gconstpointer data)
{
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, "/bytes/1");
  g_autofree char *head = NULL;

  fetch_run_go (run);
  g_assert_null (placard_fetch_dup_cors_verdict (run->fetch));
  head = take_request (servers->one, 0, 1);
  assert_field (head, "Origin", NULL);
  assert_field (head, "Referer", NULL);
  assert_field (head, "Cookie", NULL);
}

/* From one foreign origin to another the page's origin is told no more. */
static void
test_tainted_origin (Servers *servers, gconstpointer data)
{
  g_autofree char *path = redirect_to (servers->two, "/head?Access-Control-Allow-Origin=null");
  g_autoptr (FetchRun) run = fetch_run_new (servers->one, path);
  g_autoptr (PlacardCorsVerdict) verdict = NULL;
  g_autofree char *head = NULL, *next = NULL;

  set (run, "origin", PAGE);
  set (run, "cors", "verdict");
  fetch_run_go (run);
  head = take_request (servers->one, 0, 1);
  next = take_request (servers->two, 0, 1);
  assert_field (head, "Origin", PAGE);
  assert_field (next, "Origin", "null");
  /* The redirect itself was not allowed, and that stays. */
  verdict = placard_fetch_dup_cors_verdict (run->fetch);
  g_assert_false (verdict->allowed);
}

#define ADD(path, data, func) g_test_add (path, Servers, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/fetch-policy/integrity/length", "/bytes/100000", test_integrity_passes);
  ADD ("/fetch-policy/integrity/chunked", "/chunked/100000", test_integrity_passes);
  ADD ("/fetch-policy/integrity/gzip", "/gzip", test_integrity_passes);
  ADD ("/fetch-policy/integrity/fails", NULL, test_integrity_fails);
  ADD ("/fetch-policy/integrity/holds-back", NULL, test_integrity_holds_back);
  ADD ("/fetch-policy/integrity/cut", NULL, test_integrity_cut);
  ADD ("/fetch-policy/referrer", NULL, test_referrer);
  ADD ("/fetch-policy/referrer-changes", NULL, test_referrer_changes);
  ADD ("/fetch-policy/cookies", NULL, test_cookies);
  ADD ("/fetch-policy/login", NULL, test_login);
  ADD ("/fetch-policy/own-cookie", NULL, test_own_cookie);
  ADD ("/fetch-policy/cookie-file", NULL, test_cookie_file);
  ADD ("/fetch-policy/broken-cookie-file", NULL, test_broken_cookie_file);
  ADD ("/fetch-policy/proxy/tunnel", "tls", test_proxy);
  ADD ("/fetch-policy/proxy/plain", NULL, test_proxy);
  ADD ("/fetch-policy/omit", NULL, test_omit);
  ADD ("/fetch-policy/same-origin", NULL, test_same_origin);
  ADD ("/fetch-policy/no-cors", NULL, test_no_cors);
  ADD ("/fetch-policy/browser", NULL, test_browser);
  ADD ("/fetch-policy/browser-strict", NULL, test_browser_strict);
  ADD ("/fetch-policy/preflight-counts", NULL, test_preflight_counts);
  ADD ("/fetch-policy/origin-default", NULL, test_origin_default);
  ADD ("/fetch-policy/tainted-origin", NULL, test_tainted_origin);
  return g_test_run ();
}
