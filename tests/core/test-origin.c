/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "placard-origin.h"

#define FLAGS                                                                                      \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY |               \
   G_URI_FLAGS_SCHEME_NORMALIZE)

static GUri *
parse (const char *url, GUriFlags flags)
{
  g_autoptr (GError) error = NULL;
  GUri *uri = g_uri_parse (url, flags, &error);

  g_assert_no_error (error);
  return uri;
}

static const struct {
  const char *url;
  const char *origin;
  gboolean trustworthy;
} origins[] = {
    {"https://example.com/", "https://example.com", TRUE},
    {"https://example.com:443/a", "https://example.com", TRUE},
    {"https://example.com:8443/a", "https://example.com:8443", TRUE},
    {"http://example.com:80", "http://example.com", FALSE},
    {"http://example.com:443", "http://example.com:443", FALSE},
    {"HTTP://EXAMPLE.com/", "http://example.com", FALSE},
    {"https://u:p@example.com/", "https://example.com", TRUE},
    {"http://[::1]:8080/", "http://[::1]:8080", TRUE},
    {"http://[2001:db8::1]/", "http://[2001:db8::1]", FALSE},
    {"http://127.0.0.1/", "http://127.0.0.1", TRUE},
    {"http://127.9.8.7:1/", "http://127.9.8.7:1", TRUE},
    {"http://128.0.0.1/", "http://128.0.0.1", FALSE},
    {"http://localhost/", "http://localhost", TRUE},
    {"http://a.LOCALHOST/", "http://a.localhost", TRUE},
    {"http://notlocalhost/", "http://notlocalhost", FALSE},
    {"data:image/png,x", "null", FALSE},
    {"file:///etc/hosts", "null", FALSE},
};

static void
test_serialise (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (origins); i++) {
    const GUriFlags flags[] = {FLAGS, G_URI_FLAGS_NONE};

    for (gsize f = 0; f < G_N_ELEMENTS (flags); f++) {
      g_autoptr (GUri) uri = parse (origins[i].url, flags[f]);
      g_autofree char *origin = placard_origin_serialise (uri);

      g_assert_cmpstr (origin, ==, origins[i].origin);
      g_assert_cmpint (placard_origin_is_trustworthy (uri), ==, origins[i].trustworthy);
    }
  }
}

static const struct {
  const char *a, *b;
  gboolean equal;
} pairs[] = {
    {"https://a.example/", "https://a.example:443/x?y", TRUE},
    {"https://a.example/", "https://A.EXAMPLE/", TRUE},
    {"https://a.example/", "http://a.example/", FALSE},
    {"https://a.example/", "https://b.a.example/", FALSE},
    {"https://a.example/", "https://a.example:8443/", FALSE},
    {"http://a.example:80/", "http://a.example/", TRUE},
    {"data:,a", "data:,a", FALSE},
};

static void
test_equal (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autoptr (GUri) a = parse (pairs[i].a, FLAGS);
    g_autoptr (GUri) b = parse (pairs[i].b, FLAGS);

    g_assert_cmpint (placard_origin_equal (a, b), ==, pairs[i].equal);
    g_assert_cmpint (placard_origin_equal (b, a), ==, pairs[i].equal);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/origin/serialise", test_serialise);
  g_test_add_func ("/origin/equal", test_equal);
  return g_test_run ();
}
