/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CR2, RS24: what a person is told when a server or a proxy asks, and who gets the answer. */
#include "fetch-run.h"
#include "fixture-proxy.h"

#include <string.h>

#include "placard-error.h"

static guint
get_status (FetchRun *run)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (run->fetch);

  return placard_response_get_status (response);
}

static PlacardCredentialStore *
use_store (FetchRun *run)
{
  g_autoptr (PlacardCredentialStore) store = placard_credential_store_new ();

  placard_policy_set_credential_store (placard_request_get_policy (run->request), store);
  return store; /* the request holds it */
}

static const struct {
  const char *name;
  const char *target;
  PlacardAuth auth;
  const char *realm;
} asked[] = {
    {"basic", "/basic", PLACARD_AUTH_BASIC, "r"},
    {"digest", "/digest", PLACARD_AUTH_DIGEST, "r"},
    {"bearer", "/answer/401?WWW-Authenticate=Bearer%20realm%3D%22till%22", PLACARD_AUTH_BEARER,
     "till"},
    {"strongest",
     "/answer/"
     "401?WWW-Authenticate=Basic%20realm%3D%22b%22%2C%20Digest%20realm%3D%22d%22%2C%20nonce%3D%22n%"
     "22",
     PLACARD_AUTH_DIGEST, "d"},
    {"unknown-algorithm",
     "/answer/"
     "401?WWW-Authenticate=Digest%20realm%3D%22d%22%2C%20nonce%3D%22n%22%2C%20algorithm%3DFOO%2C%20"
     "Basic%20realm%3D%22b%22",
     PLACARD_AUTH_BASIC, "b"},
    {"ntlm", "/answer/401?WWW-Authenticate=NTLM", PLACARD_AUTH_NONE, NULL},
    {"silent", "/status/401", PLACARD_AUTH_NONE, NULL},
    {"forbidden", "/answer/403?WWW-Authenticate=Basic%20realm%3D%22b%22", PLACARD_AUTH_NONE, NULL},
};

static void
test_asked (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, asked[i].target);
  g_autoptr (PlacardSignIn) sign_in = NULL;
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", fixture_server_get_port (server));

  fetch_run_go (run);
  sign_in = placard_fetch_dup_sign_in (run->fetch);
  if (asked[i].auth == PLACARD_AUTH_NONE) {
    g_assert_null (sign_in);
    return;
  }
  g_assert_nonnull (sign_in);
  g_assert_cmpint (sign_in->auth, ==, asked[i].auth);
  g_assert_cmpstr (sign_in->realm, ==, asked[i].realm);
  g_assert_cmpstr (sign_in->host, ==, host);
  g_assert_cmpstr (sign_in->origin, ==, fixture_server_get_base (server));
  g_assert_false (sign_in->proxy);
  g_assert_false (sign_in->encrypted);
  g_assert_false (sign_in->refused);
}

/* What was typed for the origin is sent to it, once, and its refusal is told. */
static void
test_answered (void)
{
  static const struct {
    const char *target;
    PlacardAuth auth;
    const char *password;
    guint status;
  } rows[] = {
      {"/basic", PLACARD_AUTH_BASIC, "p", 200},
      {"/digest", PLACARD_AUTH_DIGEST, "p", 200},
      {"/basic", PLACARD_AUTH_BASIC, "wrong", 401},
      {"/digest", PLACARD_AUTH_DIGEST, "wrong", 401},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FixtureServer) server = fixture_server_new (NULL);
    g_autoptr (FetchRun) run = fetch_run_new (server, rows[i].target);
    PlacardCredentialStore *store = use_store (run);
    g_autoptr (PlacardSignIn) sign_in = NULL;

    placard_credential_store_put (store, fixture_server_get_base (server), rows[i].auth, "u",
                                  rows[i].password);
    fetch_run_go (run);
    g_assert_cmpuint (get_status (run), ==, rows[i].status);
    sign_in = placard_fetch_dup_sign_in (run->fetch);
    g_assert_true ((sign_in != NULL) == (rows[i].status == 401));
    if (sign_in)
      g_assert_true (sign_in->refused);
    g_assert_cmpuint (fixture_server_count_target (server, rows[i].target), <=, 2);
  }
}

/* S2: B asks after a redirect from A. A's password is not B's answer, and what is typed for B is not A's. */
static void
test_other_origin (void)
{
  static const PlacardAuth own[] = {PLACARD_AUTH_BASIC, PLACARD_AUTH_DIGEST};
  static const char *const doors[] = {"/basic", "/digest"};

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (doors); j++)
      for (int known = 0; known < 2; known++) {
        g_autoptr (FixtureServer) a = fixture_server_new (NULL);
        g_autoptr (FixtureServer) b = fixture_server_new (NULL);
        g_autofree char *target =
            g_strdup_printf ("/redirect/302?to=%s%s", fixture_server_get_base (b), doors[j]);
        g_autoptr (FetchRun) run = fetch_run_new (a, target);
        PlacardCredentialStore *store = use_store (run);
        g_autoptr (PlacardSignIn) sign_in = NULL;
        g_autoptr (GPtrArray) at_a = NULL, at_b = NULL;

        /* B would let A's credentials in: they are not tried. */
        placard_request_set_auth (run->request, own[i], "u", "p");
        if (known)
          placard_credential_store_put (store, fixture_server_get_base (b),
                                        j ? PLACARD_AUTH_DIGEST : PLACARD_AUTH_BASIC, "u", "other");
        fetch_run_go (run);
        g_assert_cmpuint (get_status (run), ==, 401);
        sign_in = placard_fetch_dup_sign_in (run->fetch);
        g_assert_cmpstr (sign_in->origin, ==, fixture_server_get_base (b));
        g_assert_cmpint (sign_in->refused, ==, known);
        at_a = fixture_server_take_requests (a);
        at_b = fixture_server_take_requests (b);
        for (guint n = 0; n < at_b->len; n++)
          g_assert_null (strstr (at_b->pdata[n], "dTpw")); /* u:p */
        g_assert_cmpuint (at_b->len, ==, known && j ? 2 : 1);
        for (guint n = 0; n < at_a->len; n++)
          g_assert_null (strstr (at_a->pdata[n], "dTpvdGhlcg==")); /* u:other */
      }
}

/* IN26, IN27: who may not be told is not asked for. */
static void
test_modes (void)
{
  g_autoptr (FixtureServer) a = fixture_server_new (NULL);
  g_autoptr (FixtureServer) b = fixture_server_new (NULL);
  g_autofree char *target =
      g_strdup_printf ("/redirect/302?to=%s/basic", fixture_server_get_base (b));
  static const char *const modes[] = {"omit", "same-origin"};

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (FetchRun) run = fetch_run_new (a, target);
    PlacardCredentialStore *store = use_store (run);
    g_autoptr (PlacardSignIn) sign_in = NULL;

    placard_credential_store_put (store, fixture_server_get_base (b), PLACARD_AUTH_BASIC, "u", "p");
    placard_policy_set_option (placard_request_get_policy (run->request), "credentials", modes[i],
                               NULL);
    fetch_run_go (run);
    g_assert_cmpuint (get_status (run), ==, 401);
    sign_in = placard_fetch_dup_sign_in (run->fetch);
    g_assert_null (sign_in);
  }
}

/* CR1: who asked for Digest is not talked into less. */
static void
test_never_weaker (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/basic");
  g_autoptr (PlacardSignIn) sign_in = NULL;

  placard_request_set_auth (run->request, PLACARD_AUTH_DIGEST, "u", "p");
  fetch_run_go (run);
  fetch_run_assert_failed (run, PLACARD_ERROR_HTTP_STATUS);
  sign_in = placard_fetch_dup_sign_in (run->fetch);
  g_assert_null (sign_in);
}

static void
set_proxy (FetchRun *run, FixtureProxy *proxy, const char *user)
{
  g_autoptr (PlacardTransport) transport = placard_transport_new ();

  transport->proxy = g_strdup_printf ("http://127.0.0.1:%u", fixture_proxy_get_port (proxy));
  transport->proxy_user = g_strdup (user);
  transport->proxy_password = g_strdup (user ? "wrong" : NULL);
  placard_request_set_transport (run->request, transport);
}

/* NW4: 407 is the proxy's, and says so; over a tunnel too. */
static void
test_proxy (void)
{
  static const char *const urls[] = {"http://till.example:%u/bytes/10",
                                     "https://till.example:%u/bytes/10"};

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    for (int wrong = 0; wrong < 2; wrong++) {
      g_autoptr (FixtureServer) server = fixture_server_new (NULL);
      g_autoptr (FixtureProxy) proxy = fixture_proxy_new (FIXTURE_PROXY_HTTP, TRUE);
      g_autoptr (GString) url = g_string_new (urls[i]);
      g_autoptr (FetchRun) run = NULL;
      g_autoptr (PlacardSignIn) sign_in = NULL;
      g_autofree char *port = g_strdup_printf ("%u", fixture_server_get_port (server));

      g_string_replace (url, "%u", port, 0);
      run = fetch_run_new (server, url->str);
      set_proxy (run, proxy, wrong ? "u" : NULL);
      fetch_run_go (run);
      fetch_run_assert_failed (run, PLACARD_ERROR_PROXY);
      g_assert_nonnull (strstr (run->error->message, "The proxy 127.0.0.1"));
      sign_in = placard_fetch_dup_sign_in (run->fetch);
      g_assert_nonnull (sign_in);
      g_assert_true (sign_in->proxy);
      g_assert_cmpint (sign_in->auth, ==, PLACARD_AUTH_BASIC);
      g_assert_cmpint (sign_in->refused, ==, wrong);
      g_assert_cmpstr (sign_in->host, ==, "127.0.0.1");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++) {
    g_autofree char *path = g_strconcat ("/fetch-sign-in/asked/", asked[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_asked);
  }
  g_test_add_func ("/fetch-sign-in/answered", test_answered);
  g_test_add_func ("/fetch-sign-in/other-origin", test_other_origin);
  g_test_add_func ("/fetch-sign-in/modes", test_modes);
  g_test_add_func ("/fetch-sign-in/never-weaker", test_never_weaker);
  g_test_add_func ("/fetch-sign-in/proxy", test_proxy);
  return g_test_run ();
}
