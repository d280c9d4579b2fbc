/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-server.h"
#include "placard-inspection.h"

static const char *
find (GPtrArray *groups, const char *title, const char *name)
{
  for (guint i = 0; i < groups->len; i++) {
    const PlacardFactGroup *group = g_ptr_array_index (groups, i);

    for (guint k = 0; g_str_equal (group->title, title) && k < group->facts->len; k++) {
      const PlacardFact *fact = g_ptr_array_index (group->facts, k);

      if (g_ascii_strcasecmp (fact->name, name) == 0)
        return fact->value;
    }
  }
  return NULL;
}

/* A whole exchange through a redirect: what is told is what the server saw, and no secret is in it. */
static void
test_exchange (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (PlacardSession) session = placard_session_new ();
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autofree char *url =
      g_strconcat (fixture_server_get_base (server), "/redirect/302?to=/json-error?", NULL);
  g_autoptr (PlacardExchange) exchange = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *text = NULL;

  placard_request_set_url (request, url);
  placard_request_append_query (request, "api_key", "sesame-in-the-query");
  placard_request_append_header (request, "X-Till", "7");
  placard_request_append_header (request, "X-Api-Key", "sesame-in-a-field");
  placard_request_set_auth (request, PLACARD_AUTH_BEARER, NULL, "sesame-as-a-token");
  exchange = placard_exchange_new (session, request, NULL);
  placard_exchange_start (exchange);
  while (!placard_exchange_is_finished (exchange))
    g_main_context_iteration (NULL, TRUE);

  groups = placard_inspection_list (exchange, "0123abcd");
  g_assert_cmpstr (find (groups, "Answer", "Status"), ==, "200 OK");
  g_assert_true (g_str_has_suffix (find (groups, "Answer", "Address"), "/json-error?&api_key=***"));
  g_assert_nonnull (find (groups, "Answer", "Problem"));
  g_assert_cmpstr (find (groups, "Body", "Real type"), ==, "application/json");
  g_assert_cmpstr (find (groups, "Body", "SHA-256"), ==, "0123abcd");
  g_assert_cmpstr (find (groups, "Request as Sent", "X-Till"), ==, "7");
  g_assert_cmpstr (find (groups, "Request as Sent", "Authorization"), ==, "Bearer ••••••••");
  g_assert_cmpstr (find (groups, "Request as Sent", "X-Api-Key"), ==, "••••••••");

  text = placard_inspection_to_text (groups);
  g_assert_null (strstr (text, "sesame"));
  g_assert_nonnull (strstr (text, "302 GET "));
  g_assert_nonnull (strstr (text, "api_key=***"));
}

/* A cookie is shown to whoever looks, and not handed on. */
static void
test_cookie (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (PlacardSession) session = placard_session_new ();
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autofree char *url = g_strconcat (fixture_server_get_base (server), "/set-cookie", NULL);
  g_autoptr (PlacardExchange) exchange = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *text = NULL;

  placard_request_set_url (request, url);
  exchange = placard_exchange_new (session, request, NULL);
  placard_exchange_start (exchange);
  while (!placard_exchange_is_finished (exchange))
    g_main_context_iteration (NULL, TRUE);

  groups = placard_inspection_list (exchange, NULL);
  g_assert_nonnull (strstr (find (groups, "Header Fields", "Set-Cookie"), "sid=1"));
  text = placard_inspection_to_text (groups);
  g_assert_nonnull (strstr (text, "Set-Cookie: "));
  g_assert_null (strstr (text, "sid=1"));
}

/* RI3 */
/* HD3, HD6: one line a name, the values in their order; Set-Cookie is never joined. */
static void
test_join (void)
{
  PlacardFact facts[] = {{(char *) "Foo", (char *) "bar", NULL, FALSE},
                         {(char *) "Set-Cookie", (char *) "a=1", NULL, TRUE},
                         {(char *) "foo", (char *) "baz", NULL, FALSE},
                         {(char *) "Set-Cookie", (char *) "b=2", NULL, TRUE}};
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  const PlacardFactGroup group = {"Header Fields", "headers", list};
  PlacardFactGroup *joined;

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    g_ptr_array_add (list, &facts[i]);
  joined = placard_inspection_join (&group);
  g_assert_cmpuint (joined->facts->len, ==, 3);
  g_assert_cmpstr (((PlacardFact *) g_ptr_array_index (joined->facts, 0))->value, ==, "bar, baz");
  g_assert_cmpstr (((PlacardFact *) g_ptr_array_index (joined->facts, 1))->value, ==, "a=1");
  g_assert_cmpstr (((PlacardFact *) g_ptr_array_index (joined->facts, 2))->value, ==, "b=2");
  g_assert_true (((PlacardFact *) g_ptr_array_index (joined->facts, 2))->secret);
  placard_fact_group_free (joined);
  g_assert_true (placard_inspection_matches (&facts[0], "FO"));
  g_assert_true (placard_inspection_matches (&facts[0], "BAR"));
  g_assert_true (placard_inspection_matches (&facts[0], ""));
  g_assert_false (placard_inspection_matches (&facts[0], "baz"));
}

static void
test_stretches (void)
{
  const PlacardTimings all = {1, 3, 6, 7, 20, 50}, reused = {-1, -1, -1, 2, 9, 10};
  PlacardStretch stretches[PLACARD_STRETCHES_MAX];

  g_assert_cmpuint (placard_inspection_list_stretches (&all, stretches), ==, 6);
  g_assert_cmpfloat (stretches[4].from, ==, 7);
  g_assert_cmpfloat (stretches[4].to, ==, 20);
  g_assert_cmpuint (placard_inspection_list_stretches (&reused, stretches), ==, 3);
  g_assert_cmpfloat (stretches[0].from, ==, 0);
  g_assert_cmpfloat (stretches[0].to, ==, 2);
  g_assert_cmpstr (stretches[2].name, ==, "Receiving");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspection/exchange", test_exchange);
  g_test_add_func ("/inspection/cookie", test_cookie);
  g_test_add_func ("/inspection/join", test_join);
  g_test_add_func ("/inspection/stretches", test_stretches);
  return g_test_run ();
}
