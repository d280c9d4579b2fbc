/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CR4. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "placard-cookie-jar.h"
#include "placard-error.h"

#define NOW G_GINT64_CONSTANT (1293840000) /* 2011-01-01: http-state's dates are around it */
#define HTTP_STATE_CASES 222

static const PlacardCookieContext own = {FALSE, TRUE};

static GUri *
parse_uri (const char *url)
{
  g_autoptr (GError) error = NULL;
  GUri *uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, &error);

  g_assert_no_error (error);
  return uri;
}

static gboolean
store (PlacardCookieJar *jar, const char *url, const char *field)
{
  g_autoptr (GUri) uri = parse_uri (url);

  return placard_cookie_jar_store (jar, uri, field, NOW);
}

static char *
get (PlacardCookieJar *jar, const char *url, const PlacardCookieContext *context)
{
  g_autoptr (GUri) uri = parse_uri (url);

  return placard_cookie_jar_get_field (jar, uri, context, NOW);
}

/* http-state's cases that are not passed, on purpose, and why. */
static const struct {
  const char *name;
  const char *why; /* for the reader */
} misses[] = {
    {"disabled-chromium0023",
     "a carriage return within: refused as RFC 6265bis demands, where the case wants a part of it"},
};

static gboolean
is_miss (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (misses); i++)
    if (strcmp (misses[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

typedef struct {
  PlacardCookieJar *jar;
  char *name; /* (nullable): before the first case */
  char *to;
  char *sent; /* (nullable) */
  guint n_cases, n_passed;
} Run;

static void
end_case (Run *run)
{
  g_autofree char *field = NULL;
  gboolean passed;

  if (!run->name)
    return;
  field = get (run->jar, run->to, &own);
  passed = g_strcmp0 (field, run->sent) == 0;
  if (!passed)
    g_test_message ("%s: sent “%s”, expected “%s”", run->name, field, run->sent);
  g_assert_cmpint (passed, ==, !is_miss (run->name));
  run->n_cases++;
  run->n_passed += passed ? 1 : 0;
  g_clear_object (&run->jar);
  g_clear_pointer (&run->name, g_free);
  g_clear_pointer (&run->to, g_free);
  g_clear_pointer (&run->sent, g_free);
}

static void
read_line (Run *run, const char *line)
{
  const char *blank = strchr (line, ' ');
  g_autofree char *word = blank ? g_strndup (line, (gsize) (blank - line)) : g_strdup (line);
  g_autofree char *rest = g_strcompress (blank ? blank + 1 : "");

  if (strcmp (word, "case") == 0) {
    end_case (run);
    run->jar = placard_cookie_jar_new ();
    run->name = g_steal_pointer (&rest);
    run->to = g_strconcat ("http://home.example.org:8888/cookie-parser-result?", run->name, NULL);
  } else if (strcmp (word, "received") == 0) {
    g_autofree char *from =
        g_strconcat ("http://home.example.org:8888/cookie-parser?", run->name, NULL);

    store (run->jar, from, rest);
  } else if (strcmp (word, "to") == 0) {
    g_free (run->to);
    run->to = *rest == '/' ? g_strconcat ("http://home.example.org:8888", rest, NULL)
                           : g_steal_pointer (&rest);
  } else if (strcmp (word, "sent") == 0) {
    run->sent = g_steal_pointer (&rest);
  }
}

static void
test_http_state (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "cookies", "http-state.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Run run = {0};

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line && **line != '#')
      read_line (&run, *line);
  end_case (&run);
  g_test_message ("http-state: %u of %u", run.n_passed, run.n_cases);
  g_assert_cmpuint (run.n_cases, ==, HTTP_STATE_CASES);
  g_assert_cmpuint (run.n_passed, ==, HTTP_STATE_CASES - G_N_ELEMENTS (misses));
}

static void
test_order (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autofree char *field = NULL, *again = NULL;

  store (jar, "http://a.example/", "a=1; path=/");
  store (jar, "http://a.example/", "b=2; path=/x");
  store (jar, "http://a.example/", "c=3; path=/; domain=a.example");
  store (jar, "http://a.example/", "d=4; path=/x/y");
  field = get (jar, "http://a.example/x/y/z", &own);
  g_assert_cmpstr (field, ==, "d=4; b=2; a=1; c=3");
  /* Replacing keeps the place; an end in the past deletes. */
  store (jar, "http://a.example/", "a=5; path=/");
  store (jar, "http://a.example/", "b=; path=/x; max-age=0");
  again = get (jar, "http://a.example/x/y/z", &own);
  g_assert_cmpstr (again, ==, "d=4; a=5; c=3");
}

static const struct {
  const char *url;
  const char *field; /* (nullable) */
} hosts[] = {
    {"https://a.example/", "host=1; wide=2; safe=3"},
    {"http://a.example/", "host=1; wide=2"},
    {"http://a.example:8080/", "host=1; wide=2"}, /* ports are not told apart, as in browsers */
    {"http://b.a.example/", "wide=2"},
    {"http://xa.example/", NULL},
    {"http://example/", NULL},
    {"http://other.example/", "other=4"},
};

static void
test_hosts (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();

  g_assert_true (store (jar, "https://a.example/", "host=1"));
  g_assert_true (store (jar, "https://a.example/", "wide=2; domain=a.example"));
  g_assert_true (store (jar, "https://a.example/", "safe=3; secure"));
  g_assert_true (store (jar, "https://other.example/", "other=4"));
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autofree char *field = get (jar, hosts[i].url, &own);

    g_assert_cmpstr (field, ==, hosts[i].field);
  }
}

static const struct {
  PlacardCookieContext context;
  const char *field;
} contexts[] = {
    {{FALSE, TRUE}, "none=1; lax=2; strict=3; unsaid=4"},
    {{FALSE, FALSE}, "none=1; lax=2; strict=3; unsaid=4"},
    {{TRUE, TRUE}, "none=1; lax=2; unsaid=4"},
    {{TRUE, FALSE}, "none=1"},
};

static void
test_same_site (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();

  store (jar, "https://a.example/", "none=1; SameSite=None; Secure");
  store (jar, "https://a.example/", "lax=2; SameSite=Lax");
  store (jar, "https://a.example/", "strict=3; SameSite=Strict");
  store (jar, "https://a.example/", "unsaid=4");
  for (gsize i = 0; i < G_N_ELEMENTS (contexts); i++) {
    g_autofree char *field = get (jar, "https://a.example/", &contexts[i].context);

    g_assert_cmpstr (field, ==, contexts[i].field);
  }
}

/* Whoever sits on a plain connection cannot replace what came over a secure one. */
static void
test_secure_stays (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autofree char *field = NULL;

  g_assert_true (store (jar, "https://a.example/", "sid=good; secure"));
  g_assert_false (store (jar, "http://a.example/", "sid=bad"));
  g_assert_false (store (jar, "http://b.a.example/", "sid=bad; domain=a.example"));
  g_assert_true (store (jar, "http://a.example/", "other=ok"));
  field = get (jar, "https://a.example/", &own);
  g_assert_cmpstr (field, ==, "sid=good; other=ok");
}

static void
test_limits (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autoptr (GPtrArray) list = NULL;
  guint n = 0;

  for (guint i = 0; i < PLACARD_COOKIE_JAR_PER_DOMAIN + 20; i++) {
    g_autofree char *field = g_strdup_printf ("n%u=x", i);

    store (jar, "http://a.example/", field);
  }
  for (guint i = 0; i < PLACARD_COOKIE_JAR_IN_ALL; i++) {
    g_autofree char *url = g_strdup_printf ("http://h%u.example/", i);

    store (jar, url, "a=b");
  }
  list = placard_cookie_jar_list (jar, NOW);
  g_assert_cmpuint (list->len, ==, PLACARD_COOKIE_JAR_IN_ALL);
  for (guint i = 0; i < list->len; i++)
    n += strcmp (((PlacardCookie *) g_ptr_array_index (list, i))->domain, "a.example") == 0;
  g_assert_cmpuint (n, ==, 0); /* the oldest went first */
}

static void
test_list (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autoptr (GPtrArray) list = NULL, later = NULL;

  store (jar, "http://a.example/", "a=1; max-age=60");
  store (jar, "http://a.example/", "b=2");
  list = placard_cookie_jar_list (jar, NOW);
  g_assert_cmpuint (list->len, ==, 2);
  later = placard_cookie_jar_list (jar, NOW + 61);
  g_assert_cmpuint (later->len, ==, 1);
  g_assert_true (placard_cookie_jar_remove (jar, "a.example", "/", "b"));
  g_assert_false (placard_cookie_jar_remove (jar, "a.example", "/", "b"));
  placard_cookie_jar_clear (jar);
  g_assert_null (get (jar, "http://a.example/", &own));
}

static const char cookies_txt[] = "# Netscape HTTP Cookie File\r\n"
                                  "\n"
                                  "a.example\tFALSE\t/\tFALSE\t0\tsession\tone two\n"
                                  "#HttpOnly_.b.example\tTRUE\t/x\tTRUE\t4102444800\tsid\tv=w\n"
                                  "# a comment\n"
                                  "c.example\tFALSE\t/\tFALSE\t1\tgone\tv\n"
                                  "d.example\tFALSE\t/\tFALSE\t0\tempty\n";

static void
test_text (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autoptr (PlacardCookieJar) copy = placard_cookie_jar_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *session = NULL, *sid = NULL, *plain = NULL, *written = NULL, *again = NULL;

  g_assert_true (placard_cookie_jar_read_text (jar, cookies_txt, &error));
  g_assert_no_error (error);
  session = get (jar, "http://a.example/", &own);
  g_assert_cmpstr (session, ==, "session=one two");
  sid = get (jar, "https://www.b.example/x/y", &own);
  g_assert_cmpstr (sid, ==, "sid=v=w");
  plain = get (jar, "http://www.b.example/x/y", &own);
  g_assert_null (plain);

  written = placard_cookie_jar_to_text (jar, NOW);
  g_assert_nonnull (strstr (written, "\na.example\tFALSE\t/\tFALSE\t0\tsession\tone two\n"));
  g_assert_nonnull (
      strstr (written, "\n#HttpOnly_.b.example\tTRUE\t/x\tTRUE\t4102444800\tsid\tv=w\n"));
  g_assert_null (strstr (written, "gone"));
  g_assert_true (placard_cookie_jar_read_text (copy, written, &error));
  again = placard_cookie_jar_to_text (copy, NOW);
  g_assert_cmpstr (again, ==, written);
}

/* The file has tabs between its fields: a value may have some, a name or a path with one stays out. */
static void
test_tabs (void)
{
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autoptr (PlacardCookieJar) copy = placard_cookie_jar_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *field = NULL;

  g_assert_true (store (jar, "http://a.example/", "a=b\tc"));
  g_assert_true (store (jar, "http://a.example/", "d\te=f"));
  g_assert_true (store (jar, "http://a.example/", "g=h; path=/\ti"));
  text = placard_cookie_jar_to_text (jar, NOW);
  g_assert_true (placard_cookie_jar_read_text (copy, text, &error));
  g_assert_no_error (error);
  field = get (copy, "http://a.example/", &own);
  g_assert_cmpstr (field, ==, "a=b\tc");
}

static const struct {
  const char *text;
  const char *line;
} broken[] = {
    {"nonsense\n", "Line 1"},
    {"# x\n\na.example\tFALSE\tnopath\tFALSE\t0\ta\tb\n", "Line 3"},
    {"a.example\tFALSE\t/\tFALSE\tsoon\ta\tb\n", "Line 1"},
    {"a.example\tFALSE\t/\tFALSE\t0\ta\tb\rc\n", "Line 1"},
};

static void
test_broken_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
    g_autoptr (GError) error = NULL;

    g_assert_false (placard_cookie_jar_read_text (jar, broken[i].text, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, broken[i].line));
  }
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("placard-cookies-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "jar.txt", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "jar.txt", NULL);
  g_autoptr (PlacardCookieJar) jar = placard_cookie_jar_new ();
  g_autoptr (PlacardCookieJar) read = placard_cookie_jar_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *field = NULL;
  GStatBuf facts;

  g_assert_true (placard_cookie_jar_load (jar, path, &error));
  store (jar, "http://a.example/", "a=1");
  g_assert_true (placard_cookie_jar_save (jar, path, NOW, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &facts), ==, 0);
  g_assert_cmpuint (facts.st_mode & 0777, ==, 0600);
  g_assert_true (placard_cookie_jar_load (read, path, &error));
  field = get (read, "http://a.example/", &own);
  g_assert_cmpstr (field, ==, "a=1");
  g_assert_false (placard_cookie_jar_save (jar, nowhere, NOW, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cookie-jar/http-state", test_http_state);
  g_test_add_func ("/cookie-jar/order", test_order);
  g_test_add_func ("/cookie-jar/hosts", test_hosts);
  g_test_add_func ("/cookie-jar/same-site", test_same_site);
  g_test_add_func ("/cookie-jar/secure-stays", test_secure_stays);
  g_test_add_func ("/cookie-jar/limits", test_limits);
  g_test_add_func ("/cookie-jar/list", test_list);
  g_test_add_func ("/cookie-jar/text", test_text);
  g_test_add_func ("/cookie-jar/tabs", test_tabs);
  g_test_add_func ("/cookie-jar/broken-text", test_broken_text);
  g_test_add_func ("/cookie-jar/file", test_file);
  return g_test_run ();
}
