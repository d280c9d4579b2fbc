/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-response.h"

static PlacardResponse *
make (const char *name, const char *value)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardResponseFacts facts = {.status = 200, .headers = headers};

  g_ptr_array_add (headers, placard_response_header_new ("X-First", "1"));
  g_ptr_array_add (headers, placard_response_header_new (name, value));
  return placard_response_new (&facts);
}

static void
test_declared_type (void)
{
  static const struct {
    const char *value;
    const char *expected;
  } rows[] = {
      {"image/png", "image/png"},
      {"Image/PNG", "image/png"},
      {" image/png ; q=1", "image/png"},
      {"text/html;charset=utf-8", "text/html"},
      {"image/svg+xml", "image/svg+xml"},
      {"image/png, text/html", "text/html"}, /* the Fetch standard: the last one that is a type */
      {"image", NULL},
      {"image/", NULL},
      {"/png", NULL},
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardResponse) response = make ("content-TYPE", rows[i].value);
    g_assert_cmpstr (placard_response_get_declared_type (response), ==, rows[i].expected);
  }
}

static void
test_facts (void)
{
  g_autoptr (PlacardResponse) response = make ("Content-Length", "1234");
  PlacardResponseFacts teapot = {
      .status = 418, .status_text = "I'm a teapot", .http_version = "1.1"};
  g_autoptr (PlacardResponse) other = placard_response_new (&teapot);

  g_assert_cmpint (placard_response_get_expected_length (response), ==, 1234);
  g_assert_true (placard_response_is_ok (response));
  g_assert_cmpstr (placard_response_get_header (response, "x-first"), ==, "1");
  g_assert_null (placard_response_get_header (response, "x-second"));
  g_assert_cmpstr (placard_response_get_status_text (response), ==, "");
  g_assert_cmpstr (placard_response_get_method (response), ==, "GET");

  g_assert_false (placard_response_is_ok (other));
  g_assert_cmpuint (placard_response_get_status (other), ==, 418);
  g_assert_cmpstr (placard_response_get_status_text (other), ==, "I'm a teapot");
  g_assert_cmpint (placard_response_get_expected_length (other), ==, -1);
  g_assert_cmpuint (placard_response_get_headers (other)->len, ==, 0);
  g_assert_cmpuint (placard_response_get_hops (other)->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/declared-type", test_declared_type);
  g_test_add_func ("/response/facts", test_facts);
  return g_test_run ();
}
