/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-server.h"
#include "placard-error.h"
#include "placard-form.h"
#include "placard-forward.h"

typedef struct {
  FixtureServer *source;
  FixtureServer *target;
  PlacardSession *session;
  PlacardExchange *exchange;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pictures = g_test_build_filename (G_TEST_DIST, "data", "pictures", NULL);

  fixture->source = fixture_server_new (NULL);
  fixture->target = fixture_server_new (NULL);
  fixture_server_set_root (fixture->source, pictures);
  fixture->session = placard_session_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->exchange);
  g_object_unref (fixture->session);
  fixture_server_free (fixture->source);
  fixture_server_free (fixture->target);
}

static PlacardExchange *
run (Fixture *fixture, PlacardRequest *request)
{
  PlacardExchange *exchange = placard_exchange_new (fixture->session, request, NULL);

  placard_exchange_start (exchange);
  while (!placard_exchange_is_finished (exchange))
    g_main_context_iteration (NULL, TRUE);
  return exchange;
}

static PlacardRequest *
make_request (FixtureServer *server, const char *path)
{
  PlacardRequest *request = placard_request_new ();
  g_autofree char *url = g_strconcat (fixture_server_get_base (server), path, NULL);

  placard_request_set_url (request, url);
  return request;
}

static void
fetch_source (Fixture *fixture, const char *path)
{
  g_autoptr (PlacardRequest) request = make_request (fixture->source, path);

  fixture->exchange = run (fixture, request);
}

static char *
read_text (PlacardExchange *exchange)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  gsize size = placard_spool_get_size (spool);
  char *text = g_malloc0 (size + 1);

  g_assert_cmpint (placard_spool_read_at (spool, 0, text, size, NULL), ==, (gssize) size);
  /* The picture's own bytes are in an echo: what is searched is text. */
  for (gsize i = 0; i < size; i++)
    if (!text[i])
      text[i] = '.';
  return text;
}

static char *
forward (Fixture *fixture, PlacardRequest *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardRequest) request =
      placard_forward_build_from_exchange (target, fixture->exchange, &error);
  g_autoptr (PlacardExchange) answer = NULL;

  g_assert_no_error (error);
  answer = run (fixture, request);
  return read_text (answer);
}

static void
test_part (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardRequest) target = make_request (fixture->target, "/echo");
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) body = NULL;
  g_autofree char *echo = NULL;
  g_autoptr (GPtrArray) asked = NULL;

  fetch_source (fixture, "/file/plain.png?type=text/plain&name=attachment%3Bfilename%3Dcard.jpg");
  placard_form_append_text (form, "till", "7");
  body = placard_body_new_form (form);
  placard_request_set_body (target, body);
  placard_forward_as_part (target, "image", NULL, NULL);
  echo = forward (fixture, target);

  g_assert_nonnull (strstr (echo, "POST /echo"));
  g_assert_nonnull (strstr (echo, "name=\"till\"\r\n\r\n7\r\n"));
  /* The extension and the type follow the bytes, not the label. */
  g_assert_nonnull (strstr (echo, "name=\"image\"; filename=\"card.png\"\r\n"
                                  "Content-Type: image/png\r\n"));
  g_assert_true (strstr (echo, "name=\"till\"") < strstr (echo, "name=\"image\""));
  asked = fixture_server_take_requests (fixture->source);
  g_assert_cmpuint (asked->len, ==, 1);
}

static void
test_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardRequest) target = make_request (fixture->target, "/upload");
  g_autofree char *told = NULL;
  g_autofree guint8 *bytes = g_malloc (300000);
  g_autofree char *sha256 = NULL;

  fetch_source (fixture, "/bytes/300000");
  placard_request_set_method (target, "PUT");
  placard_forward_as_body (target);
  told = forward (fixture, target);

  fixture_pattern (bytes, 300000, 0);
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, 300000);
  g_assert_nonnull (strstr (told, "300000"));
  g_assert_nonnull (strstr (told, sha256));
}

static void
test_default_field (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardRequest) target = make_request (fixture->target, "/echo");
  g_autofree char *echo = NULL;

  fetch_source (fixture, "/file/plain.png");
  echo = forward (fixture, target);
  g_assert_nonnull (strstr (echo, "name=\"file\"; filename=\"plain.png\""));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardRequest) target = make_request (fixture->target, "/echo");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{}", 2);
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "application/json");
  g_autoptr (GError) cut = NULL;
  g_autoptr (GError) no_place = NULL;

  fetch_source (fixture, "/length-short");
  g_assert_null (placard_forward_build_from_exchange (target, fixture->exchange, &cut));
  g_assert_error (cut, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED);

  g_clear_object (&fixture->exchange);
  fetch_source (fixture, "/file/plain.png");
  placard_request_set_body (target, body);
  g_assert_null (placard_forward_build_from_exchange (target, fixture->exchange, &no_place));
  g_assert_error (no_place, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/forward/part", Fixture, NULL, set_up, test_part, tear_down);
  g_test_add ("/forward/body", Fixture, NULL, set_up, test_body, tear_down);
  g_test_add ("/forward/default-field", Fixture, NULL, set_up, test_default_field, tear_down);
  g_test_add ("/forward/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
