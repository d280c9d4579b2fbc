/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CR7, S5. */
#include "fetch-run.h"
#include "fixture-certificates.h"

#include "placard-error.h"

/* RELIABILITY, faults 18 to 20, over real TLS. */

static FixtureCertificates *certificates;

static void
test_good (void)
{
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD);
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/300000");
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  g_autoptr (PlacardResponse) response = NULL;
  PlacardTimings timings;

  placard_request_set_ca_file (run->request, authority);
  fetch_run_go (run);
  fetch_run_assert_ok (run, 300000);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_true (g_tls_certificate_is_same (placard_response_get_certificate (response), own));
  placard_fetch_get_timings (run->fetch, &timings);
  g_assert_cmpfloat (timings.secured, >, timings.connected);
}

/* Over TLS an end without close_notify ends a body whose length nobody told, and cuts one that has. */
static void
test_ends (void)
{
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD);
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  g_autoptr (FetchRun) eof = fetch_run_new (server, "/eof/50000");
  g_autoptr (FetchRun) cut = fetch_run_new (server, "/length-short");
  g_autoptr (FetchRun) chunked = fetch_run_new (server, "/chunked-cut");

  placard_request_set_ca_file (eof->request, authority);
  placard_request_set_ca_file (cut->request, authority);
  placard_request_set_ca_file (chunked->request, authority);
  fetch_run_go (eof);
  fetch_run_assert_ok (eof, 50000);
  fetch_run_go (cut);
  fetch_run_assert_failed (cut, PLACARD_ERROR_TRUNCATED);
  fetch_run_go (chunked);
  fetch_run_assert_failed (chunked, PLACARD_ERROR_TRUNCATED);
}

static const struct {
  const char *name;
  FixtureCertificate certificate;
  gboolean trust;
  const char *words;
} bad[] = {
    {"expired", FIXTURE_CERTIFICATE_EXPIRED, TRUE, "it expired on 2021-01-01"},
    {"not-yet", FIXTURE_CERTIFICATE_NOT_YET, TRUE, "it is not valid before 2048-01-01"},
    {"wrong-host", FIXTURE_CERTIFICATE_WRONG_HOST, TRUE, "it was made for another name"},
    {"self-signed", FIXTURE_CERTIFICATE_SELF_SIGNED, TRUE, "not signed by an authority"},
    {"unknown-authority", FIXTURE_CERTIFICATE_GOOD, FALSE, "not signed by an authority"},
};

static void
test_bad (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GTlsCertificate) own = fixture_certificates_load (certificates, bad[i].certificate);
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/10");
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  g_autoptr (GPtrArray) requests = NULL;

  if (bad[i].trust)
    placard_request_set_ca_file (run->request, authority);
  fetch_run_go (run);
  fetch_run_assert_failed (run, PLACARD_ERROR_TLS);
  g_assert_nonnull (strstr (run->error->message, bad[i].words));
  g_assert_nonnull (strstr (run->error->message, "127.0.0.1"));
  g_assert_nonnull (strstr (run->error->message, "SHA-256 fingerprint"));
  requests = fixture_server_take_requests (server);
  g_assert_cmpuint (requests->len, ==, 0);
}

static void
test_https_on_plain_port (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autofree char *url =
      g_strdup_printf ("https://127.0.0.1:%u/", fixture_server_get_port (server));
  g_autoptr (FetchRun) run = fetch_run_new (server, url);

  fetch_run_go (run);
  if (g_error_matches (run->error, PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT))
    fetch_run_assert_failed (run, PLACARD_ERROR_TIMED_OUT);
  else
    fetch_run_assert_failed (run, PLACARD_ERROR_TLS);
  g_assert_nonnull (strstr (run->error->message, "TLS"));
}

static void
test_http_on_tls_port (void)
{
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD);
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", fixture_server_get_port (server));
  g_autoptr (FetchRun) run = fetch_run_new (server, url);

  fetch_run_go (run);
  g_assert_nonnull (run->error);
  g_assert_true (g_error_matches (run->error, PLACARD_ERROR, PLACARD_ERROR_RESET) ||
                 g_error_matches (run->error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL));
}

static void
test_authority_missing (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/10");

  placard_request_set_ca_file (run->request, "/nowhere/ca.pem");
  fetch_run_go (run);
  fetch_run_assert_failed (run, PLACARD_ERROR_TLS);
  g_assert_nonnull (strstr (run->error->message, "/nowhere/ca.pem"));
  g_assert_cmpuint (fixture_server_count_connections (server), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates = fixture_certificates_new ();
  if (!certificates) {
    g_print ("1..0 # SKIP openssl is not installed\n");
    return 0;
  }
  g_test_add_func ("/fetch-tls/good", test_good);
  g_test_add_func ("/fetch-tls/ends", test_ends);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strconcat ("/fetch-tls/bad/", bad[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_bad);
  }
  g_test_add_func ("/fetch-tls/https-on-plain-port", test_https_on_plain_port);
  g_test_add_func ("/fetch-tls/http-on-tls-port", test_http_on_tls_port);
  g_test_add_func ("/fetch-tls/authority-missing", test_authority_missing);
  status = g_test_run ();
  fixture_certificates_free (certificates);
  return status;
}
