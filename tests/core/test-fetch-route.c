/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW4, NW12. */
#include "fetch-run.h"
#include "fixture-certificates.h"
#include "fixture-proxy.h"
#include "placard-pin.h"
#include "placard-route.h"

#include "placard-error.h"

#include <string.h>

/* The ways to a server: redirect modes, addresses given by hand, proxies, keys. */

static FixtureCertificates *certificates;

static PlacardTransport *
change (FetchRun *run)
{
  return placard_transport_copy (placard_request_get_transport (run->request));
}

static void
give_back (FetchRun *run, PlacardTransport *transport)
{
  placard_request_set_transport (run->request, transport);
  placard_transport_free (transport);
}

/* --- redirects --------------------------------------------------------------------------------- */

static void
test_redirect_modes (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) manual = fetch_run_new (server, "/redirect/302?to=/echo");
  g_autoptr (FetchRun) error = fetch_run_new (server, "/redirect/302?to=/echo");
  g_autoptr (PlacardResponse) response = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  PlacardTransport *transport = change (manual);

  transport->redirect = PLACARD_REDIRECT_MANUAL;
  give_back (manual, transport);
  transport = change (error);
  transport->redirect = PLACARD_REDIRECT_ERROR;
  give_back (error, transport);

  fetch_run_go (manual);
  g_assert_no_error (manual->error);
  response = placard_fetch_dup_response (manual->fetch);
  g_assert_cmpuint (placard_response_get_status (response), ==, 302);
  g_assert_cmpstr (placard_response_get_header (response, "Location"), ==, "/echo");
  fetch_run_go (error);
  fetch_run_assert_failed (error, PLACARD_ERROR_REDIRECT_REFUSED);
  g_assert_nonnull (strstr (error->error->message, "/echo"));
  requests = fixture_server_take_requests (server);
  g_assert_cmpuint (requests->len, ==, 2);
}

static void
test_location_trusted (void)
{
  g_autoptr (FixtureServer) home = fixture_server_new (NULL);
  g_autoptr (FixtureServer) other = fixture_server_new (NULL);
  g_autofree char *path =
      g_strdup_printf ("/redirect/307?to=%s/echo", fixture_server_get_base (other));
  g_autoptr (FetchRun) run = fetch_run_new (home, path);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("body", 4);
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "text/plain");
  PlacardTransport *transport = change (run);
  g_autofree char *text = NULL;

  transport->location_trusted = TRUE;
  give_back (run, transport);
  placard_request_set_body (run->request, body);
  placard_request_set_auth (run->request, PLACARD_AUTH_BEARER, NULL, "t");
  fetch_run_go (run);
  g_assert_no_error (run->error);
  text = fetch_run_dup_text (run);
  g_assert_nonnull (strstr (text, "Authorization: Bearer t\r\n"));
  g_assert_true (g_str_has_suffix (text, "\r\n\r\nbody"));
}

/* --- addresses --------------------------------------------------------------------------------- */

/* The name does not exist; it stays the name in Host and, over TLS, in the certificate. */
static void
test_resolve (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  guint port = fixture_server_get_port (server);
  g_autofree char *url = g_strdup_printf ("http://picture.invalid:%u/echo", port);
  g_autofree char *host = g_strdup_printf ("Host: picture.invalid:%u\r\n", port);
  g_autoptr (FetchRun) run = fetch_run_new (NULL, url);
  PlacardTransport *transport = change (run);
  g_autofree char *text = NULL;

  g_ptr_array_add (transport->resolve, g_strdup_printf ("picture.invalid:%u:127.0.0.1", port));
  give_back (run, transport);
  fetch_run_go (run);
  g_assert_no_error (run->error);
  text = fetch_run_dup_text (run);
  g_assert_nonnull (strstr (text, host));
}

static void
test_resolve_tls (void)
{
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_WRONG_HOST);
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  guint port = fixture_server_get_port (server);
  g_autofree char *url = g_strdup_printf ("https://other.example:%u/bytes/100", port);
  g_autoptr (FetchRun) run = fetch_run_new (NULL, url);
  PlacardTransport *transport = change (run);

  g_ptr_array_add (transport->resolve, g_strdup_printf ("*:%u:127.0.0.1", port));
  give_back (run, transport);
  placard_request_set_ca_file (run->request, authority);
  fetch_run_go (run);
  fetch_run_assert_ok (run, 100);
}

/* --- keys -------------------------------------------------------------------------------------- */

/* A pin takes an authority's place: the one key, and no other. */
static void
test_pins (void)
{
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_SELF_SIGNED);
  g_autoptr (GTlsCertificate) good =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD);
  g_autoptr (FixtureServer) self_signed = fixture_server_new (own);
  g_autoptr (FixtureServer) signed_well = fixture_server_new (good);
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  g_autofree char *right = placard_pin_from_certificate (own);
  g_autofree char *wrong = placard_pin_from_certificate (good);
  g_autoptr (GPtrArray) requests = NULL;
  const struct {
    FixtureServer *server;
    const char *pins;
    gboolean ok;
  } rows[] = {
      {self_signed, right, TRUE},  {self_signed, wrong, FALSE}, {self_signed, right, TRUE},
      {signed_well, right, FALSE}, {signed_well, wrong, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (rows[i].server, "/bytes/100");
    PlacardTransport *transport = change (run);

    transport->pinnedpubkey = g_strdup (rows[i].pins);
    give_back (run, transport);
    placard_request_set_ca_file (run->request, authority);
    fetch_run_go (run);
    if (rows[i].ok) {
      fetch_run_assert_ok (run, 100);
      continue;
    }
    fetch_run_assert_failed (run, PLACARD_ERROR_TLS);
    g_assert_nonnull (strstr (run->error->message, "not the pinned one"));
  }
  requests = fixture_server_take_requests (signed_well);
  g_assert_cmpuint (requests->len, ==, 1);
}

static void
test_client_certificate (void)
{
  g_autoptr (GTlsCertificate) own =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD);
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autoptr (FetchRun) with = fetch_run_new (server, "/client-certificate");
  g_autoptr (FetchRun) without = fetch_run_new (server, "/client-certificate");
  g_autoptr (FetchRun) missing = fetch_run_new (server, "/client-certificate");
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  g_autofree char *file = fixture_certificates_get_file (certificates, FIXTURE_CERTIFICATE_CLIENT);
  g_autofree char *with_text = NULL, *without_text = NULL;
  PlacardTransport *transport = change (with);

  fixture_server_ask_certificate (server);
  transport->cert = g_strdup (file);
  give_back (with, transport);
  transport = change (missing);
  transport->cert = g_strdup ("/nowhere/client.pem");
  give_back (missing, transport);
  placard_request_set_ca_file (with->request, authority);
  placard_request_set_ca_file (without->request, authority);

  fetch_run_go (with);
  g_assert_no_error (with->error);
  with_text = fetch_run_dup_text (with);
  g_assert_cmpstr (with_text, ==, "CN=client");
  fetch_run_go (without);
  g_assert_no_error (without->error);
  without_text = fetch_run_dup_text (without);
  g_assert_cmpstr (without_text, ==, "");
  fetch_run_go (missing);
  fetch_run_assert_failed (missing, PLACARD_ERROR_TLS);
  g_assert_nonnull (strstr (missing->error->message, "/nowhere/client.pem"));
}

/* --- proxies ----------------------------------------------------------------------------------- */

static void
set_proxy (FetchRun *run, const char *scheme, FixtureProxy *proxy, gboolean credentials)
{
  PlacardTransport *transport = change (run);

  transport->proxy = g_strdup_printf ("%s://127.0.0.1:%u", scheme, fixture_proxy_get_port (proxy));
  if (credentials) {
    transport->proxy_user = g_strdup ("u");
    transport->proxy_password = g_strdup ("p");
  }
  give_back (run, transport);
}

static const struct {
  const char *name;
  FixtureProxyKind kind;
  const char *scheme;
  gboolean asked;
  gboolean given;
  gboolean tls;
  int error; /* -1: goes through */
  const char *log;
} proxies[] = {
    {"http", FIXTURE_PROXY_HTTP, "http", FALSE, FALSE, FALSE, -1, "GET http://127.0.0.1:"},
    {"https", FIXTURE_PROXY_HTTP, "http", FALSE, FALSE, TRUE, -1, "CONNECT 127.0.0.1:"},
    {"http-credentials", FIXTURE_PROXY_HTTP, "http", TRUE, TRUE, FALSE, -1, " +auth\n"},
    {"https-credentials", FIXTURE_PROXY_HTTP, "http", TRUE, TRUE, TRUE, -1, " +auth\n"},
    {"http-none-given", FIXTURE_PROXY_HTTP, "http", TRUE, FALSE, FALSE, PLACARD_ERROR_PROXY, "GET"},
    {"https-none-given", FIXTURE_PROXY_HTTP, "http", TRUE, FALSE, TRUE, PLACARD_ERROR_PROXY,
     "CONNECT"},
    {"https-refused", FIXTURE_PROXY_HTTP_REFUSE, "http", FALSE, FALSE, TRUE, PLACARD_ERROR_PROXY,
     "CONNECT"},
    {"socks", FIXTURE_PROXY_SOCKS, "socks5", FALSE, FALSE, FALSE, -1, "SOCKS "},
    {"socks-tls", FIXTURE_PROXY_SOCKS, "socks5h", FALSE, FALSE, TRUE, -1, "SOCKS "},
    {"socks-credentials", FIXTURE_PROXY_SOCKS, "socks5h", TRUE, TRUE, FALSE, -1, " +auth\n"},
    {"socks-none-given", FIXTURE_PROXY_SOCKS, "socks5", TRUE, FALSE, FALSE, PLACARD_ERROR_PROXY,
     ""},
    {"socks-garbage", FIXTURE_PROXY_GARBAGE, "socks5", FALSE, FALSE, FALSE, PLACARD_ERROR_PROXY,
     ""},
};

static void
test_proxy (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GTlsCertificate) own =
      proxies[i].tls ? fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD) : NULL;
  g_autoptr (FixtureServer) server = fixture_server_new (own);
  g_autoptr (FixtureProxy) proxy = fixture_proxy_new (proxies[i].kind, proxies[i].asked);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/1000");
  g_autofree char *authority = fixture_certificates_get_authority (certificates);
  g_autofree char *log = NULL;

  set_proxy (run, proxies[i].scheme, proxy, proxies[i].given);
  placard_request_set_ca_file (run->request, authority);
  fetch_run_go (run);
  log = fixture_proxy_dup_log (proxy);
  if (proxies[i].error == -1)
    fetch_run_assert_ok (run, 1000);
  else
    fetch_run_assert_failed (run, proxies[i].error);
  g_assert_cmpint (placard_spool_get_size (placard_fetch_get_spool (run->fetch)), ==,
                   proxies[i].error == -1 ? 1000 : 0);
  g_assert_nonnull (strstr (log, proxies[i].log));
}

/* The proxy's credentials are no answer to a site that asks. */
static void
test_proxy_site_asks (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FixtureProxy) proxy = fixture_proxy_new (FIXTURE_PROXY_HTTP, TRUE);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/basic");
  g_autoptr (PlacardResponse) response = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autofree char *text = NULL;

  set_proxy (run, "http", proxy, TRUE);
  fetch_run_go (run);
  g_assert_no_error (run->error);
  response = placard_fetch_dup_response (run->fetch);
  g_assert_cmpuint (placard_response_get_status (response), ==, 401);
  text = fetch_run_dup_text (run);
  g_assert_cmpstr (text, ==, "who?");
  requests = fixture_server_take_requests (server);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_null (strstr (g_ptr_array_index (requests, 0), "\r\nAuthorization"));
}

static void
test_proxy_absent (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FixtureServer) gone = fixture_server_new (NULL);
  guint port = fixture_server_get_port (gone);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/10");
  g_autoptr (FetchRun) excepted = fetch_run_new (server, "/bytes/10");
  PlacardTransport *transport = change (run);

  g_clear_pointer (&gone, fixture_server_free);
  transport->proxy = g_strdup_printf ("http://127.0.0.1:%u", port);
  placard_request_set_transport (run->request, transport);
  transport->noproxy = g_strdup ("example.org, 127.0.0.0/8");
  give_back (excepted, transport);

  fetch_run_go (run);
  fetch_run_assert_failed (run, PLACARD_ERROR_PROXY);
  fetch_run_go (excepted);
  fetch_run_assert_ok (excepted, 10);
}

static void
test_noproxy (void)
{
  static const struct {
    const char *noproxy;
    const char *host;
    gboolean expected;
  } rows[] = {
      {NULL, "a.example", FALSE},
      {"", "a.example", FALSE},
      {"*", "a.example", TRUE},
      {"a.example", "a.example", TRUE},
      {"A.Example", "a.example", TRUE},
      {"example", "a.example", TRUE},
      {".example", "a.example", TRUE},
      {"ample", "a.example", FALSE},
      {"b.example,a.example", "a.example", TRUE},
      {"b.example a.example", "a.example", TRUE},
      {"b.a.example", "a.example", FALSE},
      {"127.0.0.1", "127.0.0.1", TRUE},
      {"127.0.0.0/8", "127.9.9.9", TRUE},
      {"10.0.0.0/8", "127.0.0.1", FALSE},
      {"0.1", "127.0.0.1", FALSE},
      {"::1", "::1", TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (placard_route_is_excepted (rows[i].noproxy, rows[i].host) == rows[i].expected);
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
  g_test_add_func ("/fetch-route/redirect-modes", test_redirect_modes);
  g_test_add_func ("/fetch-route/location-trusted", test_location_trusted);
  g_test_add_func ("/fetch-route/resolve", test_resolve);
  g_test_add_func ("/fetch-route/resolve-tls", test_resolve_tls);
  g_test_add_func ("/fetch-route/pins", test_pins);
  g_test_add_func ("/fetch-route/client-certificate", test_client_certificate);
  for (gsize i = 0; i < G_N_ELEMENTS (proxies); i++) {
    g_autofree char *path = g_strconcat ("/fetch-route/proxy/", proxies[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_proxy);
  }
  g_test_add_func ("/fetch-route/proxy-site-asks", test_proxy_site_asks);
  g_test_add_func ("/fetch-route/proxy-absent", test_proxy_absent);
  g_test_add_func ("/fetch-route/noproxy", test_noproxy);
  status = g_test_run ();
  fixture_certificates_free (certificates);
  return status;
}
