/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S2, CR9, NW9, UL12: in any sequence of three hops, with tokens, typed credentials, cookies that servers set and
 * hosts that want TLS alone, a secret is seen by the origin that it belongs to and by no other. The parts that
 * decide, without a network: what a transfer does with them is in the tests of the fetch. */
#include "placard-cookie-jar.h"
#include "placard-credential-store.h"
#include "placard-hsts.h"
#include "placard-origin.h"
#include "placard-preparation.h"
#include "placard-redirect.h"

#include <string.h>

#define NOW 1700000000
#define ROUNDS 10000

static const char *const origins[] = {
    "http://a.example",      "https://a.example",    "http://a.example:8080",
    "https://sub.a.example", "http://sub.a.example", "https://other.example",
    "http://other.example",  "https://127.0.0.1",
};

static const guint statuses[] = {301, 302, 303, 307, 308};

static const char *
pick (const char *const *list, gsize n)
{
  return list[g_test_rand_int_range (0, (gint32) n)];
}

/* A token as a step before brings it, in any of its places, and an API key and a marked field beside it. */
static PlacardStep *
make_first (const char *url)
{
  static const char *const places[] = {"bearer", "header:X-Token", "query:token"};
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardTokenStep) step = placard_token_step_new ();
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GPtrArray) headers = NULL;
  PlacardToken token = {(char *) "T0KEN", NULL};

  step->profile = g_strdup ("/token.placard");
  step->as = g_strdup (pick (places, G_N_ELEMENTS (places)));
  placard_request_set_url (request, url);
  placard_request_set_token_step (request, step);
  placard_request_append_header (request, "X-Api-Key", "T0KEN");
  g_assert_true (placard_preparation_apply (&token, request, NULL));
  uri = placard_request_build_uri (request, NULL);
  headers = placard_request_build_headers (request);
  return placard_step_new ("GET", uri, headers, NULL,
                           placard_request_get_auth (request) != PLACARD_AUTH_NONE);
}

/* As placard-transfer-upgrade does it: the same host by a safer way, with all that the hop had. */
static void
upgrade (PlacardHsts *hsts, PlacardStep **step, GUri **home)
{
  g_autoptr (GUri) uri = placard_hsts_upgrade (hsts, (*step)->uri, NOW);
  PlacardStep *safer;

  if (!uri)
    return;
  g_assert_cmpstr (g_uri_get_host (uri), ==, g_uri_get_host ((*step)->uri));
  g_assert_cmpstr (g_uri_get_scheme (uri), ==, "https");
  if (placard_origin_equal (*home, (*step)->uri)) {
    g_uri_unref (*home);
    *home = g_uri_ref (uri);
  }
  safer = placard_step_new ((*step)->method, uri, (*step)->headers, (*step)->body,
                            (*step)->credentials);
  placard_step_free (*step);
  *step = safer;
}

static void
check_fields (const PlacardStep *step, gboolean at_home)
{
  g_autofree char *url = g_uri_to_string (step->uri);

  if (at_home)
    return;
  g_assert_null (strstr (url, "T0KEN"));
  for (guint i = 0; i < step->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (step->headers, i);

    g_assert_null (strstr (field->value ? field->value : "", "T0KEN"));
  }
}

/* Each origin sets one that carries its own name: host-only, for all below, over TLS alone. */
static void
set_cookies (PlacardCookieJar *jar, GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean tls = g_str_equal (g_uri_get_scheme (uri), "https");
  g_autofree char *own = g_strdup_printf ("own=<own %s>; Path=/", host);
  g_autofree char *below = g_strdup_printf ("below=<below %s>; Path=/; Domain=%s", host, host);
  g_autofree char *secure = g_strdup_printf ("tls=<tls %s>; Path=/; Secure", host);
  g_autofree char *foreign = g_strdup ("foreign=<stolen>; Path=/; Domain=victim.example");

  placard_cookie_jar_store (jar, uri, own, NOW);
  placard_cookie_jar_store (jar, uri, below, NOW);
  g_assert_cmpint (placard_cookie_jar_store (jar, uri, secure, NOW), ==, tls);
  g_assert_false (placard_cookie_jar_store (jar, uri, foreign, NOW));
}

static void
check_cookies (PlacardCookieJar *jar, GUri *uri)
{
  PlacardCookieContext context = {FALSE, TRUE};
  g_autofree char *field = placard_cookie_jar_get_field (jar, uri, &context, NOW);
  const char *host = g_uri_get_host (uri);

  for (const char *at = field; at && (at = strchr (at, '<')); at++) {
    g_autofree char *kind = g_strndup (at + 1, strcspn (at + 1, " "));
    g_autofree char *owner =
        g_strndup (at + 2 + strlen (kind), strcspn (at + 2 + strlen (kind), ">"));

    if (g_str_equal (kind, "below"))
      g_assert_true (placard_cookie_domain_matches (host, owner));
    else
      g_assert_cmpstr (host, ==, owner);
    if (g_str_equal (kind, "tls"))
      g_assert_cmpstr (g_uri_get_scheme (uri), ==, "https");
  }
}

static void
check_typed (PlacardCredentialStore *store, GUri *uri)
{
  g_autofree char *origin = placard_origin_serialise (uri);
  g_autoptr (PlacardCredential) typed = placard_credential_store_lookup (store, origin);

  if (typed)
    g_assert_cmpstr (typed->secret, ==, origin);
}

static void
remember (PlacardHsts *hsts, PlacardCredentialStore *store, GUri *uri)
{
  g_autofree char *origin = placard_origin_serialise (uri);

  if (g_str_equal (g_uri_get_scheme (uri), "https") && g_test_rand_int_range (0, 4) == 0)
    placard_hsts_take (
        hsts, g_uri_get_host (uri),
        g_test_rand_int_range (0, 2) ? "max-age=100" : "max-age=100; includeSubDomains", NOW);
  if (g_test_rand_int_range (0, 3) == 0)
    placard_credential_store_put (store, origin, PLACARD_AUTH_BASIC, "u", origin);
}

static void
test_random_sequences (void)
{
  guint n_away = 0, n_upgraded = 0;

  for (int round = 0; round < ROUNDS; round++) {
    g_autoptr (PlacardHsts) hsts = placard_hsts_new (NULL);
    g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
    g_autoptr (PlacardCredentialStore) store = placard_credential_store_new ();
    g_autofree char *url = g_strconcat (pick (origins, G_N_ELEMENTS (origins)), "/", NULL);
    PlacardStep *step = make_first (url);
    g_autoptr (GUri) home = g_uri_ref (step->uri);
    gboolean left = FALSE;

    for (int hop = 0; hop < 3; hop++) {
      g_autofree char *location = g_strconcat (pick (origins, G_N_ELEMENTS (origins)), "/x", NULL);
      g_autoptr (GUri) there = placard_redirect_resolve (step->uri, location, NULL);
      g_autoptr (GUri) safer = NULL;
      g_autofree char *upgraded = NULL;
      g_autoptr (GPtrArray) withheld = NULL;
      PlacardStep *next;

      upgrade (hsts, &step, &home);
      left = left || !placard_origin_equal (home, step->uri);
      check_fields (step, !left);
      check_cookies (jar, step->uri);
      check_typed (store, step->uri);
      n_away += left;
      /* A host that was promised TLS is never asked without. */
      g_assert_false (g_str_equal (g_uri_get_scheme (step->uri), "http") &&
                      placard_hsts_is_known (hsts, g_uri_get_host (step->uri), NOW));
      set_cookies (jar, step->uri);
      remember (hsts, store, step->uri);

      safer = placard_hsts_upgrade (hsts, there, NOW);
      upgraded = safer ? g_uri_to_string (safer) : NULL;
      n_upgraded += safer != NULL;
      next = placard_redirect_follow (step, statuses[g_test_rand_int_range (0, 5)],
                                      upgraded ? upgraded : location, FALSE, &withheld, NULL);
      if (!next)
        break;
      placard_step_free (step);
      step = next;
    }
    placard_step_free (step);
  }
  g_assert_cmpuint (n_away, >, 5000);
  g_assert_cmpuint (n_upgraded, >, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-scope/random-sequences", test_random_sequences);
  return g_test_run ();
}
