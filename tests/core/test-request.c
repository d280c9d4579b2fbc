/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-request.h"

#include <string.h>

#include "placard-error.h"

/* "Name: value\n" for each field. */
static char *
join_fields (GPtrArray *fields)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);

    g_string_append_printf (text, "%s: %s\n", field->name, field->value);
  }
  return g_string_free (text, FALSE);
}

static const char *
header_value (GPtrArray *headers, const char *name)
{
  PlacardField *field = placard_field_list_find (headers, name);

  return field ? field->value : NULL;
}

static PlacardBody *
text_body (const char *text, const char *type)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return placard_body_new_bytes (bytes, type);
}

static void
test_query (void)
{
  static const struct {
    const char *url;
    const char *fields[5]; /* name, value, name, value */
    const char *expected;
  } rows[] = {
      {"http://h/q", {"名", "张 三&x=1"}, "http://h/q?%E5%90%8D=%E5%BC%A0+%E4%B8%89%26x%3D1"},
      {"http://h/q?x=1", {"a", "b c"}, "http://h/q?x=1&a=b+c"},
      {"http://h/q?", {"a", "1"}, "http://h/q?a=1"},
      {"http://h/q?x&", {"a", "1"}, "http://h/q?x&a=1"},
      {"http://h/q?a=%20", {"a", "%20"}, "http://h/q?a=%20&a=%2520"},
      {"http://h/q#f", {"a", "1"}, "http://h/q?a=1#f"},
      {"http://h/q", {"a", "", "b", "~+"}, "http://h/q?a=&b=~%2B"},
      {"http://h/q", {"", "only"}, "http://h/q?only"},
      {"http://h/q", {NULL}, "http://h/q"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) uri = NULL;
    g_autofree char *text = NULL;

    placard_request_set_url (request, rows[i].url);
    for (int j = 0; rows[i].fields[j]; j += 2)
      placard_request_append_query (request, rows[i].fields[j], rows[i].fields[j + 1]);
    uri = placard_request_build_uri (request, &error);
    g_assert_no_error (error);
    text = g_uri_to_string (uri);
    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

static void
test_disabled (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GPtrArray) headers = NULL;

  placard_request_set_url (request, "http://h/");
  placard_request_append_query (request, "a", "1");
  placard_request_append_header (request, "X", "1");
  ((PlacardField *) g_ptr_array_index (placard_request_get_query (request), 0))->enabled = FALSE;
  ((PlacardField *) g_ptr_array_index (placard_request_get_headers (request), 0))->enabled = FALSE;

  uri = placard_request_build_uri (request, NULL);
  headers = placard_request_build_headers (request);
  g_assert_null (g_uri_get_query (uri));
  g_assert_null (header_value (headers, "X"));
}

static void
test_default_headers (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) headers = placard_request_build_headers (request);

  g_assert_cmpuint (headers->len, ==, 3);
  g_assert_true (g_str_has_prefix (header_value (headers, "User-Agent"), "Placard/"));
  g_assert_true (g_str_has_prefix (header_value (headers, "Accept"), "image/"));
  g_assert_cmpstr (header_value (headers, "Accept-Encoding"), ==, "identity");
}

/* Order and duplicates stay; a default steps back before a field of its name, or is deleted by one. */
static void
test_configured_headers (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardBody) body = text_body ("{}", "application/json");
  g_autoptr (GPtrArray) headers = NULL;
  g_autofree char *text = NULL;

  placard_request_append_header (request, "X-B", "1");
  placard_request_append_header (request, "X-A", " 2 ");
  placard_request_append_header (request, "x-b", "");
  placard_request_append_header (request, "accept", NULL);
  placard_request_append_header (request, "User-Agent", "me");
  placard_request_append_header (request, "Accept-Encoding", "gzip");
  placard_request_append_header (request, "content-type", "text/x");
  placard_request_set_body (request, body);
  headers = placard_request_build_headers (request);
  text = join_fields (headers);
  g_assert_cmpstr (text, ==,
                   "X-B: 1\nX-A: 2\nx-b: \nUser-Agent: me\nAccept-Encoding: gzip\n"
                   "content-type: text/x\n");
}

static void
test_body_type (void)
{
  static const struct {
    const char *header;
    const char *body_type;
    const char *expected;
  } rows[] = {
      {NULL, "text/plain", "text/plain"},
      {NULL, NULL, NULL},
      {"image/png", "text/plain", "image/png"},
      /* UL6: useless without its boundary. */
      {"multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=x"},
      {"multipart/form-data; boundary=y", "multipart/form-data; boundary=x",
       "multipart/form-data; boundary=y"},
      {"multipart/form-data", "text/plain", "multipart/form-data"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (PlacardBody) body = text_body ("x", rows[i].body_type);
    g_autoptr (GPtrArray) headers = NULL;

    placard_request_set_body (request, body);
    if (rows[i].header)
      placard_request_append_header (request, "Content-Type", rows[i].header);
    headers = placard_request_build_headers (request);
    g_assert_cmpstr (header_value (headers, "Content-Type"), ==, rows[i].expected);
  }
}

static void
test_credentials (void)
{
  static const struct {
    PlacardAuth auth;
    const char *user;
    const char *secret;
    const char *name;
    const char *expected;
  } rows[] = {
      {PLACARD_AUTH_BASIC, "Aladdin", "open sesame", "Authorization",
       "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}, /* RFC 7617, section 2 */
      {PLACARD_AUTH_BASIC, "test", "123£", "Authorization",
       "Basic dGVzdDoxMjPCow=="}, /* RFC 7617, section 2.1 */
      {PLACARD_AUTH_BASIC, "u", NULL, "Authorization", "Basic dTo="},
      {PLACARD_AUTH_BEARER, NULL, "mF_9.B5f-4.1JqM", "Authorization",
       "Bearer mF_9.B5f-4.1JqM"}, /* RFC 6750, section 2.1 */
      {PLACARD_AUTH_API_KEY_HEADER, "X-Till", "k", "X-Till", "k"},
      {PLACARD_AUTH_API_KEY_QUERY, "key", "k", "Authorization", NULL},
      {PLACARD_AUTH_DIGEST, "u", "p", "Authorization", NULL},
      {PLACARD_AUTH_NONE, "u", "p", "Authorization", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GPtrArray) headers = NULL;
    PlacardField *field;

    placard_request_set_auth (request, rows[i].auth, rows[i].user, rows[i].secret);
    headers = placard_request_build_headers (request);
    field = placard_field_list_find (headers, rows[i].name);
    g_assert_cmpstr (field ? field->value : NULL, ==, rows[i].expected);
    g_assert_true (!field || field->secret);
  }
}

static void
test_key_in_query (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GUri) uri = NULL;

  placard_request_set_url (request, "http://h/?a=1");
  placard_request_set_auth (request, PLACARD_AUTH_API_KEY_QUERY, "api_key", "s&t");
  uri = placard_request_build_uri (request, NULL);
  g_assert_cmpstr (g_uri_get_query (uri), ==, "a=1&api_key=s%26t");
}

static void
test_written_authorization_wins (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) headers = NULL;

  placard_request_append_header (request, "authorization", "Own x");
  placard_request_set_auth (request, PLACARD_AUTH_BASIC, "u", "p");
  headers = placard_request_build_headers (request);
  g_assert_cmpstr (header_value (headers, "Authorization"), ==, "Own x");
  g_assert_cmpuint (headers->len, ==, 4);
}

static void
test_userinfo (void)
{
  static const struct {
    const char *url;
    const char *without;
    const char *authorization;
  } rows[] = {
      {"http://u:p@h/x", "http://h/x", "Basic dTpw"},
      {" u:p@h/x?a=@", "h/x?a=@", "Basic dTpw"},
      {"http://a@b:p@h", "http://h", "Basic YUBiOnA="},
      {"http://h/x", "http://h/x", NULL},
      {"http://h/u:p@x", "http://h/u:p@x", NULL},
      {"u:p@h/?a=://b", "h/?a=://b", "Basic dTpw"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GPtrArray) before = NULL;
    g_autoptr (GPtrArray) after = NULL;

    placard_request_set_url (request, rows[i].url);
    before = placard_request_build_headers (request);
    g_assert_cmpstr (header_value (before, "Authorization"), ==, rows[i].authorization);

    g_assert_true (placard_request_move_userinfo (request) == !!rows[i].authorization);
    g_assert_cmpstr (placard_request_get_url (request), ==, rows[i].without);
    after = placard_request_build_headers (request);
    g_assert_cmpstr (header_value (after, "Authorization"), ==, rows[i].authorization);
  }
}

static void
test_effective_method (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardBody) body = text_body ("x", NULL);

  g_assert_cmpstr (placard_request_get_effective_method (request), ==, "GET");
  placard_request_set_body (request, body);
  g_assert_cmpstr (placard_request_get_effective_method (request), ==, "POST");
  placard_request_set_method (request, "PUT");
  g_assert_cmpstr (placard_request_get_effective_method (request), ==, "PUT");
}

/* Each row: one thing wrong, what is marked, and a part of the sentence. */
static void
test_invalid (void)
{
  static const struct {
    const char *method;
    const char *url;
    const char *header;
    const char *value;
    const char *body;
    PlacardError code;
    const char *field;
    const char *says;
  } rows[] = {
      {"CONNECT", NULL, NULL, NULL, NULL, PLACARD_ERROR_INVALID_METHOD, "method", "proxy"},
      {"connect", NULL, NULL, NULL, NULL, PLACARD_ERROR_INVALID_METHOD, "method", "proxy"},
      {"TRACE", NULL, NULL, NULL, NULL, PLACARD_ERROR_INVALID_METHOD, "method", "--allow-trace"},
      {"", NULL, NULL, NULL, NULL, PLACARD_ERROR_INVALID_METHOD, "method", "empty"},
      {"GET X", NULL, NULL, NULL, NULL, PLACARD_ERROR_INVALID_METHOD, "method", "GET X"},
      {"GET / HTTP/1.1\r\nX-Inj: 1\r\nY:", NULL, NULL, NULL, NULL, PLACARD_ERROR_INVALID_METHOD,
       "method", "\\x0D\\x0A"},
      {"GÉT", NULL, NULL, NULL, NULL, PLACARD_ERROR_INVALID_METHOD, "method", "GÉT"},
      {NULL, "ftp://h/", NULL, NULL, NULL, PLACARD_ERROR_INVALID_URL, "url", "ftp:"},
      {NULL, "", NULL, NULL, NULL, PLACARD_ERROR_INVALID_URL, "url", "empty"},
      {NULL, NULL, "a b", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "“a b”"},
      {NULL, NULL, "x:", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "“x:”"},
      {NULL, NULL, "", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "no name"},
      {NULL, NULL, "é", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "“é”"},
      {NULL, NULL, "X", "a\r\nY: z", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "line break"},
      {NULL, NULL, "X", "a\nb", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "line break"},
      {NULL, NULL, "X", "a\x01", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "0x01"},
      {NULL, NULL, "X", "a\x7f", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "0x7F"},
      {NULL, NULL, "Host", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "address"},
      {NULL, NULL, "content-length", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "body"},
      {NULL, NULL, "Transfer-Encoding", "chunked", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0",
       "body"},
      {NULL, NULL, "Connection", "close", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0",
       "transport"},
      {NULL, NULL, "TE", "trailers", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "transport"},
      {NULL, NULL, "Upgrade", "h2c", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "protocol"},
      {NULL, NULL, "Expect", "100-continue", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0",
       "transport"},
      {NULL, NULL, "Trailer", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0", "transport"},
      {NULL, NULL, "Proxy-Authorization", "x", NULL, PLACARD_ERROR_INVALID_HEADER, "header:0",
       "proxy"},
      {"GET", NULL, NULL, NULL, "x", PLACARD_ERROR_INVALID_BODY, "body", "GET"},
      {"HEAD", NULL, NULL, NULL, "x", PLACARD_ERROR_INVALID_BODY, "body", "HEAD"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (PlacardBody) body = rows[i].body ? text_body (rows[i].body, NULL) : NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *field = NULL;

    placard_request_set_url (request, rows[i].url ? rows[i].url : "http://h/");
    placard_request_set_method (request, rows[i].method);
    if (rows[i].header)
      placard_request_append_header (request, rows[i].header, rows[i].value);
    placard_request_set_body (request, body);

    g_assert_false (placard_request_validate (request, &field, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, PLACARD_ERROR, (int) rows[i].code);
    g_assert_cmpstr (field, ==, rows[i].field);
    g_assert_nonnull (strstr (error->message, rows[i].says));
    for (const char *at = error->message; *at; at++)
      g_assert_false (g_ascii_iscntrl (*at));
  }
}

static void
test_invalid_credentials (void)
{
  static const struct {
    PlacardAuth auth;
    const char *user;
    const char *secret;
  } rows[] = {
      {PLACARD_AUTH_BASIC, "a:b", "secret-7"},
      {PLACARD_AUTH_BASIC, "a", "secret-7\n"},
      {PLACARD_AUTH_BEARER, NULL, ""},
      {PLACARD_AUTH_BEARER, NULL, "secret-7\r\nX: y"},
      {PLACARD_AUTH_API_KEY_HEADER, "a b", "k"},
      {PLACARD_AUTH_API_KEY_HEADER, "", "k"},
      {PLACARD_AUTH_API_KEY_HEADER, "Host", "k"},
      {PLACARD_AUTH_API_KEY_QUERY, "", "k"},
      {PLACARD_AUTH_API_KEY_QUERY, "x", "secret-7\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *field = NULL;

    placard_request_set_url (request, "http://h/");
    placard_request_set_auth (request, rows[i].auth, rows[i].user, rows[i].secret);
    g_assert_false (placard_request_validate (request, &field, &error));
    g_assert_cmpstr (field, ==, "auth");
    g_assert_null (strstr (error->message, "secret-7"));
  }
}

static void
test_valid (void)
{
  static const char *const methods[] = {NULL,     "GET",     "HEAD",  "POST",     "PUT",
                                        "DELETE", "OPTIONS", "PATCH", "PROPFIND", "M-SEARCH"};

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *field = NULL;

    placard_request_set_url (request, "http://h/");
    placard_request_set_method (request, methods[i]);
    placard_request_append_header (request, "X-Name", "张三\t\xff");
    placard_request_append_header (request, "Host", NULL);
    placard_request_append_query (request, "a", "");
    g_assert_true (placard_request_validate (request, &field, &error));
    g_assert_no_error (error);
    g_assert_null (field);
  }
}

/* What is locked by default can be unlocked where that can be meant. */
static void
test_unlocked (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;

  placard_request_set_url (request, "http://h/");
  placard_request_set_method (request, "TRACE");
  placard_request_append_header (request, "Host", "other.example");
  placard_request_set_allow_trace (request, TRUE);
  placard_request_set_allow_host (request, TRUE);
  g_assert_true (placard_request_validate (request, NULL, &error));
  g_assert_no_error (error);

  placard_request_append_header (request, "Host", "two names");
  g_assert_false (placard_request_validate (request, NULL, NULL));
  g_ptr_array_set_size (placard_request_get_headers (request), 1);

  placard_request_append_header (request, "Transfer-Encoding", "chunked");
  g_assert_false (placard_request_validate (request, NULL, &error));
}

static void
test_secret_names (void)
{
  static const char *const secret[] = {
      "Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key",
      "api_key",       "access_token",        "X-Auth", "password",
      "client_secret", "X-CSRF-Token",        "sid",    "SessionId",
  };
  static const char *const open[] = {"Accept",       "User-Agent", "X-Till",
                                     "Content-Type", "name",       "side"};

  for (gsize i = 0; i < G_N_ELEMENTS (secret); i++)
    g_assert_true (placard_field_name_is_secret (secret[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (open); i++)
    g_assert_false (placard_field_name_is_secret (open[i]));
}

static void
count (PlacardRequest *request, int *n)
{
  *n += 1;
}

static void
test_changed (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  int n = 0;

  g_signal_connect (request, "changed", G_CALLBACK (count), &n);
  placard_request_set_url (request, "http://h/");
  placard_request_set_url (request, "http://h/");
  g_assert_cmpint (n, ==, 1);
  placard_request_set_method (request, "PUT");
  placard_request_append_header (request, "X", "1");
  placard_request_append_query (request, "X", "1");
  placard_request_set_auth (request, PLACARD_AUTH_BEARER, NULL, "t");
  placard_request_set_ca_file (request, "/x");
  placard_request_set_allow_host (request, TRUE);
  g_assert_cmpint (n, ==, 7);
}

static void
test_copy (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) copy = NULL;
  g_autoptr (PlacardBody) body = text_body ("x", NULL);
  PlacardLimits limits = *placard_request_get_limits (request);

  limits.total_ms = 1234;
  placard_request_set_url (request, "http://h/");
  placard_request_set_method (request, "PUT");
  placard_request_set_body (request, body);
  placard_request_set_ca_file (request, "/ca.pem");
  placard_request_set_image_at (request, "text");
  placard_request_set_limits (request, &limits);
  placard_request_set_auth (request, PLACARD_AUTH_BASIC, "u", "p");
  placard_request_append_header (request, "X", "1");
  placard_request_append_query (request, "q", "2");
  placard_request_set_allow_host (request, TRUE);

  copy = placard_request_copy (request);
  placard_request_append_header (request, "Y", "1");
  placard_request_set_url (request, "http://other/");

  g_assert_cmpstr (placard_request_get_url (copy), ==, "http://h/");
  g_assert_cmpstr (placard_request_get_method (copy), ==, "PUT");
  g_assert_true (placard_request_get_body (copy) == body);
  g_assert_cmpstr (placard_request_get_ca_file (copy), ==, "/ca.pem");
  g_assert_cmpstr (placard_request_get_image_at (copy), ==, "text");
  g_assert_cmpint (placard_request_get_limits (copy)->total_ms, ==, 1234);
  g_assert_cmpint (placard_request_get_auth (copy), ==, PLACARD_AUTH_BASIC);
  g_assert_cmpstr (placard_request_get_auth_user (copy), ==, "u");
  g_assert_cmpstr (placard_request_get_auth_secret (copy), ==, "p");
  g_assert_cmpuint (placard_request_get_headers (copy)->len, ==, 1);
  g_assert_cmpuint (placard_request_get_query (copy)->len, ==, 1);
  g_assert_true (placard_request_get_allow_host (copy));
}

static void
test_finalize (void)
{
  PlacardRequest *request = placard_request_new ();

  placard_request_append_header (request, "X", "1");
  g_assert_finalize_object (request);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request/query", test_query);
  g_test_add_func ("/request/disabled", test_disabled);
  g_test_add_func ("/request/default-headers", test_default_headers);
  g_test_add_func ("/request/configured-headers", test_configured_headers);
  g_test_add_func ("/request/body-type", test_body_type);
  g_test_add_func ("/request/credentials", test_credentials);
  g_test_add_func ("/request/key-in-query", test_key_in_query);
  g_test_add_func ("/request/written-authorization-wins", test_written_authorization_wins);
  g_test_add_func ("/request/userinfo", test_userinfo);
  g_test_add_func ("/request/effective-method", test_effective_method);
  g_test_add_func ("/request/invalid", test_invalid);
  g_test_add_func ("/request/invalid-credentials", test_invalid_credentials);
  g_test_add_func ("/request/valid", test_valid);
  g_test_add_func ("/request/unlocked", test_unlocked);
  g_test_add_func ("/request/secret-names", test_secret_names);
  g_test_add_func ("/request/changed", test_changed);
  g_test_add_func ("/request/copy", test_copy);
  g_test_add_func ("/request/finalize", test_finalize);
  return g_test_run ();
}
