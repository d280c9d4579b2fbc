/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IN37: a redirect that is followed by hand makes the request that following by itself would have made. */
#include "placard-next-hop.h"

#include "placard-error.h"

static PlacardResponse *
make_redirect (const char *url, guint status, const char *location)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardResponseFacts facts = {
      .status = status, .status_text = "", .url = url, .headers = headers};

  if (location)
    g_ptr_array_add (headers, placard_response_header_new ("Location", location));
  return placard_response_new (&facts);
}

static PlacardRequest *
make_request (void)
{
  PlacardRequest *request = placard_request_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a=1", 3);
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "text/plain");

  placard_request_set_url (request, "https://one.example/a?x=1");
  placard_request_append_header (request, "X-A", "1");
  placard_request_append_header (request, "Accept", "image/png");
  placard_request_append_header (request, "X-Api-Key", "k");
  placard_request_append_query (request, "q", "2");
  placard_request_set_auth (request, PLACARD_AUTH_BASIC, "u", "p");
  placard_request_set_body (request, body);
  placard_request_set_profile (request, "/p.placard");
  return request;
}

static void
test_same_origin (void)
{
  g_autoptr (PlacardRequest) request = make_request ();
  g_autoptr (PlacardResponse) response = make_redirect ("https://one.example/a?x=1&q=2", 307, "b");
  g_autoptr (GPtrArray) withheld = NULL;
  g_autoptr (PlacardRequest) next = placard_next_hop_build (request, response, &withheld, NULL);

  g_assert_cmpstr (placard_request_get_url (next), ==, "https://one.example/b");
  g_assert_cmpstr (placard_request_get_effective_method (next), ==, "POST");
  g_assert_nonnull (placard_request_get_body (next));
  g_assert_cmpuint (placard_request_get_query (next)->len, ==, 0);
  g_assert_cmpuint (placard_request_get_headers (next)->len, ==, 3);
  g_assert_cmpint (placard_request_get_auth (next), ==, PLACARD_AUTH_BASIC);
  g_assert_cmpuint (withheld->len, ==, 0);
  g_assert_null (placard_request_get_profile (next));
}

static void
test_other_origin (void)
{
  g_autoptr (PlacardRequest) request = make_request ();
  g_autoptr (PlacardResponse) response =
      make_redirect ("https://one.example/a?x=1&q=2", 303, "https://two.example/c");
  g_autoptr (GPtrArray) withheld = NULL;
  g_autoptr (PlacardRequest) next = placard_next_hop_build (request, response, &withheld, NULL);

  g_assert_cmpstr (placard_request_get_url (next), ==, "https://two.example/c");
  g_assert_cmpstr (placard_request_get_effective_method (next), ==, "GET");
  g_assert_null (placard_request_get_body (next));
  g_assert_cmpint (placard_request_get_auth (next), ==, PLACARD_AUTH_NONE);
  g_assert_null (placard_field_list_find (placard_request_get_headers (next), "X-Api-Key"));
  g_assert_null (placard_field_list_find (placard_request_get_headers (next), "X-A"));
  g_assert_nonnull (placard_field_list_find (placard_request_get_headers (next), "Accept"));
  g_assert_cmpuint (withheld->len, >, 0);
}

/* What would not be followed by itself is not followed by hand either; no redirect leads nowhere. */
static void
test_refused (void)
{
  g_autoptr (PlacardRequest) request = make_request ();
  g_autoptr (PlacardResponse) down =
      make_redirect ("https://one.example/a", 302, "http://one.example/");
  g_autoptr (PlacardResponse) nowhere = make_redirect ("https://one.example/a", 302, "file:///x");
  g_autoptr (PlacardResponse) none = make_redirect ("https://one.example/a", 302, NULL);
  g_autoptr (PlacardResponse) other = make_redirect ("https://one.example/a", 304, "/b");
  g_autoptr (GError) error = NULL;

  g_assert_null (placard_next_hop_build (request, down, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED);
  g_clear_error (&error);
  g_assert_null (placard_next_hop_build (request, nowhere, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT);
  g_clear_error (&error);
  g_assert_null (placard_next_hop_build (request, none, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (placard_next_hop_build (request, other, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/next-hop/same-origin", test_same_origin);
  g_test_add_func ("/next-hop/other-origin", test_other_origin);
  g_test_add_func ("/next-hop/refused", test_refused);
  return g_test_run ();
}
