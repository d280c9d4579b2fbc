/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-excerpt.h"

#include <string.h>

static void
test_charsets (void)
{
  static const struct {
    const char *content_type, *charset;
  } rows[] = {{NULL, NULL},
              {"text/html", NULL},
              {"text/html; charset=GBK", "gbk"},
              {"text/html; Charset=\"utf-8\"; x=y", "utf-8"},
              {"text/html; charset=", NULL}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *charset = placard_excerpt_find_charset (rows[i].content_type);
    g_assert_cmpstr (charset, ==, rows[i].charset);
  }
}

static void
test_texts (void)
{
  static const struct {
    const char *what, *bytes;
    gsize n_bytes;
    const char *charset;
    gboolean whole;
    const char *text;
  } rows[] = {
      {"UTF-8", "h\xc3\xa9", 3, NULL, TRUE, "hé"},
      {"byte order mark", "\xef\xbb\xbfhi", 5, NULL, TRUE, "hi"},
      {"UTF-16", "\xff\xfeh\0i\0", 6, NULL, TRUE, "hi"},
      {"declared", "h\xe9", 2, "iso-8859-1", TRUE, "hé"},
      {"GBK, undeclared", "\xd5\xc5\xc8\xfd", 4, NULL, TRUE, "张三"},
      {"cut in a character", "h\xc3", 2, NULL, FALSE, "h"},
      {"empty", "", 0, NULL, TRUE, ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
        placard_excerpt_make (rows[i].bytes, rows[i].n_bytes, rows[i].charset, rows[i].whole);

    g_test_message ("%s", rows[i].what);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

/* Whatever comes, the view gets valid text without endless lines. */
static void
test_hostile (void)
{
  const gsize n_bytes = 200 * 1000;
  g_autofree char *bytes = g_malloc (n_bytes);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (int round = 0; round < 3; round++) {
    g_clear_pointer (&text, g_free);
    g_clear_pointer (&lines, g_strfreev);
    for (gsize i = 0; i < n_bytes; i++)
      bytes[i] = round == 0 ? 'a' : round == 1 ? (char) g_test_rand_int () : "\xe5\xbc\xa0"[i % 3];
    text = placard_excerpt_make (bytes, n_bytes, NULL, FALSE);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    lines = g_strsplit (text, "\n", -1);
    for (char **line = lines; *line; line++)
      g_assert_cmpuint (strlen (*line), <=, PLACARD_EXCERPT_LINE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/excerpt/charsets", test_charsets);
  g_test_add_func ("/excerpt/texts", test_texts);
  g_test_add_func ("/excerpt/hostile", test_hostile);
  return g_test_run ();
}
