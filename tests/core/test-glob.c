/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-glob.h"

#include "placard-error.h"

/* What a pattern stands for, between spaces, each with what stood in its groups. */
static char *
expand (const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) matches = placard_glob_expand (pattern, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < matches->len; i++) {
    const PlacardGlobMatch *match = g_ptr_array_index (matches, i);
    g_autofree char *captures = g_strjoinv (",", match->captures);

    g_string_append_printf (text, "%s%s", i ? " " : "", match->url);
    if (*captures)
      g_string_append_printf (text, "(%s)", captures);
  }
  return g_string_free (text, FALSE);
}

/* BA1: curl's ranges and lists (its manual, "URL globbing"), and a shell's. */
static void
test_expand (void)
{
  static const struct {
    const char *pattern;
    const char *expected;
  } rows[] = {
      {"http://h/[1-3]", "http://h/1(1) http://h/2(2) http://h/3(3)"},
      {"http://h/[08-11].png",
       "http://h/08.png(08) http://h/09.png(09) http://h/10.png(10) http://h/11.png(11)"},
      {"http://h/[1-10:4]", "http://h/1(1) http://h/5(5) http://h/9(9)"},
      {"http://h/[a-c]", "http://h/a(a) http://h/b(b) http://h/c(c)"},
      {"http://h/[X-Y]", "http://h/X(X) http://h/Y(Y)"},
      {"http://h/{1..3}", "http://h/1(1) http://h/2(2) http://h/3(3)"},
      {"http://h/{01..05..2}", "http://h/01(01) http://h/03(03) http://h/05(05)"},
      {"http://h/{a..b}", "http://h/a(a) http://h/b(b)"},
      {"http://{one,two}/x", "http://one/x(one) http://two/x(two)"},
      {"http://h/{,s}", "http://h/ http://h/s(s)"},
      {"http://h/[1-2]{a,b}",
       "http://h/1a(1,a) http://h/1b(1,b) http://h/2a(2,a) http://h/2b(2,b)"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *seen = expand (rows[i].pattern);

    g_test_message ("%s", rows[i].pattern);
    g_assert_cmpstr (seen, ==, rows[i].expected);
  }
}

/* Brackets and braces that addresses have anyway are left alone: nothing breaks silently. */
static void
test_literal (void)
{
  static const char *const patterns[] = {
      "http://h/plain",
      "http://[::1]:8080/",
      "http://[fe80::1-2]/",
      "http://h/?filter[name]=x",
      "http://h/?a[]=1&a[]=2",
      "http://h/{id}",
      "http://h/{{id}}/x?{{a,b}}",
      "http://h/?q={\"a\":1,\"b\":2}",
      "http://h/?q=[1,2]",
      "http://h/?q=[1-b]",
      "http://h/?q=[a-Z]",
      "http://h/?open=[1-3",
      "http://h/?open={a,b",
      "http://h/[]",
      "http://h/{}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++) {
    g_autofree char *seen = expand (patterns[i]);

    g_assert_cmpstr (seen, ==, patterns[i]);
  }
}

static void
test_escape (void)
{
  g_autofree char *range = expand ("http://h/\\[1-3\\]");
  g_autofree char *list = expand ("http://h/\\{a,b\\}[1-2]");

  g_assert_cmpstr (range, ==, "http://h/[1-3]");
  g_assert_cmpstr (list, ==, "http://h/{a,b}1(1) http://h/{a,b}2(2)");
}

static void
test_refused (void)
{
  static const char *const patterns[] = {
      "http://h/[3-1]",      "http://h/[1-3:0]",          "http://h/{9..1}",
      "http://h/[1-100001]", "http://h/[1-1000][1-1000]", "http://h/[0-999999999]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (placard_glob_expand (patterns[i], &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  }
}

static void
test_fill_in (void)
{
  const char *captures[] = {"one", "02", NULL};
  g_autofree char *filled = placard_glob_fill_in ("#2/a-#1-#3-#.png", captures);
  g_autofree char *untouched = placard_glob_fill_in ("pic#1", NULL);

  g_assert_cmpstr (filled, ==, "02/a-one-#3-#.png");
  g_assert_cmpstr (untouched, ==, "pic#1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/glob/expand", test_expand);
  g_test_add_func ("/glob/literal", test_literal);
  g_test_add_func ("/glob/escape", test_escape);
  g_test_add_func ("/glob/refused", test_refused);
  g_test_add_func ("/glob/fill-in", test_fill_in);
  return g_test_run ();
}
