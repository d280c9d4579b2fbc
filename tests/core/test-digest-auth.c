/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CR1. */
#include "placard-digest-auth.h"

#include "placard-error.h"

#include <string.h>

#define REALM "realm=\"http-auth@example.org\", "
#define REST                                                                                       \
  "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "                                       \
  "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
#define MD5 "Digest " REALM "qop=\"auth, auth-int\", algorithm=MD5, " REST
#define SHA256 "Digest " REALM "qop=\"auth, auth-int\", algorithm=SHA-256, " REST

/* Numbers of RFC 7616, section 3.9.1. */
static const PlacardDigestAuthRequest request = {
    .user = "Mufasa",
    .password = "Circle of Life",
    .method = "GET",
    .target = "/dir/index.html",
    .cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    .count = 1,
};

static const struct {
  const char *challenges[3];
  const char *expected; /* %NULL: refused */
} rows[] = {
    {{MD5}, "response=\"8ca523f5e9506fed4657c9700eebdbec\""},
    {{SHA256}, "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""},
    {{MD5, SHA256}, "algorithm=SHA-256"},
    {{SHA256, MD5}, "algorithm=SHA-256"},
    {{"Basic realm=\"r\", " MD5}, "response=\"8ca523f5e9506fed4657c9700eebdbec\""},
    {{"Basic realm=\"r\"", MD5}, "response=\"8ca523f5e9506fed4657c9700eebdbec\""},
    {{MD5 ", Basic realm=\"r\""}, "response=\"8ca523f5e9506fed4657c9700eebdbec\""},
    {{"digest REALM=\"r\", NONCE=\"n\""}, "uri=\"/dir/index.html\", response="},
    {{"Digest realm=\"a \\\"b\\\"\", nonce=\"n\""}, "realm=\"a \\\"b\\\"\""},
    {{"Basic realm=\"r\""}, NULL},
    {{"Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256"}, NULL},
    {{"Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\""}, NULL},
    {{"Digest realm=\"r\""}, NULL},
    {{""}, NULL},
    {{"Digest realm=\"never closed"}, NULL},
};

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *answer =
        placard_digest_auth_answer (rows[i].challenges, &request, "example.org", &error);

    if (rows[i].expected) {
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (answer, "Digest username=\"Mufasa\", realm="));
      g_assert_nonnull (strstr (answer, rows[i].expected));
      g_assert_null (strstr (answer, "Circle"));
    } else {
      g_assert_null (answer);
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS);
    }
  }
}

static void
test_stale (void)
{
  static const char *const yes[] = {"Digest nonce=\"n\", stale=TRUE", NULL};
  static const char *const no[] = {"Digest nonce=\"n\", stale=false", "Basic stale=true", NULL};

  g_assert_true (placard_digest_auth_is_stale (yes));
  g_assert_false (placard_digest_auth_is_stale (no));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest-auth/answers", test_answers);
  g_test_add_func ("/digest-auth/stale", test_stale);
  return g_test_run ();
}
