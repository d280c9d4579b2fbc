/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-records.h"

#include <string.h>

#include "placard-error.h"

static char *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = placard_records_parse (text, &error);
  GString *out = g_string_new (NULL);

  if (!records)
    return g_string_free (g_string_append (out, error->message), FALSE);
  for (guint i = 0; i < records->len; i++) {
    g_autofree char *row = g_strjoinv ("|", g_ptr_array_index (records, i));

    g_string_append_printf (out, "%s%s", i ? " / " : "", row);
  }
  return g_string_free (out, FALSE);
}

/* BA1: rows of RFC 4180 and of JSON lines */
static void
test_parse (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } rows[] = {
      {"id,name\n1,张三\n2,b\n", "id|1|name|张三 / id|2|name|b"},
      {"id,name\r\n1,a\r\n", "id|1|name|a"},
      {"\xef\xbb\xbfid\n1", "id|1"},
      {"id,name\n1,\"a, b\"\n", "id|1|name|a, b"},
      {"id,name\n1,\"say \"\"hi\"\"\"\n", "id|1|name|say \"hi\""},
      {"id,name\n1,\"two\nlines\"\n\n2,c", "id|1|name|two\nlines / id|2|name|c"},
      {"id,name\n,\n", "id||name|"},
      {"id,name\n1\n", "Line 2: it has 1 values, the first line has 2 names"},
      {"id\n\n\"open\n1\n", "Line 3: a quotation mark is opened and not closed"},
      {"id,name\n", "The table has no rows"},
      {"", "The table has no rows"},
      {"{\"id\": 7, \"name\": \"a\"}\n\n{\"id\": 8, \"ok\": true, \"none\": null}\n",
       "id|7|name|a / id|8|ok|true|none|"},
      {"{\"id\": 1}\n{\"id\": }\n", "Line 2: this is no JSON"},
      {"{\"id\": /* 1 */ 1}\n", "Line 1: this is no JSON"},
      {"{\"id\": 1}\n[1]\n", "Line 2: this is no JSON object"},
      {"{\"id\": [1]}\n", "Line 1: “id” is neither a text nor a number"},
      {"id\n\xff\n", "The table is not in UTF-8"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *seen = parse (rows[i].text);

    g_assert_cmpstr (seen, ==, rows[i].expected);
  }
}

/* What opens a great many brackets, seen and hidden from a hasty look, is refused and does no harm. */
static void
test_deep (void)
{
  static const char *const starts[] = {"{\"a\":", "{/*\"*/\"a\":", "{'\"':"};
  g_autofree char *brackets = g_strnfill (1000 * 1000, '[');

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autofree char *text = g_strconcat (starts[i], brackets, NULL);
    g_autofree char *seen = parse (text);

    g_assert_cmpstr (seen, ==, "Line 1: this is no JSON");
  }
}

static void
test_lines (void)
{
  g_autoptr (GPtrArray) lines =
      placard_records_parse_lines ("\xef\xbb\xbfhttp://a/\r\n\n# no\n  http://b/#x  \n");

  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (lines, 0), ==, "http://a/");
  g_assert_cmpstr (g_ptr_array_index (lines, 1), ==, "http://b/#x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/parse", test_parse);
  g_test_add_func ("/records/deep", test_deep);
  g_test_add_func ("/records/lines", test_lines);
  return g_test_run ();
}
