/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RQ3, RQ4: a request made of another one. */
#include "placard-duplicate.h"

#include <string.h>

#include "placard-form.h"
#include "placard-setting.h"

static PlacardRequest *
make_original (void)
{
  PlacardRequest *request = placard_request_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a=1&password=x", 14);
  g_autoptr (PlacardBody) body =
      placard_body_new_bytes (bytes, "application/x-www-form-urlencoded");

  placard_request_set_url (request, "https://one.example/login");
  placard_request_append_header (request, "X-A", "1");
  placard_request_append_header (request, "X-Api-Key", "k");
  placard_request_append_header (request, "Referer", "https://page.example/");
  placard_request_append_query (request, "token", "t");
  placard_request_append_query (request, "q", "2");
  placard_request_set_auth (request, PLACARD_AUTH_BASIC, "u", "p");
  placard_request_set_body (request, body);
  placard_request_set_variable (request, "secret", "s");
  placard_request_set_variable (request, "name", "n");
  placard_request_set_profile (request, "/me.placard");
  placard_setting_set (request, "mode", "navigate", NULL);
  placard_setting_set (request, "max-time", "5", NULL);
  return request;
}

/* Same origin: everything, twice over, and neither is the other. */
static void
test_same (void)
{
  g_autoptr (PlacardRequest) original = make_original ();
  g_autoptr (GPtrArray) left_behind = NULL;
  g_autoptr (PlacardRequest) copy =
      placard_duplicate_new (original, "https://ONE.example:443/other", &left_behind);

  g_assert_cmpuint (left_behind->len, ==, 0);
  g_assert_cmpstr (placard_request_get_url (copy), ==, "https://ONE.example:443/other");
  g_assert_cmpuint (placard_request_get_headers (copy)->len, ==, 3);
  g_assert_cmpstr (placard_request_get_auth_secret (copy), ==, "p");
  g_assert_true (placard_request_get_body (copy) == placard_request_get_body (original));
  g_assert_null (placard_request_get_profile (copy));
  placard_request_append_header (copy, "X-B", "1");
  g_assert_cmpuint (placard_request_get_headers (original)->len, ==, 3);
}

static void
test_other (void)
{
  static const char *const names[] = {"X-Api-Key", "Referer", "token", "{{secret}}"};
  g_autoptr (PlacardRequest) original = make_original ();
  g_autoptr (GPtrArray) left_behind = NULL;
  g_autoptr (PlacardRequest) copy = NULL;
  g_autofree char *mode = NULL;
  g_autofree char *time = NULL;

  copy = placard_duplicate_new (original, "http://one.example/login", &left_behind);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (g_ptr_array_find_with_equal_func (left_behind, names[i], g_str_equal, NULL));
  g_assert_cmpuint (left_behind->len, ==, G_N_ELEMENTS (names) + 2);
  g_assert_cmpuint (placard_request_get_headers (copy)->len, ==, 1);
  g_assert_cmpuint (placard_request_get_query (copy)->len, ==, 1);
  g_assert_cmpint (placard_request_get_auth (copy), ==, PLACARD_AUTH_NONE);
  g_assert_null (placard_request_get_body (copy));
  g_assert_null (placard_request_get_variable (copy, "secret"));
  g_assert_cmpstr (placard_request_get_variable (copy, "name"), ==, "n");
  mode = placard_setting_get (copy, "mode");
  g_assert_cmpstr (mode, ==, "same-origin");
  time = placard_setting_get (copy, "max-time");
  g_assert_cmpstr (time, ==, "5");
}

/* A field that may go to other hosts does, and so does a body without secrets. */
static void
test_allowed (void)
{
  g_autoptr (PlacardRequest) original = placard_request_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "application/json");
  g_autoptr (GPtrArray) left_behind = NULL;
  g_autoptr (PlacardRequest) copy = NULL;
  PlacardField *field;

  placard_request_set_url (original, "https://one.example/");
  placard_request_append_header (original, "X-Token", "t");
  field = g_ptr_array_index (placard_request_get_headers (original), 0);
  field->other_hosts = TRUE;
  placard_request_set_body (original, body);
  copy = placard_duplicate_new (original, "https://two.example/", &left_behind);
  g_assert_cmpuint (left_behind->len, ==, 0);
  g_assert_cmpuint (placard_request_get_headers (copy)->len, ==, 1);
  g_assert_nonnull (placard_request_get_body (copy));
}

/* What is another origin, and what is no address yet. */
static void
test_origins (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();

  placard_request_set_url (request, "https://one.example/a/b");
  g_assert_false (placard_duplicate_changes_origin (request, "https://one.example/c"));
  g_assert_true (placard_duplicate_changes_origin (request, "https://one.example:8443/c"));
  g_assert_true (placard_duplicate_changes_origin (request, "two.example/c"));
  g_assert_false (placard_duplicate_changes_origin (request, "{{host}}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duplicate/same", test_same);
  g_test_add_func ("/duplicate/other", test_other);
  g_test_add_func ("/duplicate/allowed", test_allowed);
  g_test_add_func ("/duplicate/origins", test_origins);
  return g_test_run ();
}
