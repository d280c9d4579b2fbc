/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HD8, IN11: lines, an object, an array of pairs parse the same; nothing is dropped silently. */
#include <string.h>

#include "placard-field-block.h"

static char *
describe (GPtrArray *fields)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);

    g_string_append_printf (out, "%s%s=%s", i ? "|" : "", field->name,
                            field->value ? field->value : "(none)");
  }
  return g_string_free (out, FALSE);
}

static const struct {
  const char *name;
  const char *text;
  PlacardFieldBlockKind kind;
  const char *fields;
  const char *rejected; /* words of the sentences, one after the other */
} rows[] = {
    {"lines", "Accept: image/png\nX-Till: 7\nX-Till: 8", 0, "Accept=image/png|X-Till=7|X-Till=8",
     ""},
    {"object", "{\"Accept\": \"image/png\", \"X-Till\": [7, \"8\"]}", 0,
     "Accept=image/png|X-Till=7|X-Till=8", ""},
    {"pairs", "[[\"Accept\", \"image/png\"], [\"X-Till\", 7], [\"X-Till\", \"8\"]]", 0,
     "Accept=image/png|X-Till=7|X-Till=8", ""},
    {"records",
     "[{\"name\": \"Accept\", \"value\": \"image/png\"}, {\"value\": 7, \"name\": \"X-Till\"}]", 0,
     "Accept=image/png|X-Till=7", ""},
    {"a name twice in an object", "{\"a\": 1, \"a\": 2}", 0, "a=1|a=2", ""},
    {"escapes", "{\"a\": \"\\u4e2d \\\"x\\\"\\n\"}", 0, "a=中 \"x\"\n", ""},
    {"true and false", "{\"a\": true, \"b\": false}", 0, "a=true|b=false", ""},
    {"CR LF, blank lines, spaces", "\r\n  A:1\r\n\r\n\tB :  2  \r\n", 0, "A=1|B=2", ""},
    {"no value", "A:\nB: ", 0, "A=|B=", ""},
    {"a colon in the value", "Referer: https://a/b:c", 0, "Referer=https://a/b:c", ""},
    {"request line", "GET /a HTTP/1.1\nGET http://h/ HTTP/1.1\nHost: h", 0, "Host=h",
     "line 1, “GET /a HTTP/1.1”|line 2, “GET http://h/ HTTP/1.1”"},
    {"pseudo header", ":authority: h\nAccept: */*", 0, "Accept=*/*", "line 1, “:authority: h”"},
    {"= is no header", "a=b", 0, "", "line 1, “a=b”"},
    {"= is a parameter", "a=b\nc = d e", PLACARD_FIELD_BLOCK_PARAMETERS, "a=b|c=d e", ""},
    {"a query of other bytes", "%EF=1&a=%FF", PLACARD_FIELD_BLOCK_PARAMETERS,
     "%EF=1=(none)|a=%FF=(none)", ""},
    {"a query", "a=b+c&d=%E4%B8%AD&e", PLACARD_FIELD_BLOCK_PARAMETERS, "a=b c|d=中|e=(none)", ""},
    {"a colon in a parameter", "at=12:30\nat: 12=30", PLACARD_FIELD_BLOCK_PARAMETERS,
     "at=12:30|at=12=30", ""},
    {"null and objects", "{\"a\": null, \"b\": {\"c\": 1}, \"d\": 2}", 0, "d=2",
     "the value of “a”|the value of “b”"},
    {"lists in lists", "{\"a\": [1, [2], 3]}", 0, "a=1|a=3", "the value of “a”"},
    {"no pairs", "[[\"a\", 1], [\"b\"], 5, [\"c\", {}], {\"name\": \"d\"}, [\"e\", 6, 7]]", 0,
     "a=1",
     "element 2 of the list|element 3 of the list|element 4 of the list|element 5 of the "
     "list|element 6 of the list"},
    {"cut JSON is lines", "{\"a\": 1", 0, "{\"a\"=1", ""},
    {"JSON and more", "{\"a\": 1} x", 0, "{\"a\"=1} x", ""},
    {"nothing", " \n\n", 0, "", ""},
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GPtrArray) rejected = NULL;
  g_autoptr (GPtrArray) fields = placard_field_block_parse (rows[i].text, rows[i].kind, &rejected);
  g_autofree char *seen = describe (fields);
  g_autofree char *left = NULL;

  g_ptr_array_add (rejected, NULL);
  left = g_strjoinv ("|", (char **) rejected->pdata);
  g_assert_cmpstr (seen, ==, rows[i].fields);
  g_assert_cmpstr (left, ==, rows[i].rejected);
}

/* A field longer than what a JSON reader keeps arrives whole. */
static void
test_long (void)
{
  g_autofree char *value = g_strnfill (100 * 1000, 'x');
  g_autofree char *text = g_strdup_printf ("{\"Cookie\": \"%s\"}", value);
  g_autoptr (GPtrArray) rejected = NULL;
  g_autoptr (GPtrArray) fields =
      placard_field_block_parse (text, PLACARD_FIELD_BLOCK_HEADERS, &rejected);
  const PlacardField *field = g_ptr_array_index (fields, 0);

  g_assert_cmpstr (field->value, ==, value);
  g_assert_true (field->secret);
}

static void
test_is_one (void)
{
  g_assert_true (placard_field_block_is_one ("A: b\nC: d"));
  g_assert_true (placard_field_block_is_one ("{\"a\": 1}"));
  g_assert_true (placard_field_block_is_one ("[[\"a\", 1]]"));
  g_assert_false (placard_field_block_is_one ("a value"));
  g_assert_false (placard_field_block_is_one ("a value\n"));
  g_assert_false (placard_field_block_is_one ("{{till}}"));
  g_assert_false (placard_field_block_is_one ("[1, 2]"));
  g_assert_false (placard_field_block_is_one (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/field-block/%s", rows[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/field-block/long", test_long);
  g_test_add_func ("/field-block/is-one", test_is_one);
  return g_test_run ();
}
