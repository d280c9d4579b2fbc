/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-text.h"

#include <string.h>

static PlacardSpool *
new_spool (const void *bytes, gsize length, PlacardSpoolState state)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  placard_spool_append (spool, bytes, length, &error);
  g_assert_no_error (error);
  if (state != PLACARD_SPOOL_OPEN)
    placard_spool_seal (spool, state);
  return spool;
}

static PlacardText *
new_text (const char *bytes, gsize length, const char *content_type)
{
  g_autoptr (PlacardSpool) spool = new_spool (bytes, length, PLACARD_SPOOL_COMPLETE);
  PlacardText *text = placard_text_new (spool, content_type);

  /* A small budget, so that every boundary is crossed. */
  while (placard_text_index (text, 7))
    continue;
  return text;
}

#define BYTES(s) s, sizeof (s) - 1

static const struct {
  const char *what;
  const char *content_type;
  const char *bytes;
  gsize length;
  guint64 n_rows;
  const char *text;
} rows[] = {
    {"empty", NULL, BYTES (""), 0, ""},
    {"one line", NULL, BYTES ("one"), 1, "one\n"},
    {"ends with a newline", NULL, BYTES ("one\ntwo\n"), 2, "one\ntwo\n"},
    {"does not", NULL, BYTES ("one\n\ntwo"), 3, "one\n\ntwo\n"},
    {"carriage returns", NULL, BYTES ("one\r\ntwo\r\n"), 2, "one\ntwo\n"},
    {"a mark", NULL, BYTES ("\xef\xbb\xbfone"), 1, "one\n"},
    {"gbk", "text/plain; charset=gbk", BYTES ("\xd6\xd0\n\xce\xc4"), 2, "中\n文\n"},
    {"utf-16", NULL, BYTES ("\xff\xfe\x0aNa\0\n\0\0\na\0"), 2,
     "\u4e0a"
     "a\n\u0a00"
     "a\n"},
    {"utf-16, big end first", NULL, BYTES ("\xfe\xff\x4e\x0a\0\n\0a"), 2, "\u4e0a\na\n"},
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardText) text = new_text (rows[i].bytes, rows[i].length, rows[i].content_type);
    g_autoptr (GError) error = NULL;
    g_autofree char *all = placard_text_get_rows (text, 0, 100, &error);

    g_assert_no_error (error);
    g_test_message ("%s", rows[i].what);
    g_assert_cmpuint (placard_text_get_n_rows (text), ==, rows[i].n_rows);
    g_assert_cmpstr (all, ==, rows[i].text);
    g_assert_finalize_object (g_steal_pointer (&text));
  }
}

/* Any window of a text of many marks is the same as the lines themselves. */
static void
test_windows (void)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (PlacardText) text = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (bytes, "line %d\n", i);
  text = new_text (bytes->str, bytes->len, NULL);
  g_assert_cmpuint (placard_text_get_n_rows (text), ==, 1000);
  for (int first = 0; first < 1000; first += 13) {
    g_autofree char *window = placard_text_get_rows (text, first, 2, NULL);
    g_autofree char *expected = first < 999
                                    ? g_strdup_printf ("line %d\nline %d\n", first, first + 1)
                                    : g_strdup_printf ("line %d\n", first);

    g_assert_cmpstr (window, ==, expected);
  }
  {
    g_autofree char *behind = placard_text_get_rows (text, 1000, 5, NULL);

    g_assert_cmpstr (behind, ==, "");
  }
}

/* A line that is longer than a row is cut between characters, in any charset. */
static void
test_long_line (void)
{
  static const char *const charsets[] = {"UTF-8",     "GBK",      "gb18030",
                                         "Shift_JIS", "UTF-16LE", "Big5"};

  for (gsize c = 0; c < G_N_ELEMENTS (charsets); c++) {
    g_autoptr (GString) line = g_string_new (NULL);
    g_autoptr (PlacardText) text = NULL;
    g_autofree char *encoded = NULL, *all = NULL;
    g_autofree char *type = g_strdup_printf ("text/plain; charset=%s", charsets[c]);
    gsize length;

    for (int i = 0; i < 9000; i++)
      g_string_append (line, i % 5 ? "中" : "x");
    encoded = g_convert (line->str, -1, charsets[c], "UTF-8", NULL, &length, NULL);
    text = new_text (encoded, length, type);
    g_assert_cmpuint (placard_text_get_n_rows (text), >=, length / 4096);
    g_assert_cmpuint (placard_text_get_n_rows (text), <=, length / 4096 + 1);
    all = placard_text_get_rows (text, 0, 100, NULL);
    g_assert_null (strstr (all, "\ufffd"));
    g_string_truncate (line, 0);
    for (const char *at = all; *at; at++)
      if (*at != '\n')
        g_string_append_c (line, *at);
    g_assert_cmpuint (g_utf8_strlen (line->str, -1), ==, 9000);
  }
}

/* Rows do not depend on when the bytes came; the last one waits for its end. */
static void
test_growing (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ("one\ntw", 6, PLACARD_SPOOL_OPEN);
  g_autoptr (PlacardText) text = placard_text_new (spool, "text/plain; charset=utf-8");
  g_autofree char *filler = g_strnfill (PLACARD_CHARSET_DETECT_BYTES, '\n');
  g_autofree char *rest = NULL;

  g_assert_false (placard_text_index (text, G_MAXINT32));
  g_assert_null (placard_text_get_charset (text));
  placard_spool_append (spool, filler, PLACARD_CHARSET_DETECT_BYTES, NULL);
  placard_spool_append (spool, "en", 2, NULL);
  g_assert_false (placard_text_index (text, G_MAXINT32));
  g_assert_cmpstr (placard_text_get_charset (text), ==, "UTF-8");
  g_assert_cmpint (placard_text_get_charset_evidence (text), ==, PLACARD_CHARSET_BY_HEADER);
  g_assert_cmpuint (placard_text_get_n_rows (text), ==, 1 + PLACARD_CHARSET_DETECT_BYTES);
  placard_spool_append (spool, "d", 1, NULL);
  placard_spool_seal (spool, PLACARD_SPOOL_INCOMPLETE);
  placard_text_index (text, G_MAXINT32);
  g_assert_cmpuint (placard_text_get_n_rows (text), ==, 2 + PLACARD_CHARSET_DETECT_BYTES);
  rest = placard_text_get_rows (text, 1 + PLACARD_CHARSET_DETECT_BYTES, 9, NULL);
  g_assert_cmpstr (rest, ==, "end\n");
}

static void
test_other_charset (void)
{
  g_autoptr (PlacardText) text = new_text ("\xd6\xd0\n", 3, "text/plain; charset=latin1");
  g_autofree char *wrong = placard_text_get_rows (text, 0, 1, NULL);
  g_autofree char *right = NULL;

  g_assert_cmpstr (wrong, ==, "ÖÐ\n");
  placard_text_set_charset (text, "GBK");
  g_assert_cmpuint (placard_text_get_n_rows (text), ==, 0);
  placard_text_index (text, 100);
  right = placard_text_get_rows (text, 0, 1, NULL);
  g_assert_cmpstr (right, ==, "中\n");
}

static void
test_find (void)
{
  g_autoptr (GString) bytes = g_string_new ("Zero\nÉtÉ\n");
  g_autoptr (PlacardText) text = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint64 row = 0;

  for (int i = 0; i < 4093; i++)
    g_string_append_c (bytes, 'x');
  g_string_append (bytes, "Needle 中文\nzero");
  text = new_text (bytes->str, bytes->len, "text/plain; charset=utf-8");

  g_assert_true (placard_text_find (text, "zERO", 0, &row, NULL, &error));
  g_assert_cmpuint (row, ==, 0);
  g_assert_true (placard_text_find (text, "zero", 1, &row, NULL, &error));
  g_assert_cmpuint (row, ==, 4);
  g_assert_true (placard_text_find (text, "été", 0, &row, NULL, &error));
  g_assert_cmpuint (row, ==, 1);
  /* Across the place where the long line was cut. */
  g_assert_true (placard_text_find (text, "xNEEDLE", 0, &row, NULL, &error));
  g_assert_cmpuint (row, ==, 2);
  g_assert_true (placard_text_find (text, "中文", 0, &row, NULL, &error));
  g_assert_cmpuint (row, ==, 3);
  g_assert_false (placard_text_find (text, "absent", 0, &row, NULL, &error));
  g_assert_false (placard_text_find (text, "zero", 9, &row, NULL, &error));
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (placard_text_find (text, "zero", 0, &row, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* 100 MB in one line and in lines: the index is small and windows are read at once. */
static void
test_large (void)
{
  static const char *const line = "0123456789 abcdefghijklmnopqrstuvwxyz, and so on, to the end\n";
  g_autoptr (PlacardSpool) spool = placard_spool_new (g_get_tmp_dir (), NULL);
  g_autoptr (PlacardText) text = placard_text_new (spool, NULL);
  g_autoptr (GString) block = g_string_new (NULL);
  g_autofree char *last = NULL;
  gint64 start;

  for (int i = 0; i < 4000; i++)
    g_string_append (block, line);
  for (int i = 0; i < 200; i++)
    placard_spool_append (spool, block->str, block->len, NULL);
  g_strdelimit (block->str, "\n", ' ');
  for (int i = 0; i < 200; i++)
    placard_spool_append (spool, block->str, block->len, NULL);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);

  start = g_get_monotonic_time ();
  g_assert_true (placard_text_index (text, 1 << 16));
  last = placard_text_get_rows (text, 500, 1, NULL);
  g_assert_cmpstr (last, ==, line);
  g_test_minimized_result ((g_get_monotonic_time () - start) / 1e6, "first window, seconds");
  while (placard_text_index (text, 4 << 20))
    continue;
  g_test_minimized_result ((g_get_monotonic_time () - start) / 1e6, "whole index, seconds");
  g_assert_cmpuint (placard_text_get_n_rows (text), ==, 800000 + (200 * block->len + 4095) / 4096);
  g_free (g_steal_pointer (&last));
  last = placard_text_get_rows (text, placard_text_get_n_rows (text) - 1, 1, NULL);
  g_assert_true (g_str_has_suffix (last, "to the end \n"));
}

/* In both directions, with and without case; a match across the cut of a long line counts where it begins. */
static void
test_search (void)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (PlacardText) text = NULL;
  guint64 row = 0;

  for (int i = 0; i < 3000; i++)
    g_string_append_printf (bytes, "row %d%s\n", i, i % 1000 == 7 ? " Needle" : "");
  for (int i = 0; i < 4093; i++)
    g_string_append_c (bytes, 'x');
  g_string_append (bytes, "across\nend");
  text = new_text (bytes->str, bytes->len, "text/plain; charset=utf-8");

  g_assert_true (
      placard_text_search (text, "needle", PLACARD_TEXT_SEARCH_BACKWARD, 2999, &row, NULL, NULL));
  g_assert_cmpuint (row, ==, 2007);
  g_assert_true (
      placard_text_search (text, "needle", PLACARD_TEXT_SEARCH_BACKWARD, 2006, &row, NULL, NULL));
  g_assert_cmpuint (row, ==, 1007);
  g_assert_true (
      placard_text_search (text, "needle", PLACARD_TEXT_SEARCH_BACKWARD, 1007, &row, NULL, NULL));
  g_assert_cmpuint (row, ==, 1007);
  g_assert_false (
      placard_text_search (text, "needle", PLACARD_TEXT_SEARCH_BACKWARD, 6, &row, NULL, NULL));
  g_assert_false (placard_text_search (
      text, "needle", PLACARD_TEXT_SEARCH_BACKWARD | PLACARD_TEXT_SEARCH_MATCH_CASE, 2999, &row,
      NULL, NULL));
  g_assert_true (
      placard_text_search (text, "Needle", PLACARD_TEXT_SEARCH_MATCH_CASE, 8, &row, NULL, NULL));
  g_assert_cmpuint (row, ==, 1007);
  g_assert_true (placard_text_search (text, "xacross", PLACARD_TEXT_SEARCH_BACKWARD,
                                      placard_text_get_n_rows (text) - 1, &row, NULL, NULL));
  g_assert_cmpuint (row, ==, 3000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/rows", test_rows);
  g_test_add_func ("/text/windows", test_windows);
  g_test_add_func ("/text/long-line", test_long_line);
  g_test_add_func ("/text/growing", test_growing);
  g_test_add_func ("/text/other-charset", test_other_charset);
  g_test_add_func ("/text/find", test_find);
  g_test_add_func ("/text/search", test_search);
  g_test_add_func ("/text/large", test_large);
  return g_test_run ();
}
