/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW9 and CR7, S5 over real TLS: hosts that are asked over TLS alone, and certificates accepted by hand. */
#include "fetch-run.h"
#include "fixture-certificates.h"

#include <glib/gstdio.h>
#include <string.h>

#include "placard-certificate.h"
#include "placard-error.h"

static FixtureCertificates *certificates;
static char *folder;

#define STS "/head?Strict-Transport-Security=max-age%3D1000"

static char *
localhost (FixtureServer *server, const char *scheme, const char *target)
{
  return g_strdup_printf ("%s://localhost:%u%s", scheme, fixture_server_get_port (server), target);
}

static FixtureServer *
serve (FixtureCertificate which)
{
  g_autoptr (GTlsCertificate) own = fixture_certificates_load (certificates, which);

  return fixture_server_new (own);
}

static FetchRun *
prepare (FixtureServer *server, const char *url, const char *hsts, gboolean trust)
{
  FetchRun *run = fetch_run_new (server, url);
  g_autofree char *authority = fixture_certificates_get_authority (certificates);

  if (trust)
    placard_request_set_ca_file (run->request, authority);
  placard_policy_set_option (placard_request_get_policy (run->request), "hsts", hsts, NULL);
  return run;
}

static void
visit (const char *target, FixtureServer *server, const char *hsts, gboolean is_private)
{
  g_autofree char *url = localhost (server, "https", target);
  g_autoptr (FetchRun) run = prepare (server, url, hsts, TRUE);

  placard_policy_set_private (placard_request_get_policy (run->request), is_private);
  fetch_run_go (run);
  g_assert_no_error (run->error);
}

/* Whether http reaches the server all the same, by TLS: a server of TLS has nothing for plain http. */
static gboolean
is_upgraded (FixtureServer *server, const char *hsts)
{
  g_autofree char *url = localhost (server, "http", "/echo");
  g_autoptr (FetchRun) run = prepare (server, url, hsts, TRUE);
  g_autoptr (PlacardResponse) response = NULL;
  const PlacardHop *hop;

  placard_request_set_auth (run->request, PLACARD_AUTH_BASIC, "u", "p");
  fetch_run_go (run);
  if (run->error)
    return FALSE;
  response = placard_fetch_dup_response (run->fetch);
  g_assert_true (g_str_has_prefix (placard_response_get_url (response), "https://localhost:"));
  g_assert_cmpuint (placard_response_get_hops (response)->len, ==, 1);
  hop = g_ptr_array_index (placard_response_get_hops (response), 0);
  g_assert_cmpuint (hop->status, ==, 307);
  g_assert_cmpstr (hop->url, ==, url);
  g_assert_cmpstr (hop->location, ==, placard_response_get_url (response));
  return TRUE;
}

static void
test_hsts (void)
{
  g_autoptr (FixtureServer) server = serve (FIXTURE_CERTIFICATE_GOOD);
  g_autofree char *file = g_build_filename (folder, "hsts", NULL);
  g_autofree char *body = NULL;

  g_assert_false (is_upgraded (server, file));
  visit ("/head?X=1", server, file, FALSE);
  g_assert_false (is_upgraded (server, file));
  visit (STS, server, file, TRUE); /* private: leaves nothing */
  g_assert_false (is_upgraded (server, file));
  visit (STS, server, PLACARD_POLICY_HSTS_OFF, FALSE);
  g_assert_false (is_upgraded (server, file));
  visit (STS, server, file, FALSE);
  g_assert_true (is_upgraded (server, file)); /* another session: from the disk */
  g_assert_false (is_upgraded (server, PLACARD_POLICY_HSTS_OFF));
  visit ("/head?Strict-Transport-Security=max-age%3D0", server, file, FALSE);
  g_assert_false (is_upgraded (server, file));
  g_unlink (file);
}

/* A redirect back to http is none, and so takes nothing away: it never was off TLS. */
static void
test_hsts_redirect (void)
{
  g_autoptr (FixtureServer) server = serve (FIXTURE_CERTIFICATE_GOOD);
  g_autofree char *file = g_build_filename (folder, "hsts-redirect", NULL);
  g_autofree char *there = localhost (server, "http", "/basic");
  g_autofree char *target = g_strdup_printf ("/redirect/302?to=%s", there);
  g_autofree char *url = localhost (server, "https", target);
  g_autoptr (FetchRun) refused = prepare (server, url, file, TRUE);
  g_autoptr (FetchRun) run = prepare (server, url, file, TRUE);
  g_autoptr (PlacardResponse) response = NULL;

  placard_request_set_auth (refused->request, PLACARD_AUTH_BASIC, "u", "p");
  fetch_run_go (refused);
  fetch_run_assert_failed (refused, PLACARD_ERROR_REDIRECT_REFUSED);

  visit (STS, server, file, FALSE);
  placard_request_set_auth (run->request, PLACARD_AUTH_BASIC, "u", "p");
  fetch_run_go (run);
  g_assert_no_error (run->error);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_cmpuint (placard_response_get_status (response), ==, 200);
  g_unlink (file);
}

/* Section 8.1: what is said over a connection with an exception counts for nothing. */
static void
test_hsts_excepted (void)
{
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_SELF_SIGNED);
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autoptr (PlacardTlsExceptions) exceptions = placard_tls_exceptions_new (NULL);
  g_autofree char *file = g_build_filename (folder, "hsts-excepted", NULL);
  g_autofree char *url = localhost (server, "https", STS);
  g_autoptr (FetchRun) run = prepare (server, url, file, FALSE);
  g_autofree char *fingerprint = placard_certificate_format_fingerprint (own);
  g_autoptr (PlacardResponse) response = NULL;

  placard_tls_exceptions_put (exceptions, "localhost", fixture_server_get_port (server),
                              fingerprint, NULL);
  placard_session_set_tls_exceptions (run->session, exceptions);
  fetch_run_go (run);
  g_assert_no_error (run->error);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_true (placard_response_is_excepted (response));
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

static void
try (FixtureServer *server, PlacardTlsExceptions *exceptions, const char *host, FetchRun **run)
{
  g_autofree char *url =
      g_strdup_printf ("https://%s:%u/bytes/10", host, fixture_server_get_port (server));

  *run = fetch_run_new (server, url);
  placard_session_set_tls_exceptions ((*run)->session, exceptions);
  fetch_run_go (*run);
}

/* For that certificate at that host and port, and as long as it is there: nothing else. */
static void
test_exception (void)
{
  g_autofree char *path = g_build_filename (folder, "exceptions", NULL);
  g_autoptr (FixtureServer) server = serve (FIXTURE_CERTIFICATE_SELF_SIGNED);
  g_autoptr (FixtureServer) other = serve (FIXTURE_CERTIFICATE_EXPIRED);
  g_autoptr (PlacardTlsExceptions) exceptions = placard_tls_exceptions_new (path);
  g_autoptr (PlacardTlsExceptions) again = NULL;
  g_autoptr (PlacardRefusedCertificate) refused = NULL, changed = NULL;
  g_autoptr (PlacardResponse) response = NULL;
  g_autoptr (FetchRun) before = NULL, with = NULL, elsewhere = NULL, at_other = NULL, after = NULL;
  g_autofree char *fingerprint = NULL;
  GStatBuf status;

  try (server, exceptions, "127.0.0.1", &before);
  fetch_run_assert_failed (before, PLACARD_ERROR_TLS);
  refused = placard_fetch_dup_refused_certificate (before->fetch);
  g_assert_cmpstr (refused->host, ==, "127.0.0.1");
  g_assert_cmpuint (refused->port, ==, fixture_server_get_port (server));
  g_assert_cmpint (refused->errors & G_TLS_CERTIFICATE_UNKNOWN_CA, !=, 0);
  g_assert_false (refused->changed);
  fingerprint = placard_certificate_format_fingerprint (refused->certificate);

  g_assert_true (
      placard_tls_exceptions_put (exceptions, refused->host, refused->port, fingerprint, NULL));
  g_stat (path, &status);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  again = placard_tls_exceptions_new (path);
  try (server, again, "127.0.0.1", &with);
  fetch_run_assert_ok (with, 10);
  response = placard_fetch_dup_response (with->fetch);
  g_assert_true (placard_response_is_excepted (response));

  try (server, again, "localhost", &elsewhere);
  fetch_run_assert_failed (elsewhere, PLACARD_ERROR_TLS);

  /* Another certificate at the same place: refused, and told as what it is. */
  placard_tls_exceptions_put (again, "127.0.0.1", fixture_server_get_port (other), fingerprint,
                              NULL);
  try (other, again, "127.0.0.1", &at_other);
  fetch_run_assert_failed (at_other, PLACARD_ERROR_TLS);
  g_assert_nonnull (strstr (at_other->error->message, "has changed since"));
  changed = placard_fetch_dup_refused_certificate (at_other->fetch);
  g_assert_true (changed->changed);

  /* Taken back, it holds for no connection that is still open either. */
  placard_tls_exceptions_remove (again, "127.0.0.1", fixture_server_get_port (server), NULL);
  after = fetch_run_new (server, "/bytes/10");
  g_set_object (&after->session, with->session);
  fetch_run_go (after);
  fetch_run_assert_failed (after, PLACARD_ERROR_TLS);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates = fixture_certificates_new ();
  if (!certificates) {
    g_print ("1..0 # SKIP there is no openssl\n");
    return 0;
  }
  folder = g_dir_make_tmp ("placard-trust-XXXXXX", NULL);
  g_test_add_func ("/fetch-trust/hsts", test_hsts);
  g_test_add_func ("/fetch-trust/hsts-redirect", test_hsts_redirect);
  g_test_add_func ("/fetch-trust/hsts-excepted", test_hsts_excepted);
  g_test_add_func ("/fetch-trust/exception", test_exception);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  fixture_certificates_free (certificates);
  return status;
}
