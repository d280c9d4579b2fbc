/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CR5, IN19 to IN40. */
#include <glib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-policy.h"
#include "placard-request.h"

static const struct {
  const char *name;
  const char *value;
  const char *kept; /* NULL: refused */
} rows[] = {
    {"cache", "default", "default"},
    {"cache", "no-store", "no-store"},
    {"cache", "reload", "reload"},
    {"cache", "no-cache", "no-cache"},
    {"cache", "force-cache", "force-cache"},
    {"cache", "only-if-cached", "only-if-cached"},
    {"cache", "Default", NULL},
    {"cache", "maybe", NULL},
    {"credentials", "omit", "omit"},
    {"credentials", "same-origin", "same-origin"},
    {"credentials", "include", "include"},
    {"credentials", "always", NULL},
    {"mode", "cors", "cors"},
    {"mode", "no-cors", "no-cors"},
    {"mode", "same-origin", "same-origin"},
    {"mode", "navigate", "navigate"},
    {"mode", "websocket", NULL},
    {"cors", "verdict", "verdict"},
    {"cors", "strict", "strict"},
    {"cors", "yes", NULL},
    {"origin", "https://Page.example:443", "https://page.example"},
    {"origin", "page", NULL},
    {"referrer-policy", "no-referrer", "no-referrer"},
    {"referrer-policy", "never", NULL},
    {"integrity", "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
     "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
    {"integrity", "sha256-AAAA", NULL},
    {"cookie-jar", "/tmp/jar", "/tmp/jar"},
    {"cookie-file", "jar", "jar"},
};

static void
test_options (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardPolicy) policy = placard_policy_new ();
    g_autoptr (PlacardPolicy) copy = NULL;
    g_autoptr (GError) error = NULL;
    gboolean set = placard_policy_set_option (policy, rows[i].name, rows[i].value, &error);

    g_test_message ("%s %s", rows[i].name, rows[i].value);
    g_assert_cmpint (set, ==, rows[i].kept != NULL);
    if (!set)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
    copy = placard_policy_copy (policy);
    g_assert_cmpstr (placard_policy_get_option (copy, rows[i].name), ==, rows[i].kept);
    g_assert_true (placard_policy_set_option (copy, rows[i].name, NULL, &error));
    g_assert_null (placard_policy_get_option (copy, rows[i].name));
    g_assert_cmpstr (placard_policy_get_option (policy, rows[i].name), ==, rows[i].kept);
  }
}

static void
set (PlacardPolicy *policy, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (placard_policy_set_option (policy, name, value, &error));
  g_assert_no_error (error);
}

static void
test_meaning (void)
{
  g_autoptr (PlacardPolicy) policy = placard_policy_new ();

  g_assert_cmpint (placard_policy_get_cache (policy), ==, PLACARD_CACHE_OFF);
  g_assert_cmpint (placard_policy_get_credentials (policy), ==, PLACARD_CREDENTIALS_UNSET);
  g_assert_cmpint (placard_policy_get_mode (policy), ==, PLACARD_MODE_UNSET);
  g_assert_cmpint (placard_policy_get_cors (policy), ==, PLACARD_CORS_UNASKED);
  g_assert_false (placard_policy_has_referrer_policy (policy));
  g_assert_null (placard_policy_get_integrity (policy));

  set (policy, "cache", "only-if-cached");
  set (policy, "credentials", "include");
  set (policy, "mode", "no-cors");
  set (policy, "cors", "strict");
  set (policy, "referrer-policy", "unsafe-url");
  set (policy, "integrity", "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  g_assert_cmpint (placard_policy_get_cache (policy), ==, PLACARD_CACHE_ONLY_IF_CACHED);
  g_assert_cmpint (placard_policy_get_credentials (policy), ==, PLACARD_CREDENTIALS_INCLUDE);
  g_assert_cmpint (placard_policy_get_mode (policy), ==, PLACARD_MODE_NO_CORS);
  g_assert_cmpint (placard_policy_get_cors (policy), ==, PLACARD_CORS_STRICT);
  g_assert_cmpint (placard_policy_get_referrer_policy (policy), ==,
                   PLACARD_REFERRER_POLICY_UNSAFE_URL);
  g_assert_nonnull (placard_policy_get_integrity (policy));
}

/* A refused value leaves the one before. */
static void
test_refused (void)
{
  g_autoptr (PlacardPolicy) policy = placard_policy_new ();

  for (const char *const *name = placard_policy_list_options (); *name; name++)
    g_assert_null (placard_policy_get_option (policy, *name));
  set (policy, "cache", "reload");
  set (policy, "integrity", "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  g_assert_false (placard_policy_set_option (policy, "cache", "x", NULL));
  g_assert_false (placard_policy_set_option (policy, "integrity", "x", NULL));
  g_assert_cmpint (placard_policy_get_cache (policy), ==, PLACARD_CACHE_RELOAD);
  g_assert_cmpstr (placard_policy_get_option (policy, "cache"), ==, "reload");
  g_assert_nonnull (placard_policy_get_integrity (policy));
}

static void
test_validate (void)
{
  g_autoptr (PlacardPolicy) policy = placard_policy_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (placard_policy_validate (policy, &error));
  set (policy, "mode", "cors");
  g_assert_cmpint (placard_policy_get_cors (policy), ==, PLACARD_CORS_VERDICT);
  g_assert_false (placard_policy_validate (policy, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "origin"));
  g_clear_error (&error);
  set (policy, "origin", "https://page.example");
  g_assert_true (placard_policy_validate (policy, &error));
}

/* The policy is a part of the request: copied with it, and asked when it is validated. */
static void
test_request (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *field = NULL;

  placard_request_set_url (request, "https://api.example/");
  set (placard_request_get_policy (request), "cors", "strict");
  copy = placard_request_copy (request);
  set (placard_request_get_policy (request), "cors", NULL);
  g_assert_true (placard_request_validate (request, NULL, &error));
  g_assert_cmpint (placard_policy_get_cors (placard_request_get_policy (copy)), ==,
                   PLACARD_CORS_STRICT);
  g_assert_false (placard_request_validate (copy, &field, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  g_assert_cmpstr (field, ==, "policy");
  placard_request_set_policy (copy, placard_request_get_policy (request));
  g_assert_true (placard_request_validate (copy, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/options", test_options);
  g_test_add_func ("/policy/meaning", test_meaning);
  g_test_add_func ("/policy/refused", test_refused);
  g_test_add_func ("/policy/validate", test_validate);
  g_test_add_func ("/policy/request", test_request);
  return g_test_run ();
}
