/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-error.h"
#include "placard-json-pointer.h"
#include "placard-json-prefix.h"
#include "placard-json-string.h"
#include "placard-json-tree.h"
#include "placard-server-message.h"

#include <json-glib/json-glib.h>
#include <string.h>

static PlacardSpool *
new_spool (const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  placard_spool_append (spool, bytes, length, &error);
  g_assert_no_error (error);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return spool;
}

static char *
read_spool (PlacardSpool *spool)
{
  gsize size = placard_spool_get_size (spool);
  char *text = g_malloc0 (size + 1);

  g_assert_cmpint (placard_spool_read_at (spool, 0, text, size, NULL), ==, (gssize) size);
  return text;
}

/* What is JSON (RFC 8259) and where it stops being it. */
static const struct {
  const char *text;
  guint line; /* 0: it is whole */
  guint column;
} texts[] = {
    {"{}", 0, 0},
    {" [ ] ", 0, 0},
    {"\"scalar\"", 0, 0},
    {"-0.5E+10", 0, 0},
    {"true", 0, 0},
    {"\xef\xbb\xbf{\"a\":null}", 0, 0},
    {"{\"a\":1,\"a\":[{},[],\"\\u4e2d\\/\\\"\",1.5e-3,false]}\r\n", 0, 0},
    {"[\"\xff is no UTF-8 but a text\"]", 0, 0},
    {"", 1, 1},
    {"{", 1, 2},
    {"[1,]", 1, 4},
    {"[1 2]", 1, 4},
    {"{\"a\":1,}", 1, 8},
    {"{\"a\" 1}", 1, 6},
    {"{a:1}", 1, 2},
    {"{'a':1}", 1, 2},
    {"[01]", 1, 3},
    {"[1.]", 1, 4},
    {"[1e]", 1, 4},
    {"[-]", 1, 3},
    {"[+1]", 1, 2},
    {"[.5]", 1, 2},
    {"[NaN]", 1, 2},
    {"[tru]", 1, 5},
    {"[True]", 1, 2},
    {"[1}", 1, 3},
    {"{\"a\":1]", 1, 7},
    {"{} {}", 1, 4},
    {"[] // comment", 1, 4},
    {"/* comment */ []", 1, 1},
    {"{\n  \"名\": 张\n}", 2, 8},
    {"[\n\n\"a\nb\"]", 3, 3},
    {"[\"\\x\"]", 1, 3},
    {"[\"\\u12g4\"]", 1, 3},
    {"[\"unfinished", 1, 13},
    {"[\"unfinished\\", 1, 14},
    {"{\"errcode\":40001,\"errmsg\":\"inva", 1, 32},
};

static void
test_grammar (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (PlacardSpool) spool = new_spool (texts[i].text, strlen (texts[i].text));
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardJsonNode) root = placard_json_tree_read_root (spool, &error);

    g_test_message ("%s", texts[i].text);
    if (texts[i].line == 0) {
      g_assert_no_error (error);
      g_assert_nonnull (root);
    } else {
      g_autofree char *where =
          g_strdup_printf ("line %u, column %u:", texts[i].line, texts[i].column);

      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE);
      g_assert_nonnull (strstr (error->message, where));
      g_assert_null (root);
    }
  }
}

static void
test_depth (void)
{
  static const int depths[] = {1, 511, 512, 513, 100000};

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++) {
    int depth = depths[i];
    g_autofree char *open = g_strnfill (depth, '[');
    g_autofree char *close = g_strnfill (depth, ']');
    g_autofree char *text = g_strconcat (open, close, NULL);
    g_autoptr (PlacardSpool) spool = new_spool (text, strlen (text));
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardJsonNode) root = placard_json_tree_read_root (spool, &error);

    g_assert_true ((root != NULL) == (depth <= PLACARD_JSON_MAX_DEPTH));
    if (!root)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE);
  }
}

static void
test_escapes (void)
{
  static const struct {
    const char *escaped;
    const char *text; /* NULL: no such escape */
  } cases[] = {
      {"a\\n\\t\\\"\\\\\\/\\b\\f\\r", "a\n\t\"\\/\b\f\r"},
      {"\\u4e2d\\u6587", "中文"},
      {"\\ud83d\\ude00!", "😀!"},
      {"\\ud83d!", "\ufffd!"},
      {"\\ud83d\\n", "\ufffd\n"},
      {"\\ud83d\\ud83d\\ude00", "\ufffd😀"},
      {"\\ud83d", "\ufffd"},
      {"\\ude00", "\ufffd"},
      {"\\u0000", "\ufffd"},
      {"\\uABCD\\uabcd", "\uabcd\uabcd"},
      {"\\x", NULL},
      {"\\u12", NULL},
      {"\\", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= strlen (cases[i].escaped); cut++) {
      PlacardJsonUnescaper unescaper = {0};
      g_autoptr (GString) text = g_string_new (NULL);
      const char *rest = cases[i].escaped + cut;
      gboolean valid = placard_json_unescape (&unescaper, cases[i].escaped, cut, text) &&
                       placard_json_unescape (&unescaper, rest, strlen (rest), text) &&
                       placard_json_unescape_end (&unescaper, text);

      g_assert_cmpint (valid, ==, cases[i].text != NULL);
      if (valid)
        g_assert_cmpstr (text->str, ==, cases[i].text);
    }
}

/* RFC 6901, section 5, and what is not there. */
static const char pointed[] =
    "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
    "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8,\"twice\":{\"x\":1},"
    "\"twice\":{\"y\":[{},{\"z\":\"\\u4e2d\"}]},\"名\":true}";
static const struct {
  const char *pointer;
  const char *found; /* NULL: nowhere */
  const char *lost;  /* the part that the message names */
} pointers[] = {
    {"/foo", "[\"bar\",\"baz\"]", NULL},
    {"/foo/0", "\"bar\"", NULL},
    {"/foo/1", "\"baz\"", NULL},
    {"/", "0", NULL},
    {"/a~1b", "1", NULL},
    {"/c%d", "2", NULL},
    {"/e^f", "3", NULL},
    {"/g|h", "4", NULL},
    {"/i\\j", "5", NULL},
    {"/k\"l", "6", NULL},
    {"/ ", "7", NULL},
    {"/m~0n", "8", NULL},
    {"/twice/y/1/z", "\"\\u4e2d\"", NULL},
    {"/名", "true", NULL},
    {"/twice/x", NULL, "“x”"},
    {"/foo/2", NULL, "“2”"},
    {"/foo/-", NULL, "“-”"},
    {"/foo/00", NULL, "“00”"},
    {"/foo/01", NULL, "“01”"},
    {"/foo/0/deeper/still", NULL, "“deeper”"},
    {"/data/img", NULL, "“data”"},
};

static void
test_pointer (void)
{
  g_autoptr (PlacardSpool) spool = new_spool (pointed, strlen (pointed));
  g_autoptr (GError) root_error = NULL;
  PlacardJsonValue root;

  g_assert_true (placard_json_pointer_find (spool, "", &root, &root_error));
  g_assert_no_error (root_error);
  g_assert_cmpint (root.end - root.start, ==, strlen (pointed));
  for (gsize i = 0; i < G_N_ELEMENTS (pointers); i++) {
    g_autoptr (GError) error = NULL;
    PlacardJsonValue value;
    gboolean found = placard_json_pointer_find (spool, pointers[i].pointer, &value, &error);

    g_test_message ("%s", pointers[i].pointer);
    if (pointers[i].found) {
      g_assert_no_error (error);
      g_assert_true (found);
      g_assert_cmpmem (pointed + value.start, value.end - value.start, pointers[i].found,
                       strlen (pointers[i].found));
    } else {
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE);
      g_assert_nonnull (strstr (error->message, pointers[i].pointer));
      g_assert_nonnull (strstr (error->message, pointers[i].lost));
      g_assert_false (found);
    }
  }
}

static void
test_bad_pointers (void)
{
  static const char *const bad[] = {"foo", "#/foo", "/a~", "/a~2", "/~"};
  g_autofree char *escaped = placard_json_pointer_append ("/x", "a/b~c");

  g_assert_cmpstr (escaped, ==, "/x/a~1b~0c");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (placard_json_pointer_parse (bad[i], &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  }
}

static void
assert_walk (PlacardSpool *spool, const PlacardJsonNode *node, JsonNode *expected)
{
  g_autoptr (GPtrArray) children =
      placard_json_tree_read_children (spool, node, 0, G_MAXUINT, NULL);
  PlacardJsonValue value;

  /* The path that would be copied leads back here. */
  g_assert_true (placard_json_pointer_find (spool, node->pointer, &value, NULL));
  g_assert_cmpint (value.start, ==, node->value.start);
  g_assert_cmpint (value.end, ==, node->value.end);
  if (JSON_NODE_HOLDS_OBJECT (expected)) {
    JsonObject *object = json_node_get_object (expected);

    g_assert_cmpuint (children->len, ==, json_object_get_size (object));
    for (guint i = 0; i < children->len; i++) {
      PlacardJsonNode *child = g_ptr_array_index (children, i);

      assert_walk (spool, child, json_object_get_member (object, child->name));
    }
  } else if (JSON_NODE_HOLDS_ARRAY (expected)) {
    JsonArray *array = json_node_get_array (expected);

    g_assert_cmpuint (children->len, ==, json_array_get_length (array));
    for (guint i = 0; i < children->len; i++)
      assert_walk (spool, g_ptr_array_index (children, i), json_array_get_element (array, i));
  } else {
    g_assert_cmpuint (children->len, ==, 0);
    if (json_node_get_value_type (expected) == G_TYPE_STRING)
      g_assert_cmpstr (node->preview, ==, json_node_get_string (expected));
  }
}

/* The same tree as json-glib's, before and after formatting. */
static void
test_tree (void)
{
  static const char text[] = " {\"a\":[1,-2.5e3,\"t\\u00e9xt\",[],{}],\"b/"
                             "~\":{\"c\":null,\"d\":[[true,false]]},\"\":\"\"} ";
  g_autoptr (PlacardSpool) spool = new_spool (text, strlen (text));
  g_autoptr (PlacardSpool) pretty = placard_json_tree_format (spool, g_get_tmp_dir (), NULL, NULL);
  g_autoptr (PlacardJsonNode) root = placard_json_tree_read_root (spool, NULL);
  g_autoptr (PlacardJsonNode) pretty_root = placard_json_tree_read_root (pretty, NULL);
  g_autoptr (JsonNode) expected = json_from_string (text, NULL);
  g_autofree char *formatted = read_spool (pretty);

  g_assert_cmpuint (root->n_children, ==, 3);
  assert_walk (spool, root, expected);
  assert_walk (pretty, pretty_root, expected);
  g_assert_cmpstr (
      formatted, ==,
      "{\n  \"a\": [\n    1,\n    -2.5e3,\n    \"t\\u00e9xt\",\n    [],\n    {}\n  ],\n"
      "  \"b/~\": {\n    \"c\": null,\n    \"d\": [\n      [\n        true,\n"
      "        false\n      ]\n    ]\n  },\n  \"\": \"\"\n}\n");
}

static void
test_window_of_children (void)
{
  g_autoptr (GString) text = g_string_new ("[0");
  g_autoptr (PlacardSpool) spool = NULL;
  g_autoptr (PlacardJsonNode) root = NULL;
  g_autoptr (GPtrArray) children = NULL;

  for (int i = 1; i < 5000; i++)
    g_string_append_printf (text, ",%d", i);
  g_string_append_c (text, ']');
  spool = new_spool (text->str, text->len);
  root = placard_json_tree_read_root (spool, NULL);
  g_assert_cmpuint (root->n_children, ==, 5000);
  children = placard_json_tree_read_children (spool, root, 4990, 5, NULL);
  g_assert_cmpuint (children->len, ==, 5);
  g_assert_cmpstr (((PlacardJsonNode *) children->pdata[0])->preview, ==, "4990");
  g_assert_cmpstr (((PlacardJsonNode *) children->pdata[4])->pointer, ==, "/4994");
}

/* A string of 8 MB is passed by, not kept; what is kept ends between characters. */
static void
test_long_string (void)
{
  g_autoptr (GString) text = g_string_new ("{\"img\":\"a");
  g_autoptr (PlacardSpool) spool = NULL;
  g_autoptr (PlacardJsonReader) reader = NULL;
  PlacardJsonToken token;
  g_autoptr (GError) error = NULL;
  PlacardJsonValue value;

  while (text->len < 8 << 20)
    g_string_append (text, "中\\/");
  g_string_append (text, "\",\"z\":1}");
  spool = new_spool (text->str, text->len);
  reader = placard_json_reader_new (spool);
  do
    g_assert_true (placard_json_reader_next (reader, &token, NULL));
  while (token != PLACARD_JSON_STRING);
  g_assert_true (placard_json_reader_is_text_cut (reader));
  g_assert_cmpuint (strlen (placard_json_reader_get_text (reader)), <=, PLACARD_JSON_TEXT_BYTES);
  g_assert_cmpuint (strlen (placard_json_reader_get_text (reader)), >, PLACARD_JSON_TEXT_BYTES - 4);
  g_assert_true (g_utf8_validate (placard_json_reader_get_text (reader), -1, NULL));
  g_assert_true (placard_json_pointer_find (spool, "/z", &value, &error));
  g_assert_no_error (error);
}

/* What json-glib takes for a text or a comment, and JSON does not, hides no brackets from the count. */
static void
test_tame (void)
{
  static const char *const wild[] = {"[[[", "/*\"*/[", "['\"',[[[", "#\"\n[", "{\"a\":[[["};
  static const char *const tame[] = {"[[]]", "[[],[],[]]", "[\"'/#[[[\\\"[\"]", "]]][["};
  g_autofree char *brackets = g_strnfill (PLACARD_SERVER_MESSAGE_BYTES - 10, '[');

  for (gsize i = 0; i < G_N_ELEMENTS (wild); i++) {
    g_autofree char *text = g_strconcat (wild[i], brackets, NULL);

    g_assert_false (placard_json_is_tame (wild[i], 2));
    g_assert_null (placard_server_message_find (PLACARD_MEDIA_JSON, (const guint8 *) text,
                                                strlen (text), NULL));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (tame); i++)
    g_assert_true (placard_json_is_tame (tame[i], 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/grammar", test_grammar);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/escapes", test_escapes);
  g_test_add_func ("/json/pointer", test_pointer);
  g_test_add_func ("/json/bad-pointers", test_bad_pointers);
  g_test_add_func ("/json/tame", test_tame);
  g_test_add_func ("/json/tree", test_tree);
  g_test_add_func ("/json/window-of-children", test_window_of_children);
  g_test_add_func ("/json/long-string", test_long_string);
  return g_test_run ();
}
