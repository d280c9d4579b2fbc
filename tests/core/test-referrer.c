/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW14, IN39, IN40. */
#include <glib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-origin.h"
#include "placard-referrer.h"

static GUri *
parse (const char *url)
{
  g_autoptr (GError) error = NULL;
  GUri *uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, &error);

  g_assert_no_error (error);
  return uri;
}

/* What is sent, as web-platform-tests' referrer-policy/spec.src.json names it. */
typedef enum { OMITTED, ORIGIN, STRIPPED } Sent;

/* The four protocol pairs of that table, each to the same and to another host. Same host and other
 * protocol is another origin. */
enum { HTTP_HTTP, HTTP_HTTPS, HTTPS_HTTP, HTTPS_HTTPS, N_PAIRS };

static const struct {
  const char *policy;
  Sent same_host[N_PAIRS];
  Sent other_host[N_PAIRS];
} matrix[] = {
    {"", {STRIPPED, ORIGIN, OMITTED, STRIPPED}, {ORIGIN, ORIGIN, OMITTED, ORIGIN}},
    {"no-referrer", {OMITTED, OMITTED, OMITTED, OMITTED}, {OMITTED, OMITTED, OMITTED, OMITTED}},
    {"no-referrer-when-downgrade",
     {STRIPPED, STRIPPED, OMITTED, STRIPPED},
     {STRIPPED, STRIPPED, OMITTED, STRIPPED}},
    {"same-origin", {STRIPPED, OMITTED, OMITTED, STRIPPED}, {OMITTED, OMITTED, OMITTED, OMITTED}},
    {"origin", {ORIGIN, ORIGIN, ORIGIN, ORIGIN}, {ORIGIN, ORIGIN, ORIGIN, ORIGIN}},
    {"strict-origin", {ORIGIN, ORIGIN, OMITTED, ORIGIN}, {ORIGIN, ORIGIN, OMITTED, ORIGIN}},
    {"origin-when-cross-origin",
     {STRIPPED, ORIGIN, ORIGIN, STRIPPED},
     {ORIGIN, ORIGIN, ORIGIN, ORIGIN}},
    {"strict-origin-when-cross-origin",
     {STRIPPED, ORIGIN, OMITTED, STRIPPED},
     {ORIGIN, ORIGIN, OMITTED, ORIGIN}},
    {"unsafe-url",
     {STRIPPED, STRIPPED, STRIPPED, STRIPPED},
     {STRIPPED, STRIPPED, STRIPPED, STRIPPED}},
};

static void
check_pair (PlacardReferrerPolicy policy, int pair, const char *host, Sent sent)
{
  const char *from = pair < HTTPS_HTTP ? "http" : "https";
  const char *to = pair == HTTP_HTTP || pair == HTTPS_HTTP ? "http" : "https";
  g_autofree char *referrer = g_strconcat (from, "://u:p@page.example/a/b?c=d#e", NULL);
  g_autofree char *origin = g_strconcat (from, "://page.example/", NULL);
  g_autofree char *stripped = g_strconcat (from, "://page.example/a/b?c=d", NULL);
  g_autofree char *url = g_strconcat (to, "://", host, "/picture.png", NULL);
  const char *expected[] = {[OMITTED] = NULL, [ORIGIN] = origin, [STRIPPED] = stripped};
  g_autoptr (GUri) target = parse (url);
  g_autofree char *value = placard_referrer_compute (referrer, policy, target);

  g_test_message ("%s: %s -> %s", placard_referrer_policy_to_string (policy), referrer, url);
  g_assert_cmpstr (value, ==, expected[sent]);
}

static void
test_matrix (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++) {
    PlacardReferrerPolicy policy;

    g_assert_true (placard_referrer_policy_from_string (matrix[i].policy, &policy, NULL));
    g_assert_cmpstr (placard_referrer_policy_to_string (policy), ==, matrix[i].policy);
    for (int pair = 0; pair < N_PAIRS; pair++) {
      check_pair (policy, pair, "page.example", matrix[i].same_host[pair]);
      check_pair (policy, pair, "other.example", matrix[i].other_host[pair]);
    }
  }
}

static const struct {
  const char *referrer;
  PlacardReferrerPolicy policy;
  const char *target;
  const char *sent;
} odd_rows[] = {
    /* A port makes another origin, the scheme's own port does not. */
    {"https://a.example:8443/x", PLACARD_REFERRER_POLICY_SAME_ORIGIN, "https://a.example/", NULL},
    {"https://a.example:443/x", PLACARD_REFERRER_POLICY_SAME_ORIGIN, "https://a.example/",
     "https://a.example/x"},
    {"https://a.example:8443/x", PLACARD_REFERRER_POLICY_ORIGIN, "https://b.example/",
     "https://a.example:8443/"},
    /* Loopback is as good as https: no downgrade. */
    {"https://a.example/x", PLACARD_REFERRER_POLICY_STRICT_ORIGIN, "http://127.0.0.1:1/",
     "https://a.example/"},
    {"http://localhost/x", PLACARD_REFERRER_POLICY_STRICT_ORIGIN, "http://a.example/", NULL},
    {"https://a.example", PLACARD_REFERRER_POLICY_UNSAFE_URL, "https://b.example/",
     "https://a.example/"},
    {"https://a.example/%2F?%23", PLACARD_REFERRER_POLICY_UNSAFE_URL, "https://b.example/",
     "https://a.example/%2F?%23"},
    /* Nothing that is no http or https URL is told to a server. */
    {"file:///home/me/x.html", PLACARD_REFERRER_POLICY_UNSAFE_URL, "https://b.example/", NULL},
    {"data:text/html,x", PLACARD_REFERRER_POLICY_UNSAFE_URL, "https://b.example/", NULL},
    {"about:blank", PLACARD_REFERRER_POLICY_ORIGIN, "https://b.example/", NULL},
    {"a.example/x", PLACARD_REFERRER_POLICY_UNSAFE_URL, "https://b.example/", NULL},
    {"", PLACARD_REFERRER_POLICY_UNSAFE_URL, "https://b.example/", NULL},
};

static void
test_odd (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (odd_rows); i++) {
    g_autoptr (GUri) target = parse (odd_rows[i].target);
    g_autofree char *value =
        placard_referrer_compute (odd_rows[i].referrer, odd_rows[i].policy, target);

    g_assert_cmpstr (value, ==, odd_rows[i].sent);
  }
}

static void
test_length (void)
{
  g_autoptr (GUri) target = parse ("https://a.example/");
  g_autofree char *path = g_strnfill (4096 - strlen ("https://a.example/"), 'x');
  g_autofree char *longest = g_strconcat ("https://a.example/", path, NULL);
  g_autofree char *longer = g_strconcat (longest, "x", NULL);
  g_autofree char *whole =
      placard_referrer_compute (longest, PLACARD_REFERRER_POLICY_UNSAFE_URL, target);
  g_autofree char *cut =
      placard_referrer_compute (longer, PLACARD_REFERRER_POLICY_UNSAFE_URL, target);

  g_assert_cmpstr (whole, ==, longest);
  g_assert_cmpstr (cut, ==, "https://a.example/");
}

static const struct {
  PlacardReferrerPolicy before;
  const char *header;
  PlacardReferrerPolicy after;
} redirects[] = {
    {PLACARD_REFERRER_POLICY_ORIGIN, NULL, PLACARD_REFERRER_POLICY_ORIGIN},
    {PLACARD_REFERRER_POLICY_ORIGIN, "", PLACARD_REFERRER_POLICY_ORIGIN},
    {PLACARD_REFERRER_POLICY_ORIGIN, "no-referrer", PLACARD_REFERRER_POLICY_NO_REFERRER},
    {PLACARD_REFERRER_POLICY_ORIGIN, "No-Referrer", PLACARD_REFERRER_POLICY_NO_REFERRER},
    {PLACARD_REFERRER_POLICY_ORIGIN, "no-referrer, unsafe-url", PLACARD_REFERRER_POLICY_UNSAFE_URL},
    {PLACARD_REFERRER_POLICY_ORIGIN, "same-origin ,, made-up", PLACARD_REFERRER_POLICY_SAME_ORIGIN},
    {PLACARD_REFERRER_POLICY_ORIGIN, "made-up", PLACARD_REFERRER_POLICY_ORIGIN},
};

static void
test_redirects (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (redirects); i++)
    g_assert_cmpint (placard_referrer_policy_after (redirects[i].before, redirects[i].header), ==,
                     redirects[i].after);
}

static void
test_unknown (void)
{
  static const char *const unknown[] = {"never", "always", "origin-when-crossorigin", " origin"};

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++) {
    g_autoptr (GError) error = NULL;
    PlacardReferrerPolicy policy;

    g_assert_false (placard_referrer_policy_from_string (unknown[i], &policy, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, unknown[i]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/referrer/matrix", test_matrix);
  g_test_add_func ("/referrer/odd", test_odd);
  g_test_add_func ("/referrer/length", test_length);
  g_test_add_func ("/referrer/redirects", test_redirects);
  g_test_add_func ("/referrer/unknown", test_unknown);
  return g_test_run ();
}
