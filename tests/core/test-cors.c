/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW13, CO1 to CO7. */
#include <glib.h>
#include <string.h>

#include "placard-cors.h"
#include "placard-error.h"
#include "placard-response.h"

#define PAGE "https://page.example"

static GUri *
parse (const char *url)
{
  return g_uri_parse (url, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, NULL);
}

/* "Name: value" lines. */
static GPtrArray *
make_fields (const char *const *lines)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);

  for (; lines && *lines; lines++) {
    PlacardField *field = g_new0 (PlacardField, 1);
    const char *colon = strchr (*lines, ':');

    field->name = g_strndup (*lines, (gsize) (colon - *lines));
    field->value = g_strdup (colon + 2);
    field->enabled = TRUE;
    g_ptr_array_add (fields, field);
  }
  return fields;
}

static GPtrArray *
make_headers (const char *const *lines)
{
  GPtrArray *headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);

  for (; lines && *lines; lines++) {
    const char *colon = strchr (*lines, ':');
    g_autofree char *name = g_strndup (*lines, (gsize) (colon - *lines));

    g_ptr_array_add (headers, placard_response_header_new (name, colon + 2));
  }
  return headers;
}

/* CO1 and CO2: simple or not, and why. */
static const struct {
  const char *url;
  const char *method;
  const char *headers[4];
  const char *unsafe; /* joined by ","; "" when nothing is */
  gboolean preflight;
} classes[] = {
    {"https://api.example/", "GET", {NULL}, "", FALSE},
    {"https://api.example/", "HEAD", {NULL}, "", FALSE},
    {"https://api.example/", "POST", {"Content-Type: text/plain"}, "", FALSE},
    {"https://api.example/", "POST", {"Content-Type: application/json"}, "content-type", TRUE},
    {"https://api.example/", "PUT", {NULL}, "", TRUE},
    {"https://api.example/", "DELETE", {NULL}, "", TRUE},
    {"https://api.example/", "get", {NULL}, "", TRUE},
    {"https://api.example/", "GET", {"Api-Key: 1"}, "api-key", TRUE},
    {"https://api.example/", "GET", {"Authorization: Bearer t"}, "authorization", TRUE},
    {"https://api.example/",
     "GET",
     {"Accept: image/*", "Accept-Language: de-CH, de;q=0.9"},
     "",
     FALSE},
    {"https://api.example/", "GET", {"X-B: 1", "x-a: 2", "X-b: 3"}, "x-a,x-b", TRUE},
    {"https://api.example/",
     "GET",
     {"Cookie: a=b", "Sec-Fetch-Dest: image", "Proxy-X: 1"},
     "",
     FALSE},
    {"https://api.example/", "GET", {"User-Agent: x"}, "user-agent", TRUE},
    {PAGE "/x", "PUT", {"X-A: 1"}, "x-a", FALSE},
    {PAGE ":443/x", "PUT", {NULL}, "", FALSE},
    {PAGE ":8443/x", "PUT", {NULL}, "", TRUE},
    {"http://page.example/x", "GET", {NULL}, "", FALSE},
};

static void
test_classes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autoptr (GUri) uri = parse (classes[i].url);
    g_autoptr (GPtrArray) fields = make_fields (classes[i].headers);
    PlacardCorsRequest request = {PAGE, uri, classes[i].method, fields, FALSE};
    g_autoptr (PlacardCorsClass) class = placard_cors_classify (&request);
    g_autofree char *names = g_strjoinv (",", class->unsafe_headers);

    g_test_message ("%s %s", classes[i].method, classes[i].url);
    g_assert_cmpstr (names, ==, classes[i].unsafe);
    g_assert_cmpint (class->preflight, ==, classes[i].preflight);
    if (class->preflight)
      g_assert_cmpuint (class->reasons->len, >, 0);
  }
}

static void
test_reasons (void)
{
  static const char *const lines[] = {"Api-Key: 1", "Cookie: a=b", "Accept: */*", NULL};
  g_autoptr (GUri) uri = parse ("https://api.example/");
  g_autoptr (GPtrArray) fields = make_fields (lines);
  PlacardCorsRequest request = {PAGE, uri, "PUT", fields, FALSE};
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (&request);

  g_assert_cmpuint (class->reasons->len, ==, 2);
  g_assert_nonnull (strstr (g_ptr_array_index (class->reasons, 0), "PUT"));
  g_assert_nonnull (strstr (g_ptr_array_index (class->reasons, 1), "Api-Key"));
  g_assert_cmpstr (class->forbidden_headers[0], ==, "Cookie");
  g_assert_null (class->forbidden_headers[1]);
  ((PlacardField *) g_ptr_array_index (fields, 0))->enabled = FALSE;
  placard_cors_class_free (g_steal_pointer (&class));
  class = placard_cors_classify (&request);
  g_assert_null (class->unsafe_headers[0]);
}

/* The rows of web-platform-tests' cors/cors-safelisted-request-header.any.js, then the Fetch standard's
 * own limits. */
static const struct {
  const char *name;
  const char *value;
  gboolean safe;
} values[] = {
    {"content-type", "text /plain", FALSE},
    {"content-type", "text\t/\tplain", FALSE},
    {"content-type", "text/plain;", TRUE},
    {"content-type", "text/plain;garbage", TRUE},
    {"content-type", "text/plain;garbage\x01\x02", FALSE},
    {"content-type", "text/plain,", FALSE},
    {"content-type", ",text/plain", FALSE},
    {"content-type", "text/plain,text/plain", FALSE},
    {"content-type", "text/plain,x/x", FALSE},
    {"content-type", "text/plain\x0b", FALSE},
    {"content-type", "text/plain\x0c", FALSE},
    {"content-type", "application/www-form-urlencoded", FALSE},
    {"content-type", "application/x-www-form-urlencoded;\x7f", FALSE},
    {"content-type", "multipart/form-data", TRUE},
    {"content-type", "multipart/form-data;\"", FALSE},
    {"range", "100-200", FALSE},
    {"range", "MB=100-200", FALSE},
    {"range", "bytes=100-200", TRUE},
    {"range", "bytes =100-200", FALSE},
    {"range", "bytes\t=100-200", FALSE},
    {"range", "bytes=  100-200", FALSE},
    {"range", "bytes=\t\t100-200", FALSE},
    {"range", "bytes=100 -200", FALSE},
    {"range", "bytes=100\t-200", FALSE},
    {"range", "bytes=100- 200", FALSE},
    {"range", "bytes=100-200hello", FALSE},
    {"range", "bytes=abc-def", FALSE},
    {"range", "bytes=100-200,300-400", FALSE},
    {"range", "bytes=-200", FALSE},
    {"range", "bytes=200-", TRUE},
    {"range", "bytes=200-100", FALSE},
    {"range",
     "bytes=1000000000000000000000000000000000000000000000000000000000000"
     "-2000000000000000000000000000000000000000000000000000000000000",
     FALSE},
    {"range", "bytes 100-200", FALSE},
    {"range", ",bytes=100-200", FALSE},
    {"range", "bytes=,100-200", FALSE},
    {"range", "bytes=", FALSE},
    {"range", "bytes=00200-1000", TRUE},
    {"content-type", "TEXT/Plain; charset=utf-8", TRUE},
    {"Content-Type", "application/json", FALSE},
    {"accept", "", TRUE},
    {"accept", "image/*\t", TRUE},
    {"accept", "(x)", FALSE},
    {"accept", "a\"b", FALSE},
    {"accept", "\xc3\xa9", TRUE},
    {"accept-language", "en, zh-CN;q=0.5, *", TRUE},
    {"accept-language", "en@x", FALSE},
    {"content-language", "de/ch", FALSE},
    {"content-language", "de\t", FALSE},
    {"x-anything", "", FALSE},
    {"dpr", "2", FALSE},
};

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_test_message ("%s: %s", values[i].name, values[i].value);
    g_assert_cmpint (placard_cors_is_safelisted (values[i].name, values[i].value), ==,
                     values[i].safe);
  }
}

/* 128 bytes a value, 1024 bytes all safe values together. */
static void
test_limits (void)
{
  g_autofree char *longest = g_strnfill (128, 'a');
  g_autofree char *longer = g_strnfill (129, 'a');
  g_autofree char *line = g_strconcat ("Accept: ", longest, NULL);
  const char *lines[] = {line, line, line, line, line, line, line, line, NULL, NULL};
  g_autoptr (GUri) uri = parse ("https://api.example/");

  g_assert_true (placard_cors_is_safelisted ("Accept", longest));
  g_assert_false (placard_cors_is_safelisted ("Accept", longer));
  for (int extra = 0; extra < 2; extra++) {
    g_autoptr (GPtrArray) fields = NULL;
    PlacardCorsRequest request = {PAGE, uri, "GET", NULL, FALSE};
    g_autoptr (PlacardCorsClass) class = NULL;

    lines[8] = extra ? "Content-Language: d" : NULL;
    request.headers = fields = make_fields (lines);
    class = placard_cors_classify (&request);
    g_assert_cmpint (class->preflight, ==, extra);
    g_assert_cmpuint (g_strv_length (class->unsafe_headers), ==, extra ? 2 : 0);
  }
}

/* web-platform-tests' cors/origin.htm, and the credentials rules of the CORS check. */
static const struct {
  const char *headers[4];
  gboolean credentials;
  gboolean passes;
  const char *says; /* (nullable) */
} answers[] = {
    {{"Access-Control-Allow-Origin: *"}, FALSE, TRUE, NULL},
    {{"Access-Control-Allow-Origin:  *  "}, FALSE, TRUE, NULL},
    {{"Access-Control-Allow-Origin: " PAGE}, FALSE, TRUE, NULL},
    {{"access-control-allow-origin:  \t" PAGE " \t"}, FALSE, TRUE, NULL},
    {{NULL}, FALSE, FALSE, "has no Access-Control-Allow-Origin"},
    {{"Access-Control-Allow-Origin: "}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: null"}, FALSE, FALSE, "“null”, not “" PAGE "”"},
    {{"Access-Control-Allow-Origin: " PAGE "/"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: " PAGE "?"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: " PAGE " /"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: " PAGE ":443"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: https://www.page.example"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: http://page.example"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: HTTPS://PAGE.EXAMPLE"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: //page.example"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: page.example"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: *.example"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: **"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: \"*\""}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: * *"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: *, " PAGE}, FALSE, FALSE, "several values"},
    {{"Access-Control-Allow-Origin: " PAGE ", *"}, FALSE, FALSE, "several values"},
    {{"Access-Control-Allow-Origin: *", "Access-Control-Allow-Origin: *"},
     FALSE,
     FALSE,
     "several values"},
    {{"Access-Control-Allow-Origin: " PAGE, "Access-Control-Allow-Origin: " PAGE},
     FALSE,
     FALSE,
     "several values"},
    {{"Access-Control-Allow-Origin: ", "Access-Control-Allow-Origin: *"}, FALSE, FALSE, NULL},
    {{"Access-Control-Allow-Origin: *", "Access-Control-Allow-Credentials: true"},
     TRUE,
     FALSE,
     "“*”, which does not count"},
    {{"Access-Control-Allow-Origin: " PAGE},
     TRUE,
     FALSE,
     "has no Access-Control-Allow-Credentials"},
    {{"Access-Control-Allow-Origin: " PAGE, "Access-Control-Allow-Credentials: true"},
     TRUE,
     TRUE,
     NULL},
    {{"Access-Control-Allow-Origin: " PAGE, "Access-Control-Allow-Credentials: TRUE"},
     TRUE,
     FALSE,
     "“TRUE”, not “true”"},
    {{"Access-Control-Allow-Origin: " PAGE, "Access-Control-Allow-Credentials: true",
      "Access-Control-Allow-Credentials: true"},
     TRUE,
     FALSE,
     "Access-Control-Allow-Credentials"},
    {{"Access-Control-Allow-Origin: " PAGE, "Access-Control-Allow-Credentials: false"},
     FALSE,
     TRUE,
     NULL},
};

static void
test_answers (void)
{
  g_autoptr (GUri) uri = parse ("https://api.example/");

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GPtrArray) headers = make_headers (answers[i].headers);
    PlacardCorsRequest request = {PAGE, uri, "GET", NULL, answers[i].credentials};
    PlacardCorsAnswer answer = {200, headers};
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", answers[i].headers[0]);
    g_assert_cmpint (placard_cors_check_answer (&request, &answer, &error), ==, answers[i].passes);
    if (!answers[i].passes)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CORS);
    if (answers[i].says)
      g_assert_nonnull (strstr (error->message, answers[i].says));
  }
}

/* An opaque origin is a name as any other. */
static void
test_null_origin (void)
{
  static const char *const lines[] = {"Access-Control-Allow-Origin: null", NULL};
  g_autoptr (GUri) uri = parse ("https://api.example/");
  g_autoptr (GPtrArray) headers = make_headers (lines);
  PlacardCorsRequest request = {"null", uri, "GET", NULL, FALSE};
  PlacardCorsAnswer answer = {200, headers};

  g_assert_true (placard_cors_check_answer (&request, &answer, NULL));
}

/* CO6 and CO7. */
static const struct {
  const char *expose; /* (nullable) */
  gboolean credentials;
  const char *readable; /* besides content-type and content-length, joined by a blank */
} exposures[] = {
    {NULL, FALSE, ""},
    {"Date", FALSE, "date"},
    {"date, content-disposition", FALSE, "content-disposition date"},
    {"*", FALSE, "content-disposition date x-*"},
    {"*", TRUE, ""},
    {"Set-Cookie, Date", FALSE, "date"},
    {"Da te", FALSE, ""},
    {",, Date ,", FALSE, "date"},
};

static void
test_exposed (void)
{
  g_autoptr (GUri) uri = parse ("https://api.example/");

  for (gsize i = 0; i < G_N_ELEMENTS (exposures); i++) {
    g_autofree char *expose =
        g_strconcat ("Access-Control-Expose-Headers: ", exposures[i].expose, NULL);
    const char *lines[] = {"Content-Type: image/png",
                           "Content-Length: 5",
                           "Content-Disposition: inline",
                           "Set-Cookie: a=b",
                           "Date: x",
                           "date: y",
                           "X-*: 1",
                           exposures[i].expose ? expose : NULL,
                           NULL};
    g_autoptr (GPtrArray) headers = make_headers (lines);
    PlacardCorsRequest request = {PAGE, uri, "GET", NULL, exposures[i].credentials};
    PlacardCorsAnswer answer = {200, headers};
    g_auto (GStrv) names = placard_cors_get_exposed (&request, &answer);
    g_auto (GStrv) wanted = g_strsplit (exposures[i].readable, " ", -1);
    gboolean all =
        exposures[i].expose && strcmp (exposures[i].expose, "*") == 0 && !exposures[i].credentials;

    g_assert_true (g_strv_contains ((const char *const *) names, "content-type"));
    g_assert_true (g_strv_contains ((const char *const *) names, "content-length"));
    g_assert_false (g_strv_contains ((const char *const *) names, "set-cookie"));
    for (char **name = wanted; *name; name++)
      g_assert_true (g_strv_contains ((const char *const *) names, *name));
    g_assert_cmpuint (g_strv_length (names), ==, 2 + g_strv_length (wanted) + (all ? 1 : 0));
  }
}

static const struct {
  const char *method;
  const char *headers[3];
  const char *refused; /* (nullable): what is named */
} no_cors_rows[] = {
    {"GET", {NULL}, NULL},
    {"POST", {"Content-Type: text/plain", "Accept: image/*"}, NULL},
    {"PUT", {NULL}, "PUT"},
    {"GET", {"X-Key: 1"}, "X-Key"},
    {"POST", {"Content-Type: application/json"}, "Content-Type"},
    {"GET", {"Range: bytes=1-2"}, "Range"},
    {"GET", {"Authorization: Bearer secret"}, "Authorization"},
};

static void
test_no_cors (void)
{
  g_autoptr (GUri) uri = parse ("https://api.example/");

  for (gsize i = 0; i < G_N_ELEMENTS (no_cors_rows); i++) {
    g_autoptr (GPtrArray) fields = make_fields (no_cors_rows[i].headers);
    PlacardCorsRequest request = {PAGE, uri, no_cors_rows[i].method, fields, FALSE};
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (placard_cors_check_no_cors (&request, &error), ==, !no_cors_rows[i].refused);
    if (no_cors_rows[i].refused) {
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CORS);
      g_assert_nonnull (strstr (error->message, no_cors_rows[i].refused));
      g_assert_null (strstr (error->message, "secret"));
    }
  }
}

static const struct {
  const char *urls[4];
  const char *origin;
} hops[] = {
    {{"https://api.example/"}, PAGE},
    {{"https://api.example/", "https://api.example/2"}, PAGE},
    {{PAGE "/", "https://api.example/"}, PAGE},
    {{"https://api.example/", PAGE "/"}, "null"},
    {{"https://api.example/", "https://cdn.example/"}, "null"},
    {{PAGE "/", "https://api.example/", "https://cdn.example/"}, "null"},
    {{PAGE "/", "https://api.example/", "https://api.example/2", "https://api.example/3"}, PAGE},
};

static void
test_taint (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hops); i++) {
    g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func ((GDestroyNotify) g_uri_unref);
    g_autofree char *origin = NULL;

    for (int at = 0; at < 4 && hops[i].urls[at]; at++)
      g_ptr_array_add (uris, parse (hops[i].urls[at]));
    origin = placard_cors_origin_after (PAGE, uris);
    g_assert_cmpstr (origin, ==, hops[i].origin);
  }
}

static const struct {
  const char *typed;
  const char *origin; /* NULL: refused */
} typed_origins[] = {
    {"https://page.example", PAGE},
    {"https://PAGE.example:443/", PAGE},
    {"http://page.example:8080", "http://page.example:8080"},
    {"null", "null"},
    {"page.example", NULL},
    {"https://page.example/path", NULL},
    {"https://page.example?x", NULL},
    {"https://u:p@page.example", NULL},
    {"file:///x", NULL},
    {"*", NULL},
    {"", NULL},
};

static void
test_typed_origins (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typed_origins); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *origin = placard_cors_parse_origin (typed_origins[i].typed, &error);

    g_assert_cmpstr (origin, ==, typed_origins[i].origin);
    if (!typed_origins[i].origin)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  }
}

static const struct {
  const char *url;
  const char *method;
  const char *preflight; /* (nullable): its Access-Control-Allow-Methods; "-" for none */
  const char *allow_origin;
  guint cached;
  gboolean allowed;
  const char *says;
} verdicts[] = {
    {PAGE "/x", "GET", NULL, NULL, 0, TRUE, "same origin"},
    {"https://api.example/", "GET", NULL, "*", 0, TRUE, "A browser would get this"},
    {"https://api.example/", "GET", NULL, NULL, 0, FALSE,
     "A browser would block this: The answer has no Access-Control-Allow-Origin"},
    {"https://api.example/", "PUT", "PUT", "*", 0, TRUE, "600 seconds"},
    {"https://api.example/", "PUT", NULL, "*", 300, TRUE, "300 more seconds"},
    {"https://api.example/", "PUT", "-", "*", 0, FALSE, "no Access-Control-Allow-Methods for PUT"},
    {"https://api.example/", "PUT", "PATCH", "*", 0, FALSE, "does not name PUT"},
};

static void
test_verdicts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    g_autofree char *methods =
        g_strconcat ("Access-Control-Allow-Methods: ", verdicts[i].preflight, NULL);
    g_autofree char *origin =
        g_strconcat ("Access-Control-Allow-Origin: ", verdicts[i].allow_origin, NULL);
    const char *asked[] = {"Access-Control-Allow-Origin: *", "Access-Control-Max-Age: 600",
                           g_strcmp0 (verdicts[i].preflight, "-") ? methods : NULL, NULL};
    const char *got[] = {"Content-Type: image/png", verdicts[i].allow_origin ? origin : NULL, NULL};
    g_autoptr (GPtrArray) asked_headers = make_headers (asked);
    g_autoptr (GPtrArray) got_headers = make_headers (got);
    g_autoptr (GUri) uri = parse (verdicts[i].url);
    PlacardCorsRequest request = {PAGE, uri, verdicts[i].method, NULL, FALSE};
    PlacardCorsAnswer preflight = {204, asked_headers}, answer = {200, got_headers};
    g_autoptr (PlacardCorsVerdict) verdict = placard_cors_judge (
        &request, verdicts[i].preflight ? &preflight : NULL, verdicts[i].cached, &answer);

    g_assert_cmpint (verdict->allowed, ==, verdicts[i].allowed);
    g_assert_nonnull (strstr (verdict->sentence, verdicts[i].says));
    g_assert_cmpint (verdict->preflight, ==,
                     strstr (verdicts[i].url, PAGE) == NULL &&
                         strcmp (verdicts[i].method, "PUT") == 0);
    g_assert_cmpuint (g_strv_length (verdict->exposed), ==, verdicts[i].allowed ? 1 : 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cors/classes", test_classes);
  g_test_add_func ("/cors/reasons", test_reasons);
  g_test_add_func ("/cors/values", test_values);
  g_test_add_func ("/cors/limits", test_limits);
  g_test_add_func ("/cors/answers", test_answers);
  g_test_add_func ("/cors/null-origin", test_null_origin);
  g_test_add_func ("/cors/exposed", test_exposed);
  g_test_add_func ("/cors/no-cors", test_no_cors);
  g_test_add_func ("/cors/taint", test_taint);
  g_test_add_func ("/cors/typed-origins", test_typed_origins);
  g_test_add_func ("/cors/verdicts", test_verdicts);
  return g_test_run ();
}
