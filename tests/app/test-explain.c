/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-explain.h"

#include "placard-error.h"

#include <string.h>

/* Every code has a title, advice, an icon and no code name in its words; each kind of network failure a title
 * of its own (RS6, RS7). */
static void
test_every_code (void)
{
  for (int code = PLACARD_ERROR_USAGE; code <= PLACARD_ERROR_CORS; code++) {
    g_autoptr (GError) error = g_error_new_literal (PLACARD_ERROR, code, "The facts");

    for (int has_body = 0; has_body < 2; has_body++) {
      PlacardExplanation words = placard_explain (error, 0, has_body);

      g_assert_nonnull (words.title);
      g_assert_cmpuint (strlen (words.title), <=, 40);
      g_assert_cmpstr (words.title, !=, "Something went wrong");
      g_assert_nonnull (words.icon);
      g_assert_nonnull (words.advice);
      g_assert_cmpuint (strlen (words.advice), >=, 20);
      g_assert_null (strchr (words.title, '_'));
      if (!has_body)
        g_assert_cmpint (words.remedy, !=, PLACARD_REMEDY_SAVE_BODY);
    }
  }
}

/* RS6, RS7: what fails on the way there is told apart by its title alone. */
static void
test_network_words (void)
{
  static const int codes[] = {PLACARD_ERROR_RESOLVE,     PLACARD_ERROR_REFUSED,
                              PLACARD_ERROR_UNREACHABLE, PLACARD_ERROR_RESET,
                              PLACARD_ERROR_PROTOCOL,    PLACARD_ERROR_PROXY,
                              PLACARD_ERROR_TLS,         PLACARD_ERROR_TIMED_OUT};
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = g_error_new_literal (PLACARD_ERROR, codes[i], "The facts");

    g_hash_table_add (titles, (gpointer) placard_explain_where (error, 0, FALSE, TRUE).title);
  }
  g_assert_cmpuint (g_hash_table_size (titles), ==, G_N_ELEMENTS (codes));
}

static void
test_statuses (void)
{
  static const struct {
    guint status;
    PlacardRemedy remedy;
  } rows[] = {{401, PLACARD_REMEDY_EDIT_CREDENTIALS},
              {403, PLACARD_REMEDY_EDIT_CREDENTIALS},
              {404, PLACARD_REMEDY_EDIT_ADDRESS},
              {405, PLACARD_REMEDY_EDIT_REQUEST},
              {429, PLACARD_REMEDY_NONE},
              {503, PLACARD_REMEDY_NONE}};
  g_autoptr (GError) error = g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS, "x");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (placard_explain (error, rows[i].status, FALSE).remedy, ==, rows[i].remedy);
}

/* Without a network only the errors of the way there say so (fault row 22, RS6). */
static void
test_offline (void)
{
  for (int code = PLACARD_ERROR_USAGE; code <= PLACARD_ERROR_CORS; code++) {
    g_autoptr (GError) error = g_error_new_literal (PLACARD_ERROR, code, "The facts");
    PlacardExplanation here = placard_explain_where (error, 0, FALSE, FALSE);
    PlacardExplanation there = placard_explain_where (error, 0, FALSE, TRUE);
    gboolean network = code == PLACARD_ERROR_RESOLVE || code == PLACARD_ERROR_UNREACHABLE;

    g_assert_cmpint (g_str_equal (here.title, "This computer is offline"), ==, network);
    g_assert_cmpstr (there.title, !=, "This computer is offline");
  }
}

static void
test_foreign (void)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_cmpstr (placard_explain (cancelled, 0, FALSE).title, ==, "Stopped");
  g_assert_cmpstr (placard_explain (other, 0, FALSE).title, ==, "Something went wrong");
}

static void
test_labels (void)
{
  g_assert_null (placard_remedy_to_label (PLACARD_REMEDY_NONE));
  for (int remedy = PLACARD_REMEDY_EDIT_ADDRESS; remedy <= PLACARD_REMEDY_SAVE_BODY; remedy++) {
    g_assert_nonnull (placard_remedy_to_label ((PlacardRemedy) remedy));
    g_assert_true (g_str_has_prefix (placard_remedy_to_action ((PlacardRemedy) remedy), "win."));
  }
}

/* What is copied for somebody who helps has no secret in it. */
static void
test_details (void)
{
  g_autoptr (PlacardSession) session = placard_session_new ();
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardExchange) exchange = NULL;
  g_autofree char *details = NULL;

  placard_request_set_url (request, "https://me:hunter2@api.example/qr?key=hunter2#hunter2");
  placard_request_append_header (request, "X-Api-Key", "hunter2");
  exchange = placard_exchange_new (session, request, NULL);
  details = placard_explain_details (exchange);
  g_assert_nonnull (strstr (details, "GET https://api.example/qr"));
  g_assert_null (strstr (details, "hunter2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/every-code", test_every_code);
  g_test_add_func ("/explain/network-words", test_network_words);
  g_test_add_func ("/explain/statuses", test_statuses);
  g_test_add_func ("/explain/offline", test_offline);
  g_test_add_func ("/explain/foreign", test_foreign);
  g_test_add_func ("/explain/labels", test_labels);
  g_test_add_func ("/explain/details", test_details);
  return g_test_run ();
}
