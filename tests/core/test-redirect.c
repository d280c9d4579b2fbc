/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW1, NW2, NW3, IN38, CR9, S2. */
#include "placard-redirect.h"

#include "placard-error.h"
#include "placard-origin.h"

/* Methods and statuses are the Fetch standard's "HTTP-redirect fetch"; what travels is RELIABILITY's. */

static GUri *
parse (const char *url)
{
  g_autoptr (GError) error = NULL;
  GUri *uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, &error);

  g_assert_no_error (error);
  return uri;
}

static void
add_field (GPtrArray *headers, const char *name, const char *value, gboolean secret, gboolean other)
{
  PlacardField *field = g_new0 (PlacardField, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->enabled = TRUE;
  field->secret = secret;
  field->other_hosts = other;
  g_ptr_array_add (headers, field);
}

static GPtrArray *
make_headers (void)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);

  add_field (headers, "Authorization", "Bearer t", TRUE, FALSE);
  add_field (headers, "X-Api-Key", "k", TRUE, FALSE);
  add_field (headers, "Cookie", "sid=1", TRUE, FALSE);
  add_field (headers, "X-Plain", "p", FALSE, FALSE);
  add_field (headers, "X-Everywhere", "e", TRUE, TRUE);
  add_field (headers, "Accept", "image/*", FALSE, FALSE);
  add_field (headers, "User-Agent", "Placard", FALSE, FALSE);
  add_field (headers, "Content-Type", "text/plain", FALSE, FALSE);
  return headers;
}

static PlacardStep *
make_step (const char *method, const char *url, gboolean with_body)
{
  g_autoptr (GUri) uri = parse (url);
  g_autoptr (GPtrArray) headers = make_headers ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("body", 4);
  g_autoptr (PlacardBody) body = with_body ? placard_body_new_bytes (bytes, "text/plain") : NULL;

  return placard_step_new (method, uri, headers, body, TRUE);
}

static char *
list_names (GPtrArray *headers)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);
    g_string_append_printf (names, "%s%s", i ? " " : "", field->name);
  }
  return g_string_free (names, FALSE);
}

#define ALL "Authorization X-Api-Key Cookie X-Plain X-Everywhere Accept User-Agent"
#define SOME "X-Everywhere Accept User-Agent"
#define A "http://a.example/x"
#define HERE "/y"
#define THERE "http://b.example/y"

typedef struct {
  const char *method;
  guint status;
  gboolean body;
  const char *location;
  const char *expected; /* %NULL: refused */
  gboolean body_kept;
  const char *names; /* but for Content-Type, which goes with the body */
} Row;

static const Row rows[] = {
    {"GET", 301, FALSE, HERE, "GET", FALSE, ALL},
    {"GET", 302, FALSE, HERE, "GET", FALSE, ALL},
    {"GET", 303, FALSE, HERE, "GET", FALSE, ALL},
    {"GET", 307, FALSE, HERE, "GET", FALSE, ALL},
    {"GET", 308, FALSE, HERE, "GET", FALSE, ALL},
    {"HEAD", 301, FALSE, HERE, "HEAD", FALSE, ALL},
    {"HEAD", 303, FALSE, HERE, "HEAD", FALSE, ALL},
    {"HEAD", 308, FALSE, HERE, "HEAD", FALSE, ALL},
    {"POST", 301, TRUE, HERE, "GET", FALSE, ALL},
    {"POST", 302, TRUE, HERE, "GET", FALSE, ALL},
    {"POST", 303, TRUE, HERE, "GET", FALSE, ALL},
    {"POST", 307, TRUE, HERE, "POST", TRUE, ALL},
    {"POST", 308, TRUE, HERE, "POST", TRUE, ALL},
    {"PUT", 301, TRUE, HERE, "PUT", TRUE, ALL},
    {"PUT", 302, TRUE, HERE, "PUT", TRUE, ALL},
    {"PUT", 303, TRUE, HERE, "GET", FALSE, ALL},
    {"PUT", 307, TRUE, HERE, "PUT", TRUE, ALL},
    {"DELETE", 302, FALSE, HERE, "DELETE", FALSE, ALL},
    {"DELETE", 303, FALSE, HERE, "GET", FALSE, ALL},
    {"PATCH", 301, TRUE, HERE, "PATCH", TRUE, ALL},
    {"PATCH", 303, TRUE, HERE, "GET", FALSE, ALL},
    {"GET", 301, FALSE, THERE, "GET", FALSE, SOME},
    {"GET", 308, FALSE, THERE, "GET", FALSE, SOME},
    {"HEAD", 307, FALSE, THERE, "HEAD", FALSE, SOME},
    {"POST", 301, TRUE, THERE, "GET", FALSE, SOME},
    {"POST", 302, TRUE, THERE, "GET", FALSE, SOME},
    {"POST", 303, TRUE, THERE, "GET", FALSE, SOME},
    {"POST", 307, TRUE, THERE, NULL},
    {"POST", 308, TRUE, THERE, NULL},
    {"POST", 308, FALSE, THERE, NULL},
    {"PUT", 302, TRUE, THERE, NULL},
    {"PUT", 303, TRUE, THERE, "GET", FALSE, SOME},
    {"DELETE", 307, FALSE, THERE, NULL},
};

static void
assert_row (const Row *row, gboolean trusted)
{
  g_autoptr (PlacardStep) step = make_step (row->method, A, row->body);
  g_autoptr (PlacardStep) next = NULL;
  g_autoptr (GPtrArray) withheld = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL, *wanted = NULL;

  next = placard_redirect_follow (step, row->status, row->location, trusted, &withheld, &error);
  if (!row->expected && !trusted) {
    g_assert_null (next);
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED);
    return;
  }
  g_assert_no_error (error);
  g_assert_cmpstr (next->method, ==, row->expected ? row->expected : row->method);
  if (!row->expected)
    return;
  g_assert_true ((next->body != NULL) == row->body_kept);
  names = list_names (next->headers);
  wanted = g_strconcat (trusted ? ALL : row->names, row->body_kept ? " Content-Type" : "", NULL);
  g_assert_cmpstr (names, ==, wanted);
  g_assert_cmpuint (withheld->len, ==, g_str_equal (wanted, SOME) ? 4 : 0);
}

static void
test_matrix (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (&rows[i], FALSE);
}

static void
test_trusted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (&rows[i], TRUE);
}

/* The whole of IN38: every status, method, target, with a body and without, beside the words of the standard's
 * "HTTP-redirect fetch", step 11 and 12: 301 and 302 make a POST a GET, 303 makes all but GET and HEAD a GET, and
 * only then the body goes, with the fields that describe it. Placard adds one thing (SPEC IN38): what would still
 * change something at another origin is sent there only by explicit choice. */
static void
assert_cell (const char *method, guint status, gboolean there, gboolean body, gboolean trusted)
{
  gboolean becomes_get =
      ((status == 301 || status == 302) && g_str_equal (method, "POST")) ||
      (status == 303 && !g_str_equal (method, "GET") && !g_str_equal (method, "HEAD"));
  const char *expected = becomes_get ? "GET" : method;
  gboolean safe = g_str_equal (expected, "GET") || g_str_equal (expected, "HEAD") ||
                  g_str_equal (expected, "OPTIONS"); /* RFC 9110, section 9.2.1 */
  g_autoptr (PlacardStep) step = make_step (method, A, body);
  g_autoptr (PlacardStep) next = NULL;
  g_autoptr (GPtrArray) withheld = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;
  g_autofree char *wanted = NULL;

  next = placard_redirect_follow (step, status, there ? THERE : HERE, trusted, &withheld, &error);
  if (there && !trusted && (!safe || (body && !becomes_get))) {
    g_assert_null (next);
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED);
    return;
  }
  g_assert_no_error (error);
  g_assert_cmpstr (next->method, ==, expected);
  g_assert_true ((next->body != NULL) == (body && !becomes_get));
  names = list_names (next->headers);
  wanted = g_strconcat (there && !trusted ? SOME : ALL, next->body ? " Content-Type" : "", NULL);
  g_assert_cmpstr (names, ==, wanted);
}

static void
test_standard (void)
{
  static const char *const methods[] = {"GET",   "HEAD",   "POST",    "PUT",
                                        "PATCH", "DELETE", "OPTIONS", "TESTING"};
  static const guint statuses[] = {301, 302, 303, 307, 308};
  guint n_cells = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (statuses); j++)
      for (int cell = 0; cell < 8; cell++) {
        gboolean body = (cell & 2) != 0;

        /* A GET or HEAD has no body (IN18). */
        if (body && i < 2)
          continue;
        assert_cell (methods[i], statuses[j], (cell & 1) != 0, body, (cell & 4) != 0);
        n_cells++;
      }
  g_assert_cmpuint (n_cells, ==, 5 * (6 * 8 + 2 * 4));
}

static void
test_location (void)
{
  static const struct {
    const char *base;
    const char *location;
    const char *expected; /* %NULL: an error that shows the location */
  } cases[] = {
      {"http://a/b/c?d", "/x", "http://a/x"},
      {"http://a/b/c?d", "x", "http://a/b/x"},
      {"http://a/b/c?d", "?x", "http://a/b/c?x"},
      {"http://a/b/c?d", "../../x/./y", "http://a/x/y"},
      {"http://a/b/c?d", "//h/x", "http://h/x"},
      {"http://a/b/c?d", "#f", "http://a/b/c?d"},
      {"http://a/b/c?d", "/x#f", "http://a/x"},
      {"http://a/b/c?d", "/a b", "http://a/a%20b"},
      {"http://a/b/c?d", " /a ", "http://a/a"},
      {"http://a/b/c?d", "/\xe5\x8d\xa1?\xe5\x8d\xa1", "http://a/%E5%8D%A1?%E5%8D%A1"},
      {"http://a/b/c?d", "http://h", "http://h/"},
      {"http://a/b/c?d", "HTTPS://H:443/x", "https://h/x"},
      {"http://a/b/c?d", "http://[::1]:8080/x", "http://[::1]:8080/x"},
      {"http://a/b/c?d", "http://u:p@h/x", "http://h/x"},
      {"http://a/b/c?d", "http://h:99999/", NULL},
      {"http://a/b/c?d", "/%zz", NULL},
      {"http://a/b/c?d", "", NULL},
      {"http://a/b/c?d", "http:///x", NULL},
      {"http://a/b/c?d", "http://h%0d%0aX-Inj:%201/", NULL},
      {"http://a/b/c?d", "http://h o/", NULL},
      {"http://a/b/c?d", "file:///etc/passwd", NULL},
      {"http://a/b/c?d", "data:text/plain,x", NULL},
      {"http://a/b/c?d", "ftp://h/x", NULL},
      {"http://a/b/c?d", "javascript:alert(1)", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PlacardStep) step = make_step ("GET", cases[i].base, FALSE);
    g_autoptr (PlacardStep) next = NULL;
    g_autoptr (GPtrArray) withheld = NULL;
    g_autoptr (GError) error = NULL;

    next = placard_redirect_follow (step, 302, cases[i].location, FALSE, &withheld, &error);
    if (cases[i].expected) {
      g_autofree char *url = next ? g_uri_to_string (next->uri) : NULL;
      g_assert_no_error (error);
      g_assert_cmpstr (url, ==, cases[i].expected);
    } else {
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT);
      g_assert_nonnull (strstr (error->message, cases[i].location));
    }
  }
}

static void
test_downgrade (void)
{
  g_autoptr (PlacardStep) step = make_step ("GET", "https://a/", FALSE);
  g_autoptr (GUri) uri = parse ("https://a/");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (PlacardStep) bare = placard_step_new ("GET", uri, none, NULL, FALSE);
  g_autoptr (PlacardStep) next = NULL;
  g_autoptr (GPtrArray) withheld = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (placard_redirect_follow (step, 302, "http://a/", FALSE, &withheld, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED);
  g_clear_error (&error);
  g_assert_null (placard_redirect_follow (step, 302, "http://a/", TRUE, &withheld, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED);
  g_clear_error (&error);
  next = placard_redirect_follow (bare, 302, "http://a/", FALSE, &withheld, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_uri_get_scheme (next->uri), ==, "http");
}

static void
test_one_shot (void)
{
  g_autoptr (GUri) uri = parse (A);
  g_autoptr (GPtrArray) headers = make_headers ();
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("x", 1, NULL);
  g_autoptr (PlacardBody) body = placard_body_new_stream (stream, "text/plain");
  g_autoptr (PlacardStep) step = placard_step_new ("POST", uri, headers, body, FALSE);
  g_autoptr (GPtrArray) withheld = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (placard_redirect_follow (step, 307, HERE, FALSE, &withheld, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED);
}

static void
test_statuses (void)
{
  static const guint followed[] = {301, 302, 303, 307, 308};
  gsize n = 0;

  for (guint status = 100; status < 600; status++)
    if (placard_redirect_is_redirect (status))
      g_assert_cmpuint (status, ==, followed[n++]);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (followed));
}

/* A secret that was given to one origin is seen by no other, whatever three servers say, and does not
 * come back to its own once it was withheld. */
static void
test_random_sequences (void)
{
  static const char *const origins[] = {
      "http://a.example",
      "http://a.example:8080",
      "https://a.example",
      "http://b.example",
      "https://b.example",
      "http://A.EXAMPLE:80",
      "/same",
      "//c.example",
  };
  static const guint statuses[] = {301, 302, 303, 307, 308};
  static const char *const methods[] = {"GET", "POST", "PUT", "HEAD", "DELETE"};
  guint n_left_home = 0;

  for (int i = 0; i < 10000; i++) {
    const char *home = origins[g_test_rand_int_range (0, 6)];
    g_autofree char *start = g_strconcat (home, "/", NULL);
    const char *method = methods[g_test_rand_int_range (0, 5)];
    g_autoptr (PlacardStep) step = make_step (method, start, g_test_rand_int_range (0, 2));
    g_autoptr (GUri) origin = g_uri_ref (step->uri);
    gboolean left = FALSE;

    for (int hop = 0; hop < 3; hop++) {
      g_autofree char *location = g_strconcat (origins[g_test_rand_int_range (0, 8)], "/y", NULL);
      g_autoptr (GPtrArray) withheld = NULL;
      g_autofree char *names = NULL;
      PlacardStep *next = placard_redirect_follow (step, statuses[g_test_rand_int_range (0, 5)],
                                                   location, FALSE, &withheld, NULL);

      if (!next)
        break;
      placard_step_free (step);
      step = next;
      left = left || !placard_origin_equal (origin, step->uri);
      names = list_names (step->headers);
      if (!left) {
        g_assert_true (g_str_has_prefix (names, ALL));
        continue;
      }
      n_left_home++;
      g_assert_cmpstr (names, ==, SOME);
      g_assert_null (step->body);
      g_assert_false (step->credentials);
    }
  }
  g_assert_cmpuint (n_left_home, >, 1000);
}

/* S2: a sentence quotes an address without its password, token or key, wherever they stand in it. */
static void
test_no_secret_in_sentence (void)
{
  static const char *const locations[] = {
      "ftp://till:sesame@h/x",
      "ftp://h/x?access_token=sesame",
      "ftp://h/x#access_token=sesame",
      "http:///x?api_key=sesame",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++) {
    g_autoptr (PlacardStep) step = make_step ("GET", "http://a/", FALSE);
    g_autoptr (GPtrArray) withheld = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_null (placard_redirect_follow (step, 302, locations[i], FALSE, &withheld, &error));
    g_assert_null (strstr (error->message, "sesame"));
    g_assert_nonnull (strstr (error->message, "/x"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redirect/matrix", test_matrix);
  g_test_add_func ("/redirect/trusted", test_trusted);
  g_test_add_func ("/redirect/standard", test_standard);
  g_test_add_func ("/redirect/location", test_location);
  g_test_add_func ("/redirect/no-secret-in-sentence", test_no_secret_in_sentence);
  g_test_add_func ("/redirect/downgrade", test_downgrade);
  g_test_add_func ("/redirect/one-shot", test_one_shot);
  g_test_add_func ("/redirect/statuses", test_statuses);
  g_test_add_func ("/redirect/random-sequences", test_random_sequences);
  return g_test_run ();
}
