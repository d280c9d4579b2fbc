/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same bytes in other views: taken for something else (CT8), part by part (FD4, BM3), one picture of a
 * list (OT7), as a copy (RS20, RS22), and what is shown without a server (BM20, BM21). */
#include "fixture-server.h"
#include "placard-error.h"
#include "placard-exchange.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  FixtureServer *server;
  PlacardSession *session;
  PlacardRequest *request;
  PlacardExchange *exchange;
  char *folder;
  GBytes *picture;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "pictures", "plain.png", NULL);
  g_autofree char *copy = NULL;
  char *bytes;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  fixture->picture = g_bytes_new_take (bytes, length);
  fixture->folder = g_dir_make_tmp ("placard-views-XXXXXX", NULL);
  copy = g_build_filename (fixture->folder, "plain.png", NULL);
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) length, NULL));
  fixture->server = fixture_server_new (NULL);
  fixture_server_set_root (fixture->server, fixture->folder);
  fixture->session = placard_session_new ();
  fixture->request = placard_request_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  g_clear_object (&fixture->exchange);
  g_object_unref (fixture->request);
  g_object_unref (fixture->session);
  g_clear_pointer (&fixture->server, fixture_server_free);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_bytes_unref (fixture->picture);
}

static void
wait (PlacardExchange *exchange)
{
  while (!placard_exchange_is_finished (exchange))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_state (PlacardExchange *exchange, PlacardExchangeState state)
{
  while (placard_exchange_get_state (exchange) != state || !placard_exchange_is_finished (exchange))
    g_main_context_iteration (NULL, TRUE);
}

static void
send (Fixture *fixture)
{
  g_clear_object (&fixture->exchange);
  fixture->exchange = placard_exchange_new (fixture->session, fixture->request, NULL);
  placard_exchange_start (fixture->exchange);
  wait (fixture->exchange);
}

/* Serves @body, in which RAW is the picture, and sends for it. */
static void
run (Fixture *fixture, const char *body, const char *type)
{
  g_autofree char *path = g_build_filename (fixture->folder, "answer", NULL);
  g_autofree char *escaped = g_uri_escape_string (type, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s/file/answer?type=%s",
                                          fixture_server_get_base (fixture->server), escaped);
  const char *raw = strstr (body, "RAW");
  g_autoptr (GString) content = g_string_new (NULL);

  g_string_append_len (content, body, raw ? raw - body : (gssize) strlen (body));
  if (raw) {
    g_string_append_len (content, g_bytes_get_data (fixture->picture, NULL),
                         (gssize) g_bytes_get_size (fixture->picture));
    g_string_append (content, raw + 3);
  }
  g_assert_true (g_file_set_contents (path, content->str, (gssize) content->len, NULL));
  placard_request_set_url (fixture->request, url);
  send (fixture);
}

static PlacardSpool *
get_spool (PlacardExchange *exchange)
{
  return placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
}

static void
assert_is_picture (Fixture *fixture, PlacardExchange *exchange)
{
  gsize size = g_bytes_get_size (fixture->picture);
  g_autofree char *bytes = g_malloc (size + 1);

  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_PICTURE);
  g_assert_cmpmem (bytes, placard_spool_read_at (get_spool (exchange), 0, bytes, size + 1, NULL),
                   g_bytes_get_data (fixture->picture, NULL), size);
}

static guint
count_requests (Fixture *fixture)
{
  g_autoptr (GPtrArray) requests = fixture_server_take_requests (fixture->server);

  return requests->len;
}

/* --- treated as something else ----------------------------------------------------------------- */

/* CT8, N5: every view of one answer, and one request. */
static void
test_treat (Fixture *fixture, gconstpointer data)
{
  PlacardExchange *exchange;

  run (fixture, "RAW", "image/png");
  exchange = fixture->exchange;
  assert_is_picture (fixture, exchange);
  placard_exchange_treat_as (exchange, "text");
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_TEXT);
  g_assert_no_error (placard_exchange_get_error (exchange));
  placard_exchange_treat_as (exchange, "hex");
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_TEXT);
  g_assert_cmpint (placard_exchange_get_treatment (exchange), ==, PLACARD_TREATMENT_BYTES);
  placard_exchange_treat_as (exchange, "file");
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_FILE);
  placard_exchange_treat_as (exchange, "nonsense");
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_FILE);
  placard_exchange_treat_as (exchange, NULL);
  assert_is_picture (fixture, exchange);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

/* A wrong format is an error in words, and the way back is open. */
static void
test_treat_as_format (Fixture *fixture, gconstpointer data)
{
  run (fixture, "RAW", "image/png");
  placard_exchange_treat_as (fixture->exchange, "jpeg");
  wait (fixture->exchange);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_ERROR);
  g_assert_error (placard_exchange_get_error (fixture->exchange), PLACARD_ERROR,
                  PLACARD_ERROR_UNDECODABLE);
  placard_exchange_treat_as (fixture->exchange, "picture");
  wait (fixture->exchange);
  assert_is_picture (fixture, fixture->exchange);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

/* The request says it from the start: text, though it has a picture in it. */
static void
test_treat_from_request (Fixture *fixture, gconstpointer data)
{
  g_autofree char *base64 = g_base64_encode (g_bytes_get_data (fixture->picture, NULL),
                                             g_bytes_get_size (fixture->picture));
  g_autofree char *body = g_strdup_printf ("{\"img\":\"%s\"}", base64);

  placard_request_set_treat_as (fixture->request, "json");
  run (fixture, body, "application/json");
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_TEXT);
  g_assert_null (placard_exchange_get_answer (fixture->exchange));
  placard_exchange_treat_as (fixture->exchange, "auto");
  wait_state (fixture->exchange, PLACARD_EXCHANGE_PICTURE);
  assert_is_picture (fixture, fixture->exchange);
  /* And back: the body again, the picture not forgotten. */
  placard_exchange_treat_as (fixture->exchange, "text");
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_TEXT);
  g_assert_cmpint (placard_spool_get_size (get_spool (fixture->exchange)), ==,
                   (goffset) strlen (body));
  placard_exchange_treat_as (fixture->exchange, "auto");
  assert_is_picture (fixture, fixture->exchange);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

/* Bytes that do not say what they are, under a label that does: a PNM whose "P" is not seen as one. */
static void
test_treat_unsniffable (Fixture *fixture, gconstpointer data)
{
  run (fixture, "P3\n# a comment\n1 1 255 255 0 0\n", "image/x-portable-pixmap");
  placard_exchange_treat_as (fixture->exchange, "pnm");
  wait (fixture->exchange);
  g_assert_cmpint (placard_exchange_get_used_type (fixture->exchange), ==, PLACARD_MEDIA_PNM);
}

/* --- parts and fields -------------------------------------------------------------------------- */

static const char multipart[] =
    "--b\r\nContent-Disposition: form-data; name=\"till\"\r\n\r\nseven\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"till\"\r\n\r\neight\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"qr\"; filename=\"卡.png\"\r\n"
    "Content-Type: image/png\r\n\r\nRAW\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/plain; "
    "charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe =\r\naus  \r\n=E4=B8=AD\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"b64\"\r\nContent-Transfer-Encoding: "
    "base64\r\n\r\naGVsbG8=\r\n--b--\r\n";

static void
assert_item (PlacardExchange *exchange,
             guint index,
             const char *name,
             const char *file_name,
             const char *type,
             goffset size)
{
  const PlacardListingItem *item =
      placard_listing_get_item (placard_exchange_get_listing (exchange), index);

  g_assert_cmpstr (item->name, ==, name);
  g_assert_cmpstr (item->file_name, ==, file_name);
  g_assert_cmpstr (item->type, ==, type);
  g_assert_cmpint (item->size, ==, size);
}

static char *
read_text (PlacardExchange *exchange)
{
  char bytes[100] = "";

  placard_spool_read_at (get_spool (exchange), 0, bytes, sizeof bytes - 1, NULL);
  return g_strdup (bytes);
}

/* FD4, FD5, BM3: the picture is shown, and every part with its name, file name, type and size. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  PlacardExchange *exchange;
  g_autofree char *note = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;

  run (fixture, multipart, "multipart/form-data; boundary=b");
  exchange = fixture->exchange;
  assert_is_picture (fixture, exchange);
  g_assert_cmpuint (placard_listing_get_n_items (placard_exchange_get_listing (exchange)), ==, 5);
  assert_item (exchange, 0, "till", NULL, NULL, 5);
  assert_item (exchange, 1, "till", NULL, NULL, 5);
  assert_item (exchange, 2, "qr", "卡.png", "image/png",
               (goffset) g_bytes_get_size (fixture->picture));
  assert_item (exchange, 3, "note", NULL, "text/plain", 16);
  assert_item (exchange, 4, "b64", NULL, NULL, 5);

  placard_exchange_show_list (exchange);
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_LIST);
  placard_exchange_choose (exchange, 3, NULL);
  wait_state (exchange, PLACARD_EXCHANGE_TEXT);
  note = read_text (exchange);
  g_assert_cmpstr (note, ==, "Grüße aus\r\n中");
  g_assert_no_error (placard_exchange_get_error (exchange));
  placard_exchange_show_list (exchange);
  placard_exchange_choose (exchange, 4, NULL);
  wait_state (exchange, PLACARD_EXCHANGE_TEXT);
  plain = read_text (exchange);
  g_assert_cmpstr (plain, ==, "hello");
  placard_exchange_choose (exchange, 2, NULL);
  wait_state (exchange, PLACARD_EXCHANGE_PICTURE);
  assert_is_picture (fixture, exchange);
  name = placard_exchange_suggest_name (exchange);
  g_assert_cmpstr (name, ==, "卡.png");
  g_assert_cmpuint (count_requests (fixture), ==, 1);
}

static void
test_parts_without_picture (Fixture *fixture, gconstpointer data)
{
  run (fixture, "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--",
       "multipart/form-data; boundary=b");
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_LIST);
  g_assert_error (placard_exchange_get_error (fixture->exchange), PLACARD_ERROR,
                  PLACARD_ERROR_NOT_AN_IMAGE);
  assert_item (fixture->exchange, 0, "a", NULL, NULL, 1);
}

/* BM3: a urlencoded answer. */
static void
test_fields (Fixture *fixture, gconstpointer data)
{
  const PlacardListingItem *item;

  run (fixture, "name=%E5%BC%A0+%E4%B8%89&x=1&x=%zz&empty=&=v\n",
       "application/x-www-form-urlencoded");
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_LIST);
  item = placard_listing_get_item (placard_exchange_get_listing (fixture->exchange), 0);
  g_assert_cmpstr (item->text, ==, "张 三");
  assert_item (fixture->exchange, 1, "x", NULL, NULL, 1);
  assert_item (fixture->exchange, 2, "x", NULL, NULL, 3);
  assert_item (fixture->exchange, 3, "empty", NULL, NULL, 0);
  assert_item (fixture->exchange, 4, "", NULL, NULL, 1);
  placard_exchange_choose (fixture->exchange, 0, NULL);
  wait_state (fixture->exchange, PLACARD_EXCHANGE_TEXT);
}

/* --- a list of addresses ----------------------------------------------------------------------- */

/* OT7: nothing is fetched before somebody chooses, and what was fetched is not asked for again. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  PlacardExchange *exchange;
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (PlacardFetch) fetched = NULL;

  run (fixture, "{\"photos\":[{\"url\":\"plain.png\"},{\"url\":\"none.png\"}]}",
       "application/json");
  exchange = fixture->exchange;
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_LIST);
  g_assert_no_error (placard_exchange_get_error (exchange));
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  request = placard_exchange_make_item_request (exchange, 0);
  g_assert_true (g_str_has_suffix (placard_request_get_url (request), "/file/plain.png"));

  placard_exchange_choose (exchange, 0, NULL);
  wait_state (exchange, PLACARD_EXCHANGE_PICTURE);
  assert_is_picture (fixture, exchange);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  fetched = g_object_ref (placard_exchange_get_fetch (exchange));
  placard_exchange_show_list (exchange);
  g_assert_cmpint (placard_exchange_get_state (exchange), ==, PLACARD_EXCHANGE_LIST);

  placard_exchange_choose (exchange, 1, NULL);
  wait (exchange);
  g_assert_error (placard_exchange_get_error (exchange), PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS);
  g_assert_cmpint (placard_exchange_get_chosen (exchange), ==, 1);
  count_requests (fixture);
  placard_exchange_choose (exchange, 0, fetched);
  wait_state (exchange, PLACARD_EXCHANGE_PICTURE);
  assert_is_picture (fixture, exchange);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
}

/* Leaving stops what is on its way, and the next choice is not held up by it. */
static void
test_leave_list (Fixture *fixture, gconstpointer data)
{
  placard_request_set_image_at (fixture->request, "json:/l");
  run (fixture, "{\"l\":[\"/stall-body\",\"plain.png\"]}", "application/json");
  placard_exchange_choose (fixture->exchange, 0, NULL);
  while (placard_exchange_get_phase (fixture->exchange) != PLACARD_PHASE_RECEIVING)
    g_main_context_iteration (NULL, TRUE);
  placard_exchange_show_list (fixture->exchange);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_LIST);
  g_assert_true (fixture_server_wait_idle (fixture->server, 1000));
  placard_exchange_choose (fixture->exchange, 1, NULL);
  wait_state (fixture->exchange, PLACARD_EXCHANGE_PICTURE);
}

/* --- copies ------------------------------------------------------------------------------------ */

/* RS20, RS22: shared bytes and pixels, and a life of its own. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardExchange) copy = NULL;

  run (fixture, "RAW", "image/png");
  copy = placard_exchange_new_copy (fixture->exchange);
  g_assert_true (get_spool (copy) == get_spool (fixture->exchange));
  g_assert_true (placard_exchange_get_image (copy) ==
                 placard_exchange_get_image (fixture->exchange));
  assert_is_picture (fixture, copy);
  placard_exchange_treat_as (fixture->exchange, "text");
  assert_is_picture (fixture, copy);
  run (fixture, "hello", "text/plain");
  assert_is_picture (fixture, copy);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

/* --- without a server -------------------------------------------------------------------------- */

static void
stop_server (Fixture *fixture)
{
  g_clear_pointer (&fixture->server, fixture_server_free);
  g_clear_object (&fixture->session);
  fixture->session = placard_session_new ();
}

/* BM20: the last good one with its age; not for a private request, and not for another's credentials. */
static void
test_last_good (Fixture *fixture, gconstpointer data)
{
  placard_request_set_keep_last_good (fixture->request, TRUE);
  placard_request_set_auth (fixture->request, PLACARD_AUTH_BEARER, NULL, "one");
  run (fixture, "RAW", "image/png");
  g_assert_no_error (placard_exchange_get_error (fixture->exchange));
  /* It is written beside the main loop. */
  for (int i = 0; i < 100; i++) {
    g_autofree char *folder =
        g_build_filename (g_get_user_cache_dir (), "placard", "last-good", NULL);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

    if (dir && g_dir_read_name (dir))
      break;
    g_usleep (10000);
  }
  g_usleep (100000);
  stop_server (fixture);
  send (fixture);
  assert_is_picture (fixture, fixture->exchange);
  g_assert_cmpint (placard_exchange_get_offline (fixture->exchange), ==, PLACARD_OFFLINE_LAST_GOOD);
  g_assert_cmpint (placard_exchange_get_offline_age (fixture->exchange), >=, 0);
  g_assert_error (placard_exchange_get_error (fixture->exchange), PLACARD_ERROR,
                  PLACARD_ERROR_REFUSED);
  g_assert_nonnull (
      strstr (placard_exchange_get_error (fixture->exchange)->message, "the last good picture"));

  placard_request_set_auth (fixture->request, PLACARD_AUTH_BEARER, NULL, "two");
  send (fixture);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_ERROR);
  placard_request_set_auth (fixture->request, PLACARD_AUTH_BEARER, NULL, "one");
  placard_policy_set_private (placard_request_get_policy (fixture->request), TRUE);
  send (fixture);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_ERROR);
}

/* BM21: a file of the person's own; never instead of a server that answered. */
static void
test_offline_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plain.png", NULL);

  placard_request_set_offline_file (fixture->request, path);
  run (fixture, "no", "text/plain");
  g_assert_cmpint (placard_exchange_get_offline (fixture->exchange), ==, PLACARD_OFFLINE_NONE);
  stop_server (fixture);
  send (fixture);
  assert_is_picture (fixture, fixture->exchange);
  g_assert_cmpint (placard_exchange_get_offline (fixture->exchange), ==, PLACARD_OFFLINE_FILE);
  g_assert_nonnull (strstr (placard_exchange_get_error (fixture->exchange)->message, "plain.png"));

  placard_request_set_offline_file (fixture->request, "/no/such/file");
  send (fixture);
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_ERROR);
}

int
main (int argc, char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("placard-cache-XXXXXX", NULL);

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/exchange-views/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("treat", test_treat);
  ADD ("treat-as-format", test_treat_as_format);
  ADD ("treat-from-request", test_treat_from_request);
  ADD ("treat-unsniffable", test_treat_unsniffable);
  ADD ("parts", test_parts);
  ADD ("parts-without-picture", test_parts_without_picture);
  ADD ("fields", test_fields);
  ADD ("list", test_list);
  ADD ("leave-list", test_leave_list);
  ADD ("copy", test_copy);
  ADD ("last-good", test_last_good);
  ADD ("offline-file", test_offline_file);
  return g_test_run ();
}
