/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HD5, HD11, HD14, HD17, UL6: what goes along unasked, why, and what becomes of what was written. */
#include <string.h>

#include "placard-form.h"
#include "placard-sent-field.h"

static const PlacardSentField *
find (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++) {
    const PlacardSentField *field = g_ptr_array_index (fields, i);

    if (strcmp (field->name, name) == 0)
      return field;
  }
  return NULL;
}

static void
assert_sent (PlacardRequest *request, const char *name, const char *value, gboolean managed)
{
  g_autoptr (GPtrArray) fields = placard_sent_field_list (request);
  const PlacardSentField *field = find (fields, name);

  if (!value) {
    g_assert_null (field);
    return;
  }
  g_assert_nonnull (field);
  if (!field)
    return;
  g_assert_cmpstr (field->value, ==, value);
  g_assert_cmpint (field->managed, ==, managed);
  g_assert_nonnull (field->reason);
}

static void
set_text_body (PlacardRequest *request, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "text/plain");

  placard_request_set_body (request, body);
}

static void
test_list (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (PlacardBody) streamed = placard_body_new_stream (stream, NULL);

  placard_request_set_url (request, "http://127.0.0.1:8080/x");
  assert_sent (request, "Host", "127.0.0.1:8080", TRUE);
  assert_sent (request, "Connection", "Keep-Alive", TRUE);
  assert_sent (request, "Accept", placard_sent_field_accept_image (), FALSE);
  assert_sent (request, "Content-Length", NULL, TRUE);

  set_text_body (request, "hello");
  assert_sent (request, "Content-Length", "5", TRUE);
  assert_sent (request, "Content-Type", "text/plain", FALSE);
  placard_request_set_body (request, streamed);
  assert_sent (request, "Content-Length", NULL, TRUE);
  assert_sent (request, "Transfer-Encoding", "chunked", TRUE);
  placard_request_set_body (request, NULL);
  placard_request_set_method (request, "POST");
  assert_sent (request, "Content-Length", "0", TRUE);

  /* One's own take the place of a default, or take it away. */
  placard_request_append_header (request, "accept", "a/b");
  placard_request_append_header (request, "User-Agent", NULL);
  assert_sent (request, "Accept", NULL, FALSE);
  assert_sent (request, "User-Agent", NULL, FALSE);
  placard_request_append_header (request, "Host", "other.example");
  assert_sent (request, "Host", "127.0.0.1:8080", TRUE);
  placard_request_set_allow_host (request, TRUE);
  assert_sent (request, "Host", NULL, TRUE);
}

static void
test_secret (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) fields = NULL;
  guint n_secret = 0;

  placard_request_set_url (request, "http://h/");
  placard_request_set_auth (request, PLACARD_AUTH_BEARER, NULL, "t0ken");
  fields = placard_sent_field_list (request);
  for (guint i = 0; i < fields->len; i++) {
    const PlacardSentField *field = g_ptr_array_index (fields, i);

    g_assert_cmpint (field->secret, ==, strcmp (field->name, "Authorization") == 0);
    n_secret += field->secret;
  }
  g_assert_cmpuint (n_secret, ==, 1);
}

/* HD17: it says another length than the body has; the body's is sent, and that is told. */
static void
test_length (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardField) wrong = placard_field_new ("content-length", " 7 ");
  g_autoptr (PlacardField) right = placard_field_new ("Content-Length", "5");
  g_autoptr (GPtrArray) built = NULL;
  g_autofree char *none = placard_sent_field_get_notice (request, wrong);
  g_autofree char *notice = NULL;
  g_autofree char *silence = NULL;

  placard_request_set_url (request, "http://h/");
  g_assert_nonnull (strstr (none, "no body"));
  set_text_body (request, "hello");
  notice = placard_sent_field_get_notice (request, wrong);
  silence = placard_sent_field_get_notice (request, right);
  g_assert_nonnull (strstr (notice, "says 7, but the body has 5 bytes"));
  g_assert_null (silence);

  placard_request_append_header (request, wrong->name, wrong->value);
  g_assert_true (placard_request_validate (request, NULL, NULL));
  built = placard_request_build_headers (request);
  g_assert_null (placard_field_list_find (built, "Content-Length"));
  assert_sent (request, "Content-Length", "5", TRUE);
  placard_request_append_header (request, "Content-Length", "many");
  g_assert_false (placard_request_validate (request, NULL, NULL));
}

static void
test_boundary (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardField) header = placard_field_new ("Content-Type", "multipart/form-data");
  g_autoptr (PlacardBody) body = placard_body_new_form (form);
  g_autofree char *notice = NULL;

  placard_request_set_body (request, body);
  notice = placard_sent_field_get_notice (request, header);
  g_assert_nonnull (strstr (notice, "boundary"));
  header->enabled = FALSE;
  g_assert_null (placard_sent_field_get_notice (request, header));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sent-field/list", test_list);
  g_test_add_func ("/sent-field/secret", test_secret);
  g_test_add_func ("/sent-field/length", test_length);
  g_test_add_func ("/sent-field/boundary", test_boundary);
  return g_test_run ();
}
