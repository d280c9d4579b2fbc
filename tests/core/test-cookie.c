/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "placard-cookie.h"

#define NOW G_GINT64_CONSTANT (1293840000) /* 2011-01-01 */
#define DAY (24 * 60 * 60)

static GUri *
parse_uri (const char *url)
{
  g_autoptr (GError) error = NULL;
  GUri *uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, &error);

  g_assert_no_error (error);
  return uri;
}

/* All dates of http-state: see the head of the file. */
static void
test_dates (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "cookies", "dates.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_rows = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto (GStrv) parts = g_strsplit (*line, "\t", 2);
    g_autofree char *date = NULL;
    gint64 seconds = 0;
    gboolean found;

    if (**line == '#' || !**line)
      continue;
    date = g_strcompress (parts[0]);
    found = placard_cookie_parse_date (date, &seconds);
    g_test_message ("%s", date);
    g_assert_cmpint (found, ==, strcmp (parts[1], "-") != 0);
    if (found)
      g_assert_cmpint (seconds, ==, g_ascii_strtoll (parts[1], NULL, 10));
    n_rows++;
  }
  g_assert_cmpuint (n_rows, ==, 70);
}

static const struct {
  const char *date;
  gboolean found;
} odd_dates[] = {
    {"", FALSE},
    {"Wed, 29 Feb 2012 00:00:00 GMT", TRUE},
    {"Wed, 29 Feb 2011 00:00:00 GMT", FALSE},
    {"Wed, 31 Apr 2011 00:00:00 GMT", FALSE},
    {"Wed, 01 Jan 1600 00:00:00 GMT", FALSE},
    {"Wed, 01 Jan 1601 00:00:00 GMT", TRUE},
    {"Wed, 01 Jan 9999 23:59:59 GMT", TRUE},
    {"Wed, 01 Jan 2011 24:00:00 GMT", FALSE},
    {"Wed, 01 Jan 2011 00:60:00 GMT", FALSE},
    {"Wed, 01 Jan 2011 00:00:60 GMT", FALSE},
    {"Wed, 01 Jan 2011", FALSE},
    {"00:00:00 01 2011", FALSE},
    {"-1 Jan 2011 00:00:00", TRUE},
    {"\xff\xfe 1 Jan 2011 00:00:00", TRUE},
};

static void
test_odd_dates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (odd_dates); i++) {
    gint64 seconds;

    g_test_message ("%s", odd_dates[i].date);
    g_assert_cmpint (placard_cookie_parse_date (odd_dates[i].date, &seconds), ==,
                     odd_dates[i].found);
  }
}

/* What is stored: "name=value domain path flags", flags of h(ost only), s(ecure), o(http only); NULL when
 * the cookie is ignored. */
static const struct {
  const char *url;
  const char *field;
  const char *stored;
} rows[] = {
    {"http://a.example/x/y", "a=b", "a=b a.example /x h"},
    {"http://a.example/x/", "a=b", "a=b a.example /x h"},
    {"http://a.example/x", "a=b", "a=b a.example / h"},
    {"http://a.example", "a=b", "a=b a.example / h"},
    {"http://A.Example/", "a=b", "a=b a.example / h"},
    {"http://a.example/", "a=b; Domain=.A.Example; HttpOnly", "a=b a.example / o"},
    {"http://b.a.example/", "a=b; domain=a.example", "a=b a.example / "},
    {"http://a.example/", "a=b; domain=b.a.example", NULL},
    {"http://a.example/", "a=b; domain=example.a", NULL},
    {"http://xa.example/", "a=b; domain=a.example", NULL},
    /* Public suffixes. */
    {"http://a.co.uk/", "a=b; domain=co.uk", NULL},
    {"http://a.com/", "a=b; domain=com", NULL},
    {"http://a.example/", "a=b; domain=example", NULL},
    {"http://a.example./", "a=b; domain=example.", NULL},
    {"http://localhost/", "a=b; domain=localhost", "a=b localhost / h"},
    {"http://co.uk/", "a=b; domain=co.uk", "a=b co.uk / h"},
    /* Addresses match themselves alone. */
    {"http://127.0.0.1/", "a=b; domain=127.0.0.1", "a=b 127.0.0.1 / "},
    {"http://127.0.0.1/", "a=b; domain=0.0.1", NULL},
    {"http://localhost/", "a=b", "a=b localhost / h"},
    /* Secure and the prefixes. */
    {"https://a.example/", "a=b; Secure", "a=b a.example / hs"},
    {"http://a.example/", "a=b; Secure", NULL},
    {"https://a.example/", "__Secure-a=b", NULL},
    {"https://a.example/", "__Secure-a=b; Secure; domain=a.example", "__Secure-a=b a.example / s"},
    {"https://a.example/", "__Host-a=b; Secure; path=/", "__Host-a=b a.example / hs"},
    {"https://a.example/", "__Host-a=b; Secure", NULL},
    {"https://a.example/", "__Host-a=b; Secure; path=/x", NULL},
    {"https://a.example/", "__Host-a=b; path=/", NULL},
    {"https://a.example/", "__Host-a=b; Secure; path=/; domain=a.example", NULL},
    {"https://a.example/", "__HOST-a=b; path=/", NULL},
    {"http://a.example/", "__Secure-a=b; Secure", NULL},
    /* Injection. */
    {"http://a.example/", "a=b\r\nSet-Cookie: c=d", NULL},
    {"http://a.example/", "a=b\x01", NULL},
    {"http://a.example/", "a=b; path=/\x7f", NULL},
    {"http://a.example/", "a=b\tc", "a=b\tc a.example / h"},
    {"http://a.example/", "a", NULL},
    {"http://a.example/", "=b", NULL},
    {"http://a.example/", "", NULL},
    {"http://a.example/", ";", NULL},
};

static char *
describe (const PlacardCookie *cookie)
{
  if (!cookie)
    return NULL;
  return g_strdup_printf ("%s=%s %s %s %s%s%s", cookie->name, cookie->value, cookie->domain,
                          cookie->path, cookie->host_only ? "h" : "", cookie->secure ? "s" : "",
                          cookie->http_only ? "o" : "");
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GUri) uri = parse_uri (rows[i].url);
    g_autoptr (PlacardCookie) cookie = placard_cookie_parse (uri, rows[i].field, NOW);
    g_autofree char *stored = describe (cookie);

    g_test_message ("%s from %s", rows[i].field, rows[i].url);
    g_assert_cmpstr (stored, ==, rows[i].stored);
  }
}

static const struct {
  const char *attributes;
  gint64 expires;
} ends[] = {
    {"", PLACARD_COOKIE_SESSION},
    {"; Max-Age=60", NOW + 60},
    {"; Max-Age=0", 0},
    {"; Max-Age=-5", 0},
    {"; Max-Age=6x", PLACARD_COOKIE_SESSION},
    {"; Max-Age=", PLACARD_COOKIE_SESSION},
    {"; Max-Age=-", PLACARD_COOKIE_SESSION},
    {"; Max-Age=99999999999999999999", NOW + 400 * DAY},
    {"; Max-Age=-99999999999999999999", 0},
    {"; Expires=Sun, 02 Jan 2011 00:00:00 GMT", NOW + DAY},
    {"; Expires=Fri, 31 Dec 9999 23:59:59 GMT", NOW + 400 * DAY},
    {"; Expires=Fri, 31 Dec 1999 23:59:59 GMT", 946684799},
    {"; Expires=Fri, 31 Dec 1899 23:59:59 GMT", 0},
    {"; Expires=never", PLACARD_COOKIE_SESSION},
    {"; Max-Age=60; Expires=Sun, 02 Jan 2011 00:00:00 GMT", NOW + 60},
    {"; Expires=Sun, 02 Jan 2011 00:00:00 GMT; Max-Age=60", NOW + 60},
    {"; Max-Age=60; Max-Age=70", NOW + 70},
};

static void
test_ends (void)
{
  g_autoptr (GUri) uri = parse_uri ("http://a.example/");

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *field = g_strconcat ("a=b", ends[i].attributes, NULL);
    g_autoptr (PlacardCookie) cookie = placard_cookie_parse (uri, field, NOW);

    g_test_message ("%s", field);
    g_assert_cmpint (cookie->expires, ==, ends[i].expires);
  }
}

static void
test_sizes (void)
{
  g_autoptr (GUri) uri = parse_uri ("http://a.example/");
  g_autofree char *value = g_strnfill (4095, 'x');
  g_autofree char *fits = g_strconcat ("a=", value, NULL);
  g_autofree char *too_long = g_strconcat ("ab=", value, NULL);
  g_autofree char *path = g_strnfill (1024, 'x');
  g_autofree char *long_path = g_strconcat ("a=b; path=/", path, NULL);
  g_autoptr (PlacardCookie) kept = placard_cookie_parse (uri, fits, NOW);
  g_autoptr (PlacardCookie) pathless = placard_cookie_parse (uri, long_path, NOW);

  g_assert_nonnull (kept);
  g_assert_null (placard_cookie_parse (uri, too_long, NOW));
  g_assert_cmpstr (pathless->path, ==, "/");
}

static const struct {
  const char *field;
  PlacardSameSite same_site;
} same_sites[] = {
    {"a=b", PLACARD_SAME_SITE_DEFAULT},
    {"a=b; SameSite=Lax", PLACARD_SAME_SITE_LAX},
    {"a=b; samesite=STRICT", PLACARD_SAME_SITE_STRICT},
    {"a=b; SameSite=None; Secure", PLACARD_SAME_SITE_NONE},
    {"a=b; SameSite=None", PLACARD_SAME_SITE_DEFAULT},
    {"a=b; SameSite=whatever", PLACARD_SAME_SITE_DEFAULT},
};

static void
test_same_site (void)
{
  g_autoptr (GUri) uri = parse_uri ("https://a.example/");

  for (gsize i = 0; i < G_N_ELEMENTS (same_sites); i++) {
    g_autoptr (PlacardCookie) cookie = placard_cookie_parse (uri, same_sites[i].field, NOW);

    g_assert_cmpint (cookie->same_site, ==, same_sites[i].same_site);
  }
}

static void
test_paths (void)
{
  g_assert_true (placard_cookie_path_matches ("/a", "/a"));
  g_assert_true (placard_cookie_path_matches ("/a/b", "/a"));
  g_assert_true (placard_cookie_path_matches ("/a/b", "/a/"));
  g_assert_true (placard_cookie_path_matches ("/a", "/"));
  g_assert_false (placard_cookie_path_matches ("/ab", "/a"));
  g_assert_false (placard_cookie_path_matches ("/a", "/a/"));
  g_assert_false (placard_cookie_path_matches ("/", "/a"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cookie/dates", test_dates);
  g_test_add_func ("/cookie/odd-dates", test_odd_dates);
  g_test_add_func ("/cookie/rows", test_rows);
  g_test_add_func ("/cookie/ends", test_ends);
  g_test_add_func ("/cookie/sizes", test_sizes);
  g_test_add_func ("/cookie/same-site", test_same_site);
  g_test_add_func ("/cookie/paths", test_paths);
  return g_test_run ();
}
