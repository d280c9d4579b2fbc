/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CORS tables of web-platform-tests (fetch/api/cors, 3-Clause BSD: see tests/data/wpt/LICENSE), each row as
 * its test there asks it: CO1 to CO15, N10. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "placard-cors.h"
#include "placard-preflight.h"
#include "placard-response.h"

#define PAGE "http://web-platform.test:8000"
#define REMOTE "http://www1.web-platform.test:8000"

static const char *const remotes[] = {
    REMOTE,
    "http://web-platform.test:8001",
    "http://www1.web-platform.test:8001",
    "https://www1.web-platform.test:8443",
    "https://web-platform.test:8443",
};

typedef struct {
  PlacardCorsRequest request;
  GPtrArray *fields;
  PlacardCorsAnswer answer;
} Exchange;

static void
exchange_init (Exchange *self, const char *remote, const char *method, gboolean credentials)
{
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
  self->request = (PlacardCorsRequest){
      .origin = PAGE,
      .uri = g_uri_parse (remote, G_URI_FLAGS_ENCODED, NULL),
      .method = method,
      .headers = self->fields,
      .credentials = credentials,
  };
  self->answer = (PlacardCorsAnswer){
      200, g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free)};
}

static void
exchange_clear (Exchange *self)
{
  g_uri_unref (self->request.uri);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->answer.headers);
}

static void
set_field (Exchange *self, const char *name, const char *value)
{
  PlacardField *field = g_new0 (PlacardField, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->enabled = TRUE;
  g_ptr_array_add (self->fields, field);
}

static void
add_answer (Exchange *self, const char *name, const char *value)
{
  g_ptr_array_add (self->answer.headers, placard_response_header_new (name, value));
}

static gboolean
asks_first (Exchange *self)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (&self->request);

  return class->preflight;
}

/* cors-no-preflight.any.js */
static void
test_no_preflight (void)
{
  static const char *const rows[][3] = {
      {"GET", NULL, NULL},
      {"POST", NULL, NULL},
      {"HEAD", NULL, NULL},
      {"GET", "Accept", "*/*"},
      {"GET", "Accept-Language", "fr"},
      {"GET", "Content-Language", "fr"},
      {"GET", "Content-Type", "application/x-www-form-urlencoded"},
      {"GET", "Content-Type", "multipart/form-data"},
      {"GET", "Content-Type", "text/plain"},
      {"GET", "Content-Type", "text/plain;charset=utf-8"},
      {"GET", "Content-Type", "Text/Plain;charset=utf-8"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (remotes); j++) {
      Exchange exchange;

      exchange_init (&exchange, remotes[j], rows[i][0], FALSE);
      if (rows[i][1])
        set_field (&exchange, rows[i][1], rows[i][2]);
      g_assert_false (asks_first (&exchange));
      exchange_clear (&exchange);
    }
}

/* cors-preflight-not-cors-safelisted.any.js */
static void
test_not_safelisted (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "wpt", "not-cors-safelisted.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  rows = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonArray *row = json_array_get_array_element (rows, i);
    g_autoptr (PlacardCorsClass) class = NULL;
    Exchange exchange;

    exchange_init (&exchange, REMOTE, "GET", FALSE);
    set_field (&exchange, json_array_get_string_element (row, 0),
               json_array_get_string_element (row, 1));
    class = placard_cors_classify (&exchange.request);
    g_assert_true (class->preflight);
    g_assert_cmpstr (class->unsafe_headers[0], ==, json_array_get_string_element (row, 0));
    g_assert_null (class->unsafe_headers[1]);
    exchange_clear (&exchange);
  }
  g_test_message ("not-cors-safelisted.json: %u of %u pass", json_array_get_length (rows),
                  json_array_get_length (rows));
  g_assert_cmpuint (json_array_get_length (rows), ==, 13);
}

static gboolean
permits (Exchange *self)
{
  return placard_preflight_check (&self->request, &self->answer, NULL, NULL);
}

/* cors-preflight.any.js: the server allows, or it does not name the method or the fields. */
static void
test_preflight (void)
{
  static const char *const methods[] = {"DELETE", "PUT", "PATCH", "NEW"};
  static const char *const fields[] = {
      "x-test-header1",  "x-test-header2",  "X-test-header3",  "x-test-header-b",
      "x-test-header-D", "x-test-header-C", "x-test-header-a", "Content-Type",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    for (int allows = 0; allows < 2; allows++)
      for (int several = 0; several < 2; several++) {
        Exchange exchange;
        g_autoptr (GPtrArray) asked = NULL;

        exchange_init (&exchange, REMOTE, methods[i], FALSE);
        set_field (&exchange, "Accept", "*");
        set_field (&exchange, "Accept-Language", "bzh");
        set_field (&exchange, "Content-Language", "eu");
        for (gsize j = 0; several && j < G_N_ELEMENTS (fields); j++)
          set_field (&exchange, fields[j], "allowedOrRefused");
        g_assert_true (asks_first (&exchange));
        asked = placard_preflight_build_headers (&exchange.request);
        for (guint j = 0; several && j < asked->len; j++) {
          const PlacardField *field = g_ptr_array_index (asked, j);

          if (g_str_equal (field->name, "Access-Control-Request-Headers"))
            g_assert_cmpstr (field->value, ==,
                             "content-type,x-test-header-a,x-test-header-b,x-test-header-c,"
                             "x-test-header-d,x-test-header1,x-test-header2,x-test-header3");
        }
        add_answer (&exchange, "Access-Control-Allow-Origin", "*");
        if (allows) {
          add_answer (&exchange, "Access-Control-Allow-Methods", methods[i]);
          add_answer (&exchange, "Access-Control-Allow-Headers",
                      "content-type,x-test-header-a, x-test-header-b,x-test-header-c,"
                      "x-test-header-d,X-Test-Header1,x-test-header2,x-test-header3");
        }
        g_assert_true (permits (&exchange) == (gboolean) allows);
        exchange_clear (&exchange);
      }
}

/* cors-preflight-star.any.js */
static void
test_star (void)
{
  static const struct {
    gboolean succeeds, credentials;
    const char *methods, *headers;
    const char *method, *field;
  } rows[] = {
      {TRUE, FALSE, "get", "x-test", "GET", "X-Test"},
      {TRUE, FALSE, "*", "x-test", "SUPER", "X-Test"},
      {TRUE, FALSE, "*", "*", "OK", "X-Test"},
      {FALSE, TRUE, "*", "*", "OK", "X-Test"},
      {FALSE, TRUE, "*", "", "PUT", NULL},
      {TRUE, TRUE, "PUT", "*", "PUT", NULL},
      {FALSE, TRUE, "get", "*", "GET", "X-Test"},
      {FALSE, TRUE, "*", "*", "GET", "X-Test"},
      {TRUE, TRUE, "*", "*", "*", "*"},
      {FALSE, TRUE, "put", "*", "PUT", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Exchange exchange;

    exchange_init (&exchange, REMOTE, rows[i].method, rows[i].credentials);
    if (rows[i].field)
      set_field (&exchange, rows[i].field, "1");
    add_answer (&exchange, "Access-Control-Allow-Origin", rows[i].credentials ? PAGE : "*");
    if (rows[i].credentials)
      add_answer (&exchange, "Access-Control-Allow-Credentials", "true");
    add_answer (&exchange, "Access-Control-Allow-Methods", rows[i].methods);
    add_answer (&exchange, "Access-Control-Allow-Headers", rows[i].headers);
    g_assert_true (permits (&exchange) == rows[i].succeeds);
    exchange_clear (&exchange);
  }
}

static void
force_preflight (Exchange *exchange)
{
  exchange_init (exchange, REMOTE, "GET", FALSE);
  set_field (exchange, "x-force-preflight", "");
  add_answer (exchange, "Access-Control-Allow-Origin", "*");
}

/* cors-preflight-status.any.js */
static void
test_status (void)
{
  static const guint statuses[] = {200, 201, 202, 203, 204, 205, 206, 300, 301,
                                   302, 303, 304, 305, 306, 307, 308, 400, 401,
                                   402, 403, 404, 405, 501, 502, 503, 504, 505};

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    Exchange exchange;

    force_preflight (&exchange);
    add_answer (&exchange, "Access-Control-Allow-Headers", "x-force-preflight");
    exchange.answer.status = statuses[i];
    g_assert_true (permits (&exchange) == (statuses[i] >= 200 && statuses[i] <= 299));
    exchange_clear (&exchange);
  }
}

/* cors-preflight-response-validation.any.js */
static void
test_broken_lists (void)
{
  static const char *const rows[][2] = {
      {"x-force-preflight,header name with space", NULL},
      {"x-force-preflight", "Bad method name"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Exchange exchange;

    force_preflight (&exchange);
    add_answer (&exchange, "Access-Control-Allow-Headers", rows[i][0]);
    if (rows[i][1])
      add_answer (&exchange, "Access-Control-Allow-Methods", rows[i][1]);
    g_assert_false (permits (&exchange));
    exchange_clear (&exchange);
  }
}

static gboolean
passes (const char *remote, const char *method, const char *const *origins)
{
  Exchange exchange;
  gboolean passed;

  exchange_init (&exchange, remote, method, FALSE);
  for (; *origins; origins++)
    add_answer (&exchange, "Access-Control-Allow-Origin", *origins);
  passed = placard_cors_check_answer (&exchange.request, &exchange.answer, NULL);
  exchange_clear (&exchange);
  return passed;
}

/* cors-origin.any.js, and cors-multiple-origins.js by today's standard: one value, and no list of them. */
static void
test_origins (void)
{
  static const char *const methods[] = {"GET", "POST", "HEAD", "PUT"};
  static const char *const none[] = {NULL};
  static const char *const lists[][4] = {
      {"", NULL},
      {"\"\", http://example.com, " PAGE, NULL},
      {"\"\", http://example.com, *", NULL},
      {"\"\", " PAGE ", " PAGE, NULL},
      {"*, http://example.com, *", NULL},
      {"*, http://example.com, " PAGE, NULL},
      {", http://example.com, https://example2.com", NULL},
      {PAGE, PAGE, NULL},
      {"*", "*", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (remotes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (methods); j++) {
      const char *const own[] = {PAGE, NULL};
      const char *const theirs[] = {remotes[i], NULL};
      const char *const any[] = {"*", NULL};

      g_assert_true (passes (remotes[i], methods[j], own));
      g_assert_true (passes (remotes[i], methods[j], any));
      g_assert_false (passes (remotes[i], methods[j], theirs));
      g_assert_false (passes (remotes[i], methods[j], none));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    g_assert_false (passes (REMOTE, "GET", lists[i]));
}

static gboolean
exposes (Exchange *exchange, const char *name)
{
  g_auto (GStrv) exposed = placard_cors_get_exposed (&exchange->request, &exchange->answer);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strv_contains ((const char *const *) exposed, lower);
}

/* cors-filtering.js; Content-Length has become a safelisted name since (Fetch, "CORS-safelisted response-header
 * name"). */
static void
test_filtering (void)
{
  static const struct {
    const char *name;
    gboolean bare, exposed;
  } rows[] = {
      {"Cache-Control", TRUE, TRUE}, {"Content-Language", TRUE, TRUE},
      {"Content-Type", TRUE, TRUE},  {"Expires", TRUE, TRUE},
      {"Last-Modified", TRUE, TRUE}, {"Pragma", TRUE, TRUE},
      {"Age", FALSE, TRUE},          {"Server", FALSE, TRUE},
      {"Warning", FALSE, TRUE},      {"Content-Length", TRUE, TRUE},
      {"Set-Cookie", FALSE, FALSE},  {"Set-Cookie2", FALSE, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int named = 0; named < 2; named++) {
      Exchange exchange;

      exchange_init (&exchange, REMOTE, "GET", FALSE);
      add_answer (&exchange, rows[i].name, "0");
      add_answer (&exchange, "Access-Control-Allow-Origin", "*");
      if (named)
        add_answer (&exchange, "Access-Control-Expose-Headers", rows[i].name);
      g_assert_true (exposes (&exchange, rows[i].name) == (named ? rows[i].exposed : rows[i].bare));
      exchange_clear (&exchange);
    }
}

/* cors-expose-star.js */
static void
test_expose_star (void)
{
  static const struct {
    gboolean credentials;
    const char *second; /* value of another Access-Control-Expose-Headers */
    gboolean test, star;
  } rows[] = {
      {FALSE, NULL, TRUE, TRUE},
      {TRUE, NULL, FALSE, TRUE},
      {FALSE, "set-cookie", TRUE, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Exchange exchange;

    exchange_init (&exchange, REMOTE, "GET", rows[i].credentials);
    add_answer (&exchange, "Access-Control-Expose-Headers", "*");
    if (rows[i].second)
      add_answer (&exchange, "Access-Control-Expose-Headers", rows[i].second);
    add_answer (&exchange, "Test", "X");
    add_answer (&exchange, "Set-Cookie", "X");
    add_answer (&exchange, "*", "whoa");
    add_answer (&exchange, "Content-Type", "text/plain");
    g_assert_true (exposes (&exchange, "Test") == rows[i].test);
    g_assert_true (exposes (&exchange, "*") == rows[i].star);
    g_assert_true (exposes (&exchange, "Content-Type"));
    g_assert_false (exposes (&exchange, "Set-Cookie"));
    exchange_clear (&exchange);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wpt-cors/no-preflight", test_no_preflight);
  g_test_add_func ("/wpt-cors/not-safelisted", test_not_safelisted);
  g_test_add_func ("/wpt-cors/preflight", test_preflight);
  g_test_add_func ("/wpt-cors/star", test_star);
  g_test_add_func ("/wpt-cors/status", test_status);
  g_test_add_func ("/wpt-cors/broken-lists", test_broken_lists);
  g_test_add_func ("/wpt-cors/origins", test_origins);
  g_test_add_func ("/wpt-cors/filtering", test_filtering);
  g_test_add_func ("/wpt-cors/expose-star", test_expose_star);
  return g_test_run ();
}
