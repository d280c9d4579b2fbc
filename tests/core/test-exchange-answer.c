/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture in any shape of answer (SPEC N4), from the wire to the pixels. */
#include "fixture-server.h"
#include "placard-answer-fetch.h"
#include "placard-error.h"
#include "placard-exchange.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  FixtureServer *server;
  FixtureServer *other; /* of another origin */
  PlacardSession *session;
  PlacardRequest *request;
  PlacardExchange *exchange;
  char *folder;
  GBytes *picture;
  char *base64;
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
  fixture->base64 = g_base64_encode ((guchar *) bytes, length);
  fixture->folder = g_dir_make_tmp ("placard-answer-XXXXXX", NULL);
  copy = g_build_filename (fixture->folder, "plain.png", NULL);
  g_assert_true (g_file_set_contents (copy, bytes, length, NULL));

  fixture->server = fixture_server_new (NULL);
  fixture->other = fixture_server_new (NULL);
  fixture_server_set_root (fixture->server, fixture->folder);
  fixture_server_set_root (fixture->other, fixture->folder);
  fixture->session = placard_session_new ();
  fixture->request = placard_request_new ();
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->exchange);
  g_object_unref (fixture->request);
  g_object_unref (fixture->session);
  fixture_server_free (fixture->server);
  fixture_server_free (fixture->other);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->base64);
  g_bytes_unref (fixture->picture);
}

static char *
replace (const char *text, const char *what, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (with, parts);
}

/* Serves @body, in which PICTURE is the picture in base64, OTHER the base of the other origin and RAW the
 * picture itself, and runs an exchange for it. */
static void
run (Fixture *fixture, const char *body, const char *type)
{
  g_autofree char *with_picture = replace (body, "PICTURE", fixture->base64);
  g_autofree char *text = replace (with_picture, "OTHER", fixture_server_get_base (fixture->other));
  g_autofree char *path = g_build_filename (fixture->folder, "answer", NULL);
  g_autofree char *escaped = g_uri_escape_string (type, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s/file/answer?type=%s",
                                          fixture_server_get_base (fixture->server), escaped);
  const char *raw = strstr (text, "RAW");
  g_autoptr (GString) content = g_string_new (NULL);

  g_string_append_len (content, text, raw ? (gssize) (raw - text) : (gssize) strlen (text));
  if (raw) {
    g_string_append_len (content, g_bytes_get_data (fixture->picture, NULL),
                         g_bytes_get_size (fixture->picture));
    g_string_append (content, raw + 3);
  }
  g_assert_true (g_file_set_contents (path, content->str, content->len, NULL));
  placard_request_set_url (fixture->request, url);
  g_clear_object (&fixture->exchange);
  fixture->exchange = placard_exchange_new (fixture->session, fixture->request, NULL);
  placard_exchange_start (fixture->exchange);
  while (!placard_exchange_is_finished (fixture->exchange))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_is_picture (Fixture *fixture)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (fixture->exchange));
  gsize size = g_bytes_get_size (fixture->picture);
  g_autofree char *bytes = g_malloc (size + 1);

  g_assert_no_error (placard_exchange_get_error (fixture->exchange));
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, PLACARD_EXCHANGE_PICTURE);
  g_assert_cmpmem (bytes, placard_spool_read_at (spool, 0, bytes, size + 1, NULL),
                   g_bytes_get_data (fixture->picture, NULL), size);
  g_assert_cmpint (placard_image_get_state (placard_exchange_get_image (fixture->exchange)), ==,
                   PLACARD_IMAGE_DONE);
}

typedef struct {
  const char *what;
  const char *type;
  const char *body;
  const char *image_at;
  guint requests; /* at the first server */
  const char *place;
  const char *name;
} Row;

static const Row rows[] = {
    {"json-base64", "application/json", "{\"code\":0,\"data\":{\"img\":\"PICTURE\"}}",
     "json:/data/img", 1, "json:/data/img", "answer.png"},
    {"json-data-url", "application/json", "{\"img\":\"data:image/png;base64,PICTURE\"}", NULL, 1,
     "json:/img", "answer.png"},
    {"json-url", "application/json", "{\"data\":{\"url\":\"/file/plain.png\"}}", NULL, 2,
     "json:/data/url", "plain.png"},
    {"json-relative-url", "application/json", "{\"url\":\"plain.png?type=image/png\"}", "json:/url",
     2, "json:/url", "plain.png"},
    {"json-list-of-one", "application/json", "[\"plain.png\"]", NULL, 2, "json:/0", "plain.png"},
    {"json-other-origin", "application/json", "{\"img\":\"OTHER/file/plain.png\"}", NULL, 1,
     "json:/img", "plain.png"},
    {"text-base64", "text/plain", "PICTURE", NULL, 1, "text", "answer.png"},
    {"text-data-url", "text/plain", "data:image/png;base64,PICTURE", "text", 1, "text",
     "answer.png"},
    {"part", "multipart/mixed; boundary=b",
     "--b\r\n\r\nhello\r\n--b\r\nContent-Disposition: attachment; "
     "filename*=UTF-8''%E5%8D%A1.png\r\n"
     "Content-Type: image/png\r\n\r\nRAW\r\n--b--\r\n",
     NULL, 1, "part:2", "卡.png"},
    {"part-by-name", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=\"qr\"; filename=\"q.jpg\"\r\n\r\nRAW\r\n--b--",
     "part:qr", 1, "part:qr", "q.png"},
};

static void
test_shape (Fixture *fixture, gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GPtrArray) requests = NULL;
  g_autofree char *name = NULL;
  PlacardAnswer *answer;
  g_autoptr (PlacardResponse) outer = NULL;

  placard_request_set_image_at (fixture->request, row->image_at);
  run (fixture, row->body, row->type);
  assert_is_picture (fixture);
  requests = fixture_server_take_requests (fixture->server);
  g_assert_cmpuint (requests->len, ==, row->requests);
  answer = placard_exchange_get_answer (fixture->exchange);
  g_assert_cmpstr (placard_answer_get_place (answer), ==, row->place);
  g_assert_true (placard_answer_was_guessed (answer) == !row->image_at);
  name = placard_exchange_suggest_name (fixture->exchange);
  g_assert_cmpstr (name, ==, row->name);
  /* Both hops can be shown. */
  outer = placard_fetch_dup_response (placard_exchange_get_outer_fetch (fixture->exchange));
  g_assert_nonnull (strstr (placard_response_get_url (outer), "/file/answer?"));
}

typedef struct {
  const char *what;
  const char *type;
  const char *body;
  const char *image_at;
  PlacardExchangeState state;
  int code;
  const char *message; /* a part of it */
} Wrong;

static const Wrong wrongs[] = {
    {"body-alone", "application/json", "{\"img\":\"PICTURE\"}", "body", PLACARD_EXCHANGE_TEXT,
     PLACARD_ERROR_NOT_AN_IMAGE, ""},
    {"not-there", "application/json", "{\"img\":\"PICTURE\"}", "json:/data/img",
     PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_NOT_AN_IMAGE, "/data/img"},
    {"broken-base64", "application/json", "{\"img\":\"iVBORw0KGgoAAAANSUhEUg!\"}", "json:/img",
     PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_UNDECODABLE, "json:/img"},
    {"cut-picture", "application/json", "{\"img\":\"iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf\"}",
     "json:/img", PLACARD_EXCHANGE_ERROR, PLACARD_ERROR_UNDECODABLE, "PNG"},
    {"no-such-address", "application/json", "{\"url\":\"/status/404\"}", "json:/url",
     PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_HTTP_STATUS, "404"},
    /* Nobody said to look: what is found wrongly changes nothing. */
    {"wrong-guess", "application/json", "{\"url\":\"/html\"}", NULL, PLACARD_EXCHANGE_TEXT,
     PLACARD_ERROR_NOT_AN_IMAGE, "JSON"},
    {"failed-guess", "application/json", "{\"url\":\"/reset-head\"}", NULL, PLACARD_EXCHANGE_TEXT,
     PLACARD_ERROR_NOT_AN_IMAGE, "JSON"},
    {"error-with-address", "application/json",
     "{\"errcode\":40001,\"errmsg\":\"invalid credential\",\"url\":\"/file/plain.png\"}", NULL,
     PLACARD_EXCHANGE_TEXT, PLACARD_ERROR_NOT_AN_IMAGE, "invalid credential"},
};

static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  const Wrong *row = data;
  const GError *error;

  placard_request_set_image_at (fixture->request, row->image_at);
  run (fixture, row->body, row->type);
  error = placard_exchange_get_error (fixture->exchange);
  g_assert_error (error, PLACARD_ERROR, row->code);
  g_assert_nonnull (strstr (error->message, row->message));
  g_assert_cmpint (placard_exchange_get_state (fixture->exchange), ==, row->state);
  if (!row->image_at) {
    g_assert_null (placard_exchange_get_answer (fixture->exchange));
    g_assert_null (placard_exchange_get_outer_fetch (fixture->exchange));
  }
}

static void
send_secrets (Fixture *fixture)
{
  placard_request_set_auth (fixture->request, PLACARD_AUTH_BEARER, NULL, "hunter2");
  placard_request_append_header (fixture->request, "X-Till", "hunter7");
  placard_request_append_header (fixture->request, "Accept-Language", "zh-CN");
  placard_request_append_query (fixture->request, "key", "hunter9");
}

/* The first origin gets what it is owed, and gets it for the picture too; the body is not sent twice. */
static void
test_same_origin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) requests = NULL;
  const char *second;

  send_secrets (fixture);
  run (fixture, "{\"url\":\"/file/plain.png\"}", "application/json");
  assert_is_picture (fixture);
  requests = fixture_server_take_requests (fixture->server);
  g_assert_cmpuint (requests->len, ==, 2);
  second = g_ptr_array_index (requests, 1);
  g_assert_true (g_str_has_prefix (second, "GET /file/plain.png HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (second, "Bearer hunter2"));
  g_assert_nonnull (strstr (second, "X-Till: hunter7"));
  g_assert_null (strstr (second, "hunter9"));
}

static void
test_other_origin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) requests = NULL;
  const char *head;

  send_secrets (fixture);
  run (fixture, "{\"url\":\"OTHER/file/plain.png\"}", "application/json");
  assert_is_picture (fixture);
  requests = fixture_server_take_requests (fixture->other);
  g_assert_cmpuint (requests->len, ==, 1);
  head = g_ptr_array_index (requests, 0);
  g_assert_null (strstr (head, "hunter"));
  g_assert_nonnull (strstr (head, "Accept-Language: zh-CN"));
}

/* An answer of another origin that names an address at the first one gets nothing sent with it. */
static void
test_way_home (Fixture *fixture, gconstpointer data)
{
  PlacardHop hop = {.method = (char *) "GET", .url = (char *) "https://b.example/", .status = 302};
  g_autoptr (GPtrArray) hops = g_ptr_array_new ();
  g_autoptr (PlacardResponse) straight =
      placard_response_new (&(PlacardResponseFacts){.status = 200, .url = "https://a.example/x"});
  g_autoptr (PlacardResponse) strayed = placard_response_new (
      &(PlacardResponseFacts){.status = 200, .url = "https://a.example/x", .hops = hops});
  g_autoptr (PlacardResponse) elsewhere =
      placard_response_new (&(PlacardResponseFacts){.status = 200, .url = "https://b.example/x"});
  PlacardResponse *outers[] = {straight, strayed, elsewhere};

  g_ptr_array_add (hops, &hop);
  send_secrets (fixture);
  placard_request_set_url (fixture->request, "https://a.example/me");
  for (guint i = 0; i < G_N_ELEMENTS (outers); i++) {
    g_autoptr (PlacardRequest) inner =
        placard_answer_make_request (fixture->request, outers[i], "https://a.example/q.png");

    g_assert_cmpint (placard_request_get_auth (inner), ==,
                     i ? PLACARD_AUTH_NONE : PLACARD_AUTH_BEARER);
    g_assert_cmpuint (placard_request_get_headers (inner)->len, ==, i ? 1 : 2);
  }
}

/* The second request can be stopped as the first can. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "answer", NULL);
  g_autofree char *url =
      g_strdup_printf ("%s/file/answer", fixture_server_get_base (fixture->server));

  g_file_set_contents (path, "{\"img\":\"/stall-body\"}", -1, NULL);
  placard_request_set_url (fixture->request, url);
  fixture->exchange = placard_exchange_new (fixture->session, fixture->request, NULL);
  placard_exchange_start (fixture->exchange);
  while (!placard_exchange_get_answer (fixture->exchange) ||
         placard_exchange_get_phase (fixture->exchange) != PLACARD_PHASE_RECEIVING)
    g_main_context_iteration (NULL, TRUE);
  placard_exchange_cancel (fixture->exchange);
  while (!placard_exchange_is_finished (fixture->exchange))
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (placard_exchange_get_error (fixture->exchange), PLACARD_ERROR,
                  PLACARD_ERROR_CANCELLED);
  g_assert_true (fixture_server_wait_idle (fixture->server, 1000));
}

static void
quit (gpointer data, GObject *gone)
{
  *(gboolean *) data = TRUE;
}

static void
test_lifetime (Fixture *fixture, gconstpointer data)
{
  gboolean gone = FALSE;

  run (fixture, "{\"url\":\"/file/plain.png\"}", "application/json");
  g_object_weak_ref (G_OBJECT (fixture->exchange), quit, &gone);
  g_clear_object (&fixture->exchange);
  g_assert_true (gone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/exchange-answer/%s", rows[i].what);

    g_test_add (path, Fixture, &rows[i], set_up, test_shape, tear_down);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++) {
    g_autofree char *path = g_strdup_printf ("/exchange-answer/wrong/%s", wrongs[i].what);

    g_test_add (path, Fixture, &wrongs[i], set_up, test_wrong, tear_down);
  }
#define ADD(name, func)                                                                            \
  g_test_add ("/exchange-answer/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("same-origin", test_same_origin);
  ADD ("other-origin", test_other_origin);
  ADD ("way-home", test_way_home);
  ADD ("cancel", test_cancel);
  ADD ("lifetime", test_lifetime);
  return g_test_run ();
}
