/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-error.h"
#include "placard-exchange.h"
#include "placard-local.h"

#include <string.h>

static const struct {
  const char *url;
  gboolean local;
} urls[] = {
    {"data:,x", TRUE},
    {" DATA:image/png;base64,x", TRUE},
    {"file:///x", TRUE},
    {"FILE:/x", TRUE},
    {"http://file/", FALSE},
    {"filex", FALSE},
    {"database.example", FALSE},
    {"", FALSE},
    {NULL, FALSE},
};

static void
test_is_local (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    g_assert_true (placard_local_is_local (urls[i].url) == urls[i].local);
}

typedef struct {
  const char *what;
  const char *url; /* FOLDER stands for that of the pictures */
  PlacardExchangeState state;
  int code; /* -1: no error */
  const char *name;
  const char *declared;
} Row;

static const Row rows[] = {
    {"file", "file://FOLDER/plain.png", PLACARD_EXCHANGE_PICTURE, -1, "plain.png", NULL},
    {"data", "data:image/png;base64,PICTURE", PLACARD_EXCHANGE_PICTURE, -1, NULL, "image/png"},
    {"mislabelled-data", "data:text/plain;base64,PICTURE", PLACARD_EXCHANGE_PICTURE, -1, NULL,
     "text/plain"},
    {"data-text", "data:,no%20picture", PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_NOT_AN_IMAGE, NULL,
     "text/plain"},
    {"data-json", "data:application/json,{\"img\":\"PICTURE\"}", PLACARD_EXCHANGE_PICTURE, -1, NULL,
     NULL},
    {"broken-data", "data:image/png;base64,!", PLACARD_EXCHANGE_ERROR, PLACARD_ERROR_INVALID_URL,
     NULL, NULL},
    {"no-file", "file://FOLDER/absent.png", PLACARD_EXCHANGE_ERROR, PLACARD_ERROR_INVALID_URL, NULL,
     NULL},
    {"folder", "file://FOLDER", PLACARD_EXCHANGE_ERROR, PLACARD_ERROR_INVALID_URL, NULL, NULL},
};

static char *
replace (const char *text, const char *what, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (with, parts);
}

static char *
make_url (const char *pattern)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "pictures", NULL);
  g_autofree char *path = g_build_filename (folder, "plain.png", NULL);
  g_autofree char *with_folder = replace (pattern, "FOLDER", folder);
  g_autofree char *bytes = NULL;
  g_autofree char *base64 = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  base64 = g_base64_encode ((guchar *) bytes, length);
  return replace (with_folder, "PICTURE", base64);
}

/* RS13, RS17: a picture opened here is an answer like any other. */
static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *url = make_url (row->url);
  g_autoptr (PlacardSession) session = placard_session_new ();
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardExchange) exchange = NULL;
  PlacardResponse *response;
  g_autofree char *name = NULL;

  placard_request_set_url (request, url);
  g_assert_true (placard_request_validate (request, NULL, NULL));
  exchange = placard_exchange_new (session, request, NULL);
  placard_exchange_start (exchange);
  while (!placard_exchange_is_finished (exchange))
    g_main_context_iteration (NULL, TRUE);
  if (row->code < 0)
    g_assert_no_error (placard_exchange_get_error (exchange));
  else
    g_assert_error (placard_exchange_get_error (exchange), PLACARD_ERROR, row->code);
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, row->state);
  response = placard_exchange_get_response (exchange);
  if (row->state == PLACARD_EXCHANGE_ERROR)
    return;
  g_assert_cmpstr (placard_response_get_declared_type (response), ==, row->declared);
  name = placard_exchange_suggest_name (exchange);
  if (row->name)
    g_assert_cmpstr (name, ==, row->name);
  else if (row->state == PLACARD_EXCHANGE_PICTURE)
    g_assert_true (g_str_has_suffix (name, ".png"));
}

static void
ignore_head (PlacardResponse *response, gpointer user_data)
{
}

static void
test_limits (void)
{
  g_autofree char *url = make_url ("file://FOLDER/plain.png");
  g_autoptr (PlacardSpool) spool = placard_spool_new (g_get_tmp_dir (), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (placard_local_read (url, spool, 100, ignore_head, NULL, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (placard_local_read (url, spool, 0, ignore_head, NULL, cancellable, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local/is-local", test_is_local);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/local/%s", rows[i].what);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/local/limits", test_limits);
  return g_test_run ();
}
