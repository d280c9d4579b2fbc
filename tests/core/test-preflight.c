/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW13, CO8 to CO15. */
#include <glib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-preflight.h"
#include "placard-response.h"

#define PAGE "https://page.example"

static GUri *
parse (const char *url)
{
  return g_uri_parse (url, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, NULL);
}

static void
add_field (GPtrArray *fields, const char *name, const char *value)
{
  PlacardField *field = g_new0 (PlacardField, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->enabled = TRUE;
  g_ptr_array_add (fields, field);
}

static void
test_build (void)
{
  static const char *const expected[] = {
      "Accept: */*", "Origin: " PAGE, "Access-Control-Request-Method: PUT",
      "Access-Control-Request-Headers: api-key,authorization,content-type,x-z"};
  g_autoptr (GPtrArray) fields =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
  g_autoptr (GPtrArray) headers = NULL;
  g_autoptr (GUri) uri = parse ("https://api.example/");
  PlacardCorsRequest request = {PAGE, uri, "PUT", fields, TRUE};

  add_field (fields, "X-Z", "1");
  add_field (fields, "Authorization", "Bearer t");
  add_field (fields, "Content-Type", "application/json");
  add_field (fields, "Accept", "image/*");
  add_field (fields, "Api-Key", "k");
  add_field (fields, "Cookie", "a=b");
  headers = placard_preflight_build_headers (&request);
  g_assert_cmpuint (headers->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);
    g_autofree char *line = g_strconcat (field->name, ": ", field->value, NULL);

    g_assert_cmpstr (line, ==, expected[i]);
  }
}

static const struct {
  const char *why;
  const char *method;
  const char *header; /* (nullable): a field that the request has */
  gboolean credentials;
  guint status;
  const char *methods; /* (nullable): Access-Control-Allow-Methods */
  const char *headers; /* (nullable): Access-Control-Allow-Headers */
  gboolean allowed;
  const char *says; /* (nullable) */
} rows[] = {
    /* web-platform-tests' fetch/api/cors/cors-preflight-star.any.js. */
    {"GET is safe whatever is listed", "GET", "X-Test", FALSE, 200, "get", "x-test", TRUE, NULL},
    {"any method", "SUPER", "X-Test", FALSE, 200, "*", "x-test", TRUE, NULL},
    {"any method and header", "OK", "X-Test", FALSE, 200, "*", "*", TRUE, NULL},
    {"not with credentials", "OK", "X-Test", TRUE, 200, "*", "*", FALSE, "OK"},
    {"not with credentials", "PUT", NULL, TRUE, 200, "*", "", FALSE, "PUT"},
    {"named method", "PUT", NULL, TRUE, 200, "PUT", "*", TRUE, NULL},
    {"any header, credentials", "GET", "X-Test", TRUE, 200, "get", "*", FALSE, "x-test"},
    {"any header, credentials", "GET", "X-Test", TRUE, 200, "*", "*", FALSE, "x-test"},
    {"a method and a header called *", "*", "*", TRUE, 200, "*", "*", TRUE, NULL},
    {"methods have a case", "PUT", NULL, TRUE, 200, "put", "*", FALSE, "PUT"},
    /* CO11 to CO14. */
    {"no list of methods", "DELETE", NULL, FALSE, 204, NULL, NULL, FALSE,
     "no Access-Control-Allow-Methods for DELETE"},
    {"another method", "DELETE", NULL, FALSE, 204, "PUT, PATCH", NULL, FALSE, "DELETE"},
    {"one of several", "PATCH", NULL, FALSE, 204, "PUT, PATCH", NULL, TRUE, NULL},
    {"no list of headers", "GET", "Api-Key", FALSE, 200, NULL, NULL, FALSE,
     "no Access-Control-Allow-Headers for api-key"},
    {"headers have no case", "GET", "Api-Key", FALSE, 200, NULL, "x, API-KEY", TRUE, NULL},
    {"* does not cover Authorization", "GET", "Authorization", FALSE, 200, NULL, "*", FALSE,
     "authorization"},
    {"Authorization is named", "GET", "Authorization", FALSE, 200, NULL, "*, Authorization", TRUE,
     NULL},
    {"redirect", "PUT", NULL, FALSE, 302, "PUT", NULL, FALSE, "redirected with status 302"},
    {"not ok", "PUT", NULL, FALSE, 404, "PUT", NULL, FALSE, "status 404"},
    {"304", "PUT", NULL, FALSE, 304, "PUT", NULL, FALSE, "304"},
    {"299", "PUT", NULL, FALSE, 299, "PUT", NULL, TRUE, NULL},
    {"broken methods", "GET", "X-A", FALSE, 200, "P UT", "x-a", FALSE,
     "Access-Control-Allow-Methods of the preflight is not a list"},
    {"broken headers", "PUT", NULL, FALSE, 200, "PUT", "x:", FALSE,
     "Access-Control-Allow-Headers of the preflight is not a list"},
};

static void
add_header (GPtrArray *headers, const char *name, const char *value)
{
  if (value)
    g_ptr_array_add (headers, placard_response_header_new (name, value));
}

static void
test_check (void)
{
  g_autoptr (GUri) uri = parse ("https://api.example/");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) fields =
        g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
    g_autoptr (GPtrArray) headers =
        g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
    PlacardCorsRequest request = {PAGE, uri, rows[i].method, fields, rows[i].credentials};
    PlacardCorsAnswer answer = {rows[i].status, headers};
    g_autoptr (GError) error = NULL;

    if (rows[i].header)
      add_field (fields, rows[i].header, "1");
    add_header (headers, "Access-Control-Allow-Origin", PAGE);
    add_header (headers, "Access-Control-Allow-Credentials", "true");
    add_header (headers, "Access-Control-Allow-Methods", rows[i].methods);
    add_header (headers, "Access-Control-Allow-Headers", rows[i].headers);
    g_test_message ("%s", rows[i].why);
    g_assert_cmpint (placard_preflight_check (&request, &answer, NULL, &error), ==,
                     rows[i].allowed);
    if (!rows[i].allowed) {
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CORS);
      g_assert_nonnull (strstr (error->message, rows[i].says));
    }
  }
}

static const struct {
  const char *value; /* (nullable) */
  guint seconds;
} ages[] = {
    {NULL, 5},     {"600", 600},    {"0", 0},
    {"", 5},       {"-1", 5},       {"1.5", 5},
    {"10, 20", 5}, {"86400", 7200}, {"99999999999999999999999", 7200},
};

static void
test_max_age (void)
{
  g_autoptr (GUri) uri = parse ("https://api.example/");

  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++) {
    g_autoptr (GPtrArray) headers =
        g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
    PlacardCorsRequest request = {PAGE, uri, "GET", NULL, FALSE};
    PlacardCorsAnswer answer = {200, headers};
    guint max_age = 1;

    add_header (headers, "Access-Control-Allow-Origin", "*");
    add_header (headers, "Access-Control-Max-Age", ages[i].value);
    g_assert_true (placard_preflight_check (&request, &answer, &max_age, NULL));
    g_assert_cmpuint (max_age, ==, ages[i].seconds);
  }
}

static void
test_no_origin (void)
{
  g_autoptr (GUri) uri = parse ("https://api.example/");
  PlacardCorsRequest request = {PAGE, uri, "GET", NULL, FALSE};
  PlacardCorsAnswer answer = {200, NULL};
  g_autoptr (GError) error = NULL;

  g_assert_false (placard_preflight_check (&request, &answer, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Access-Control-Allow-Origin"));
}

static void
test_cache (void)
{
  g_autoptr (PlacardPreflightCache) cache = placard_preflight_cache_new ();
  g_autoptr (GUri) uri = parse ("https://api.example/a");
  g_autoptr (GUri) other = parse ("https://api.example/b");
  PlacardCorsRequest request = {PAGE, uri, "PUT", NULL, FALSE};
  PlacardCorsRequest changed = request;

  g_assert_cmpuint (placard_preflight_cache_lookup (cache, &request, 100), ==, 0);
  placard_preflight_cache_store (cache, &request, 600, 100);
  g_assert_cmpuint (placard_preflight_cache_lookup (cache, &request, 100), ==, 600);
  g_assert_cmpuint (placard_preflight_cache_lookup (cache, &request, 699), ==, 1);

  changed.uri = other;
  g_assert_cmpuint (placard_preflight_cache_lookup (cache, &changed, 100), ==, 0);
  changed = request;
  changed.method = "DELETE";
  g_assert_cmpuint (placard_preflight_cache_lookup (cache, &changed, 100), ==, 0);
  changed = request;
  changed.credentials = TRUE;
  g_assert_cmpuint (placard_preflight_cache_lookup (cache, &changed, 100), ==, 0);

  g_assert_cmpuint (placard_preflight_cache_lookup (cache, &request, 700), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preflight/build", test_build);
  g_test_add_func ("/preflight/check", test_check);
  g_test_add_func ("/preflight/max-age", test_max_age);
  g_test_add_func ("/preflight/no-origin", test_no_origin);
  g_test_add_func ("/preflight/cache", test_cache);
  return g_test_run ();
}
