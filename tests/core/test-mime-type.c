/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-mime-type.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "placard-charset.h"
#include "placard-response.h"

/* The tables of tests/data/wpt; see the LICENSE there. Their texts are strings of code points up to U+00FF,
 * which are bytes on the wire and here (the standard's isomorphic encoding). */

static JsonNode *
load_table (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "wpt", name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

/* NULL for what cannot be on the wire. */
static char *
to_bytes (const char *text)
{
  return g_convert (text, -1, "ISO-8859-1", "UTF-8", NULL, NULL, NULL);
}

static const char *
get_text (JsonObject *row, const char *member)
{
  return json_object_get_null_member (row, member) ? NULL
                                                   : json_object_get_string_member (row, member);
}

static void
assert_charset (PlacardMimeType *type, JsonObject *row)
{
  const char *label = type ? placard_mime_type_get_parameter (type, "charset") : NULL;

  if (json_object_has_member (row, "encoding"))
    g_assert_cmpstr (placard_charset_from_label (label), ==, get_text (row, "encoding"));
}

static void
test_parse (void)
{
  g_autoptr (JsonNode) table = load_table ("mime-types.json");
  JsonArray *rows = json_node_get_array (table);
  guint n_passed = 0, n_elsewhere = 0;

  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    g_autofree char *input = to_bytes (json_object_get_string_member (row, "input"));
    g_autoptr (PlacardMimeType) type = NULL;
    g_autofree char *string = NULL;
    g_autofree char *wanted = NULL;

    if (!input) {
      /* Strings of scripts, above U+00FF: no field's value. */
      n_elsewhere++;
      continue;
    }
    type = placard_mime_type_parse (input);
    string = type ? placard_mime_type_to_string (type) : NULL;
    wanted = get_text (row, "output") ? to_bytes (get_text (row, "output")) : NULL;
    g_assert_cmpstr (string, ==, wanted);
    assert_charset (type, row);
    n_passed++;
  }
  g_test_message ("mime-types.json: %u of %u pass; %u are strings of scripts, not bytes", n_passed,
                  n_passed + n_elsewhere, n_elsewhere);
  g_assert_cmpuint (n_passed, ==, 72);
  g_assert_cmpuint (n_elsewhere, ==, 2);
}

static GPtrArray *
make_headers (JsonArray *values)
{
  GPtrArray *headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);

  for (guint i = 0; i < json_array_get_length (values); i++)
    g_ptr_array_add (headers, placard_response_header_new (
                                  "Content-Type", json_array_get_string_element (values, i)));
  return headers;
}

static void
test_extract (void)
{
  g_autoptr (JsonNode) table = load_table ("content-types.json");
  JsonArray *rows = json_node_get_array (table);

  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    g_autoptr (GPtrArray) headers = make_headers (json_object_get_array_member (row, "input"));
    g_autoptr (PlacardMimeType) type = placard_mime_type_extract (headers);
    PlacardResponseFacts facts = {.status = 200, .headers = headers};
    g_autoptr (PlacardResponse) response = placard_response_new (&facts);
    g_autofree char *string = placard_mime_type_to_string (type);

    g_assert_cmpstr (string, ==, get_text (row, "mimeType"));
    assert_charset (type, row);
    /* What the program goes by. */
    g_assert_cmpstr (placard_response_get_content_type (response), ==, string);
    g_assert_cmpstr (placard_response_get_declared_type (response), ==,
                     placard_mime_type_get_essence (type));
  }
  g_test_message ("content-types.json: %u of %u pass", json_array_get_length (rows),
                  json_array_get_length (rows));
  g_assert_cmpuint (json_array_get_length (rows), ==, 16);
}

/* A label that is no MIME type is still worth something to a person. */
static void
test_no_type (void)
{
  static const struct {
    const char *field;
    const char *declared;
  } rows[] = {
      {"image/png charset=x", "image/png"},
      {"IMAGE/PNG;", "image/png"},
      {"image", NULL},
      {"/", NULL},
      {"", NULL},
      {NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) headers =
        g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
    PlacardResponseFacts facts = {.status = 200, .headers = headers};
    g_autoptr (PlacardResponse) response = NULL;

    if (rows[i].field)
      g_ptr_array_add (headers, placard_response_header_new ("Content-Type", rows[i].field));
    response = placard_response_new (&facts);
    g_assert_cmpstr (placard_response_get_declared_type (response), ==, rows[i].declared);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime-type/parse", test_parse);
  g_test_add_func ("/mime-type/extract", test_extract);
  g_test_add_func ("/mime-type/no-type", test_no_type);
  return g_test_run ();
}
