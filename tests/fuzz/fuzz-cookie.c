/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cookie-jar.h"

#include <string.h>

/* Each line is a Set-Cookie field; its first byte says from which of the sites below. A cookie goes to its own
 * site alone, a secure one over https alone, and no control character gets into a Cookie field. What the jar
 * writes it reads again, and writes the same. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

#define NOW G_GINT64_CONSTANT (1700000000)

static const char *const urls[] = {
    "https://a.example/x/y", "http://a.example/",    "https://b.a.example/",
    "https://c.example/",    "http://127.0.0.1:81/", "https://a.co.uk/",
};

static void
check_field (PlacardCookieJar *jar, const char *url)
{
  const PlacardCookieContext context = {FALSE, TRUE};
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *field = placard_cookie_jar_get_field (jar, uri, &context, NOW);

  for (const char *at = field; at && *at; at++)
    g_assert_true ((guchar) *at >= 0x20 || *at == '\t');
}

static void
check_cookies (PlacardCookieJar *jar)
{
  g_autoptr (GPtrArray) cookies = placard_cookie_jar_list (jar, NOW);

  for (guint i = 0; i < cookies->len; i++) {
    const PlacardCookie *cookie = g_ptr_array_index (cookies, i);

    g_assert_true (cookie->path[0] == '/' && *cookie->name && *cookie->domain);
    g_assert_true (cookie->expires == PLACARD_COOKIE_SESSION || cookie->expires > NOW);
    g_assert_true (strcmp (cookie->domain, "example") != 0 && strcmp (cookie->domain, "uk") != 0);
    g_assert_true (strcmp (cookie->domain, "co.uk") != 0);
    g_assert_true (strlen (cookie->name) + strlen (cookie->value) <= 4096);
  }
}

static void
check_text (PlacardCookieJar *jar)
{
  g_autoptr (PlacardCookieJar) copy = placard_cookie_jar_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = placard_cookie_jar_to_text (jar, NOW);
  g_autofree char *again = NULL;

  placard_cookie_jar_read_text (copy, text, &error);
  g_assert_no_error (error);
  again = placard_cookie_jar_to_text (copy, NOW);
  g_assert_cmpstr (text, ==, again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autoptr (PlacardCookieJar) raw = placard_cookie_jar_new ();
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  placard_cookie_jar_read_text (raw, text, NULL);
  for (char **line = lines; *line; line++)
    if (**line) {
      g_autoptr (GUri) uri =
          g_uri_parse (urls[(guchar) * *line % G_N_ELEMENTS (urls)], G_URI_FLAGS_NONE, NULL);

      placard_cookie_jar_store (jar, uri, *line + 1, NOW);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    check_field (jar, urls[i]);
  check_cookies (jar);
  check_text (jar);
  return 0;
}
