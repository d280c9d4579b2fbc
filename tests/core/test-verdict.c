/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-verdict.h"

#include <string.h>

#include "placard-error.h"

#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x4a\0\0\x01\x4a\x01\0\0\0\0"
#define BYTES(s) s, sizeof (s) - 1

typedef struct {
  const char *what;
  guint status;
  const char *type; /* the whole field, or NULL */
  const char *body;
  gsize length;
  PlacardAction action;
  gboolean mislabelled;
  int error; /* -1: none */
  const char *message;
  const char *reason;
} Row;

/* Bodies of answers as they are sent in practice. */
static const Row rows[] = {
    {"a picture", 200, "image/png", BYTES (PNG_HEAD), PLACARD_ACTION_SHOW_PICTURE, FALSE, -1, NULL,
     NULL},
    {"a picture labelled text", 200, "text/plain", BYTES (PNG_HEAD), PLACARD_ACTION_SHOW_PICTURE,
     TRUE, -1, NULL, "The server declared text/plain, but this is PNG"},
    {"a picture labelled JSON", 200, "application/json", BYTES ("\xff\xd8\xff\xe0"),
     PLACARD_ACTION_SHOW_PICTURE, TRUE, -1, NULL,
     "The server declared application/json, but this is JPEG"},
    {"a picture labelled another", 200, "image/jpeg", BYTES (PNG_HEAD), PLACARD_ACTION_SHOW_PICTURE,
     TRUE, -1, NULL, "The server declared image/jpeg, but this is PNG"},
    {"a picture without a label", 200, NULL, BYTES (PNG_HEAD), PLACARD_ACTION_SHOW_PICTURE, FALSE,
     -1, NULL, NULL},
    {"a picture as bytes", 200, "application/octet-stream", BYTES (PNG_HEAD),
     PLACARD_ACTION_SHOW_PICTURE, FALSE, -1, NULL, NULL},
    {"a picture with a label nobody knows", 200, "application/x-foo", BYTES (PNG_HEAD),
     PLACARD_ACTION_SHOW_PICTURE, TRUE, -1, NULL,
     "The server declared application/x-foo, but this is PNG"},
    {"a picture under 404", 404, "image/png", BYTES (PNG_HEAD), PLACARD_ACTION_SHOW_PICTURE, FALSE,
     PLACARD_ERROR_HTTP_STATUS, NULL,
     "api.example answered 404 Not Found: the picture is what came with it"},
    {"a picture under 500", 500, "image/png", BYTES (PNG_HEAD), PLACARD_ACTION_SHOW_PICTURE, FALSE,
     PLACARD_ERROR_HTTP_STATUS, NULL,
     "api.example answered 500 Internal Server Error: the picture is what came with it"},
    {"svg as xml", 200, "text/xml", BYTES ("<svg xmlns='x'/>"), PLACARD_ACTION_SHOW_PICTURE, FALSE,
     -1, NULL, NULL},
    {"parts without a picture", 200, "multipart/mixed; boundary=b",
     BYTES ("preamble\r\n--b\r\n\r\nseven\r\n--b--\r\n"), PLACARD_ACTION_SHOW_TEXT, FALSE,
     PLACARD_ERROR_NOT_AN_IMAGE, NULL, "api.example sent multipart/mixed instead of a picture"},
    {"WeChat's error", 200, "application/json",
     BYTES ("{\"errcode\":40001,\"errmsg\":\"invalid credential\"}"), PLACARD_ACTION_SHOW_TEXT,
     FALSE, PLACARD_ERROR_NOT_AN_IMAGE, "40001 invalid credential",
     "api.example sent JSON instead of a picture: 40001 invalid credential"},
    {"JSON labelled a picture", 200, "image/jpeg",
     BYTES ("{\"errcode\":40001,\"errmsg\":\"invalid credential\"}"), PLACARD_ACTION_SHOW_TEXT,
     TRUE, PLACARD_ERROR_NOT_AN_IMAGE, "40001 invalid credential",
     "api.example sent JSON instead of a picture, declared as image/jpeg: 40001 invalid "
     "credential"},
    {"code and msg", 200, "application/json",
     BYTES ("{\"code\":\"A0230\",\"msg\":\"登录过期\",\"data\":null}"), PLACARD_ACTION_SHOW_TEXT,
     FALSE, PLACARD_ERROR_NOT_AN_IMAGE, "A0230: 登录过期",
     "api.example sent JSON instead of a picture: A0230: 登录过期"},
    {"code and message", 200, NULL, BYTES ("{\"code\": -1, \"message\": \"no such user\"}"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_NOT_AN_IMAGE, "-1 no such user",
     "api.example sent JSON instead of a picture: -1 no such user"},
    {"success", 200, "application/json",
     BYTES ("{\"code\":0,\"msg\":\"ok\",\"data\":{\"url\":\"/q.png\"}}"), PLACARD_ACTION_SHOW_TEXT,
     FALSE, PLACARD_ERROR_NOT_AN_IMAGE, NULL, "api.example sent JSON instead of a picture"},
    {"OAuth", 400, "application/json",
     BYTES ("{\"error\":\"invalid_grant\",\"error_description\":\"The code has expired\"}"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_HTTP_STATUS,
     "invalid_grant: The code has expired",
     "api.example answered 400 Bad Request: invalid_grant: The code has expired"},
    {"an error of one word", 401, "application/json", BYTES ("{\"error\":\"Unauthorized\"}"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_HTTP_STATUS, "Unauthorized",
     "api.example answered 401 Unauthorized: Unauthorized"},
    {"nested one level", 403, "application/json",
     BYTES ("{\"error\":{\"code\":403,\"message\":\"Quota "
            "exceeded\",\"status\":\"PERMISSION_DENIED\"}}"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_HTTP_STATUS, "403 Quota exceeded",
     "api.example answered 403 Forbidden: 403 Quota exceeded"},
    {"nested in a list", 200, "application/json",
     BYTES ("{\"errors\":[{\"code\":\"E1\",\"detail\":\"too\\nmany   tries\"}]}"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_NOT_AN_IMAGE, "E1: too many tries",
     "api.example sent JSON instead of a picture: E1: too many tries"},
    {"nested twice is not looked for", 200, "application/json",
     BYTES ("{\"a\":{\"error\":{\"message\":\"deep\"}}}"), PLACARD_ACTION_SHOW_TEXT, FALSE,
     PLACARD_ERROR_NOT_AN_IMAGE, NULL, "api.example sent JSON instead of a picture"},
    {"problem details", 503, "application/problem+json",
     BYTES ("{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503}"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_HTTP_STATUS, "503 Service Unavailable",
     "api.example answered 503 Service Unavailable: 503 Service Unavailable"},
    {"JSON without an error", 200, "application/json", BYTES ("{\"a\":1}"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_NOT_AN_IMAGE, NULL,
     "api.example sent JSON instead of a picture"},
    {"direction marks in a message", 200, "application/json",
     BYTES ("{\"msg\":\"a\\u202eb\\u0007\"}"), PLACARD_ACTION_SHOW_TEXT, FALSE,
     PLACARD_ERROR_NOT_AN_IMAGE, "ab", "api.example sent JSON instead of a picture: ab"},
    {"a login page", 200, "text/html",
     BYTES ("<!DOCTYPE html><html><head><title>\n Welcome &amp; hello &#8211; 你好</title></head>"
            "<form><input type=\"password\" name=p></form>"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_NOT_AN_IMAGE, "Welcome & hello – 你好",
     "api.example sent a login page instead of a picture: “Welcome & hello – 你好”"},
    {"a login page by its title", 200, "image/png", BYTES ("<html><title>用户登录</title>"),
     PLACARD_ACTION_SHOW_TEXT, TRUE, PLACARD_ERROR_NOT_AN_IMAGE, "用户登录",
     "api.example sent a login page instead of a picture, declared as image/png: “用户登录”"},
    {"a page of nginx", 502, "text/html",
     BYTES ("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_HTTP_STATUS, "502 Bad Gateway",
     "api.example answered 502 Bad Gateway: “502 Bad Gateway”"},
    {"a page without a title", 200, "text/html", BYTES ("<html><body><h1>Maintenance</h1>"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_NOT_AN_IMAGE, "Maintenance",
     "api.example sent a web page instead of a picture: “Maintenance”"},
    {"a title in GBK", 200, "text/html; charset=gbk",
     BYTES ("<html><title>\xd6\xd0\xce\xc4</title>"), PLACARD_ACTION_SHOW_TEXT, FALSE,
     PLACARD_ERROR_NOT_AN_IMAGE, "中文",
     "api.example sent a web page instead of a picture: “中文”"},
    {"S3's error", 403, "application/xml",
     BYTES ("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>Request has "
            "expired</Message></Error>"),
     PLACARD_ACTION_SHOW_TEXT, FALSE, PLACARD_ERROR_HTTP_STATUS,
     "AccessDenied: Request has expired",
     "api.example answered 403 Forbidden: AccessDenied: Request has expired"},
    {"plain text", 200, "text/plain", BYTES ("token expired\n"), PLACARD_ACTION_SHOW_TEXT, FALSE,
     PLACARD_ERROR_NOT_AN_IMAGE, "token expired",
     "api.example sent text instead of a picture: token expired"},
    {"text labelled a picture", 200, "image/jpeg", BYTES ("token expired\n"),
     PLACARD_ACTION_SHOW_TEXT, TRUE, PLACARD_ERROR_NOT_AN_IMAGE, "token expired",
     "api.example sent text instead of a picture, declared as image/jpeg: token expired"},
    {"JSON labelled text", 200, "text/plain", BYTES ("{}"), PLACARD_ACTION_SHOW_TEXT, FALSE,
     PLACARD_ERROR_NOT_AN_IMAGE, NULL, "api.example sent JSON instead of a picture"},
    {"text labelled JSON", 200, "application/json", BYTES ("oops, not json"),
     PLACARD_ACTION_SHOW_TEXT, TRUE, PLACARD_ERROR_NOT_AN_IMAGE, "oops, not json",
     "api.example sent text instead of a picture: oops, not json"},
    {"a document", 200, "application/pdf", BYTES ("%PDF-1.7\n"), PLACARD_ACTION_OFFER_FILE, FALSE,
     PLACARD_ERROR_NOT_AN_IMAGE, NULL, "api.example sent a PDF document instead of a picture"},
    {"unknown bytes", 200, "application/octet-stream", BYTES ("\1\2\3\4"),
     PLACARD_ACTION_OFFER_FILE, FALSE, PLACARD_ERROR_NOT_AN_IMAGE, NULL,
     "api.example sent data that is no picture Placard knows"},
    {"unknown bytes labelled a picture of a kind that is not known", 200, "image/heic",
     BYTES ("\1\2\3\4"), PLACARD_ACTION_OFFER_FILE, FALSE, PLACARD_ERROR_NOT_AN_IMAGE, NULL,
     "api.example sent data that is no picture Placard knows"},
    {"204", 204, NULL, BYTES (""), PLACARD_ACTION_EXPLAIN, FALSE, PLACARD_ERROR_EMPTY, NULL,
     "api.example answered 204 No Content: no picture comes with that"},
    {"205", 205, NULL, BYTES (""), PLACARD_ACTION_EXPLAIN, FALSE, PLACARD_ERROR_EMPTY, NULL,
     "api.example answered 205 Reset Content: no picture comes with that"},
    {"304", 304, "image/png", BYTES (""), PLACARD_ACTION_EXPLAIN, FALSE, PLACARD_ERROR_EMPTY, NULL,
     "api.example answered 304 Not Modified: no picture comes with that"},
    {"nothing", 200, "image/png", BYTES (""), PLACARD_ACTION_EXPLAIN, FALSE, PLACARD_ERROR_EMPTY,
     NULL, "api.example sent an empty answer: there is no picture in it"},
    {"404 and nothing", 404, NULL, BYTES (""), PLACARD_ACTION_EXPLAIN, FALSE,
     PLACARD_ERROR_HTTP_STATUS, NULL, "api.example answered 404 Not Found and sent nothing else"},
    {"a redirect that nobody follows", 300, NULL, BYTES ("choose"), PLACARD_ACTION_SHOW_TEXT, FALSE,
     PLACARD_ERROR_HTTP_STATUS, "choose", "api.example answered 300 Multiple Choices: choose"},
};

static void
free_header (gpointer data)
{
  placard_response_header_free (data);
}

static PlacardResponse *
make_response (guint status, const char *method, const char *const *fields)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (free_header);
  PlacardResponseFacts facts = {
      .status = status, .url = "https://api.example/me/qr", .method = method, .headers = headers};

  for (gsize i = 0; fields[i]; i += 2)
    if (fields[i + 1])
      g_ptr_array_add (headers, placard_response_header_new (fields[i], fields[i + 1]));
  return placard_response_new (&facts);
}

static void
check (const Row *row, PlacardVerdict *verdict)
{
  g_autoptr (GError) error = placard_verdict_to_error (verdict);

  g_assert_cmpint (placard_verdict_get_action (verdict), ==, row->action);
  g_assert_cmpint (placard_verdict_is_mislabelled (verdict), ==, row->mislabelled);
  g_assert_cmpstr (placard_verdict_get_server_message (verdict), ==, row->message);
  g_assert_cmpstr (placard_verdict_get_reason (verdict), ==, row->reason);
  if (row->error < 0) {
    g_assert_no_error (error);
  } else {
    g_assert_error (error, PLACARD_ERROR, row->error);
    g_assert_cmpstr (error->message, ==, row->reason);
  }
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const char *fields[] = {"Content-Type", row->type, NULL};
  g_autoptr (PlacardResponse) response = make_response (row->status, "GET", fields);
  g_autofree guint8 *copy = g_memdup2 (row->body, row->length);
  g_autoptr (PlacardVerdict) verdict = placard_verdict_new (
      response, copy, row->length, TRUE, PLACARD_SPOOL_COMPLETE, PLACARD_COMPLETENESS_UNKNOWN);

  check (row, verdict);
}

static PlacardSpool *
make_spool (const char *body, gsize length, PlacardSpoolState state)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  placard_spool_append (spool, body, length, &error);
  g_assert_no_error (error);
  placard_spool_seal (spool, state);
  return spool;
}

/* A whole picture from disk, all of it or its first @percent. */
static PlacardSpool *
make_picture (const char *name, int percent, PlacardSpoolState state, gsize *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pictures", name, NULL);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  *length = *length * (gsize) percent / 100;
  return make_spool (contents, *length, state);
}

static void
test_judge_whole (void)
{
  const char *fields[] = {"Content-Type", "image/png", NULL};
  g_autoptr (PlacardResponse) response = make_response (200, "GET", fields);
  gsize length;
  g_autoptr (PlacardSpool) spool = make_picture ("plain.png", 100, PLACARD_SPOOL_COMPLETE, &length);
  g_autoptr (PlacardVerdict) verdict = placard_verdict_judge (response, spool);
  g_autoptr (GError) error = placard_verdict_to_error (verdict);

  g_assert_no_error (error);
  g_assert_cmpint (placard_verdict_get_width (verdict), ==, 37);
  g_assert_cmpint (placard_verdict_get_height (verdict), ==, 29);
  g_assert_cmpint (placard_verdict_get_completeness (verdict), ==, PLACARD_COMPLETENESS_COMPLETE);
  g_assert_cmpstr (placard_verdict_get_wholeness (verdict), ==,
                   "length not stated; the picture is whole");
}

static void
test_judge_cut (void)
{
  static const char *const names[] = {"plain.png", "adam7.png",  "baseline.jpg", "progressive.jpg",
                                      "still.gif", "lossy.webp", "still.avif",   "strips.tiff",
                                      "plain.bmp", "binary.ppm", "plain.svg"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *fields[] = {"Content-Length", "9999", NULL};
    g_autoptr (PlacardResponse) response = make_response (200, "GET", fields);
    gsize length;
    /* The state that libsoup's chunked reader leaves: it does not notice. */
    g_autoptr (PlacardSpool) spool = make_picture (names[i], 90, PLACARD_SPOOL_COMPLETE, &length);
    g_autoptr (PlacardVerdict) verdict = placard_verdict_judge (response, spool);
    g_autoptr (GError) error = placard_verdict_to_error (verdict);

    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED);
    g_assert_nonnull (strstr (error->message, "of 9,999 bytes"));
    g_assert_cmpstr (placard_verdict_get_wholeness (verdict), ==, "ends early");
  }
}

/* The rows that came are told where they are known; never of a picture that is whole. */
static void
test_rows (void)
{
  gsize length;
  g_autoptr (PlacardSpool) half = make_picture ("plain.png", 50, PLACARD_SPOOL_INCOMPLETE, &length);
  g_autoptr (PlacardSpool) whole = make_picture ("plain.png", 100, PLACARD_SPOOL_COMPLETE, &length);
  g_autoptr (PlacardVerdict) cut = placard_verdict_judge (NULL, half);
  g_autoptr (PlacardVerdict) complete = placard_verdict_judge (NULL, whole);
  g_autofree char *some = placard_verdict_describe_wholeness (cut, 12);
  g_autofree char *unknown = placard_verdict_describe_wholeness (cut, 0);
  g_autofree char *all = placard_verdict_describe_wholeness (complete, 29);

  g_assert_cmpstr (some, ==, "ends early (12 of 29 rows)");
  g_assert_cmpstr (unknown, ==, "ends early");
  g_assert_cmpstr (all, ==, "complete");
}

/* Whole pixels around which the answer was cut: what is said is not that they are cut. */
static void
test_cut_around (void)
{
  gsize length;
  g_autoptr (PlacardSpool) spool =
      make_picture ("plain.png", 100, PLACARD_SPOOL_INCOMPLETE, &length);
  const char *fields[] = {"Content-Encoding", "gzip", NULL};
  g_autoptr (PlacardResponse) response = make_response (200, "GET", fields);
  g_autoptr (PlacardVerdict) verdict = placard_verdict_judge (response, spool);

  g_assert_cmpstr (placard_verdict_get_reason (verdict), ==,
                   "The picture has come to its own end, but the answer around it was cut");
}

/* A Content-Encoding that the bytes do not have. */
static void
test_coding (void)
{
  gsize length;
  g_autoptr (PlacardSpool) spool = make_picture ("plain.png", 100, PLACARD_SPOOL_COMPLETE, &length);
  g_autofree char *number = g_strdup_printf ("%" G_GSIZE_FORMAT, length);
  const char *plain[] = {"Content-Encoding", "gzip", "Content-Length", number, NULL};
  const char *coded[] = {"Content-Encoding", "gzip", "Content-Length", "77", NULL};
  g_autoptr (PlacardResponse) wrong = make_response (200, "GET", plain);
  g_autoptr (PlacardResponse) right = make_response (200, "GET", coded);
  g_autoptr (PlacardVerdict) noted = placard_verdict_judge (wrong, spool);
  g_autoptr (PlacardVerdict) silent = placard_verdict_judge (right, spool);

  g_assert_cmpstr (placard_verdict_get_reason (noted), ==,
                   "The server declared gzip, but this is PNG");
  g_assert_null (placard_verdict_get_reason (silent));
}

static void
test_judge_damaged (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "pictures", "plain.png", NULL);
  g_autofree char *contents = NULL;
  gsize length;
  g_autoptr (PlacardSpool) spool = NULL;
  g_autoptr (PlacardVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  contents[length / 2] ^= 4;
  spool = make_spool (contents, length, PLACARD_SPOOL_COMPLETE);
  verdict = placard_verdict_judge (NULL, spool);
  error = placard_verdict_to_error (verdict);
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE);
  g_assert_cmpstr (placard_verdict_get_wholeness (verdict), ==, "damaged");
}

static void
test_local_file (void)
{
  gsize length;
  g_autoptr (PlacardSpool) spool = make_picture ("plain.svg", 100, PLACARD_SPOOL_COMPLETE, &length);
  g_autoptr (PlacardVerdict) verdict = placard_verdict_judge (NULL, spool);
  g_autoptr (GError) error = placard_verdict_to_error (verdict);
  g_autoptr (PlacardSpool) empty = make_spool ("", 0, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardVerdict) nothing = placard_verdict_judge (NULL, empty);

  g_assert_no_error (error);
  g_assert_null (placard_verdict_get_declared (verdict));
  g_assert_cmpstr (placard_verdict_get_wholeness (verdict), ==, "complete");
  g_assert_cmpstr (placard_verdict_get_reason (nothing), ==, "The file is empty");
}

static void
test_head (void)
{
  const char *fields[] = {"Content-Type", "image/png", "Content-Length", "1000", NULL};
  g_autoptr (PlacardResponse) response = make_response (200, "HEAD", fields);
  g_autoptr (PlacardVerdict) verdict = placard_verdict_new (
      response, NULL, 0, TRUE, PLACARD_SPOOL_COMPLETE, PLACARD_COMPLETENESS_UNKNOWN);
  g_autoptr (GError) error = placard_verdict_to_error (verdict);

  g_assert_no_error (error);
  g_assert_cmpint (placard_verdict_get_action (verdict), ==, PLACARD_ACTION_EXPLAIN);
  g_assert_nonnull (strstr (placard_verdict_get_reason (verdict), "HEAD"));
}

/* While bytes come, nothing is said too early. */
static void
test_provisional (void)
{
  const char *fields[] = {"Content-Type", "image/png", NULL};
  g_autoptr (PlacardResponse) response = make_response (200, "GET", fields);
  g_autoptr (PlacardVerdict) verdict =
      placard_verdict_new (response, (const guint8 *) "\x89P", 2, FALSE, PLACARD_SPOOL_OPEN,
                           PLACARD_COMPLETENESS_UNKNOWN);
  g_autoptr (PlacardVerdict) later =
      placard_verdict_new (response, (const guint8 *) PNG_HEAD, sizeof PNG_HEAD - 1, FALSE,
                           PLACARD_SPOOL_OPEN, PLACARD_COMPLETENESS_UNKNOWN);

  g_assert_null (placard_verdict_get_reason (verdict));
  g_assert_null (placard_verdict_to_error (verdict));
  g_assert_cmpint (placard_verdict_get_action (later), ==, PLACARD_ACTION_SHOW_PICTURE);
  g_assert_cmpint (placard_verdict_get_width (later), ==, 330);
  g_assert_null (placard_verdict_get_wholeness (later));
}

/* A long text that comes as an attachment is a file, never a text view. */
static void
test_attachment (void)
{
  const char *fields[] = {"Content-Type",
                          "text/csv",
                          "Content-Disposition",
                          "attachment; filename=a.csv",
                          "Content-Length",
                          "1073741824",
                          NULL};
  const char *small[] = {"Content-Disposition", "attachment; filename=a.json", NULL};
  g_autoptr (PlacardResponse) response = make_response (200, "GET", fields);
  g_autoptr (PlacardResponse) other = make_response (200, "GET", small);
  g_autofree char *text = g_strnfill (4096, 'a');
  g_autoptr (PlacardVerdict) verdict =
      placard_verdict_new (response, (const guint8 *) text, 4096, FALSE, PLACARD_SPOOL_OPEN,
                           PLACARD_COMPLETENESS_UNKNOWN);
  g_autoptr (PlacardVerdict) short_one =
      placard_verdict_new (other, (const guint8 *) "{\"error\":\"no\"}", 14, TRUE,
                           PLACARD_SPOOL_COMPLETE, PLACARD_COMPLETENESS_UNKNOWN);

  g_assert_cmpint (placard_verdict_get_action (verdict), ==, PLACARD_ACTION_OFFER_FILE);
  g_assert_cmpint (placard_verdict_get_action (short_one), ==, PLACARD_ACTION_SHOW_TEXT);
  g_assert_cmpstr (placard_verdict_get_server_message (short_one), ==, "no");
}

/* Nesting does not reach the parser, length does not reach the sentence. */
static void
test_bounds (void)
{
  gsize depth = 100000;
  g_autoptr (GString) deep = g_string_new ("{\"error\":");
  g_autoptr (GString) longer = g_string_new ("{\"error\":\"");
  g_autoptr (PlacardVerdict) nested = NULL;
  g_autoptr (PlacardVerdict) wordy = NULL;

  for (gsize i = 0; i < depth; i++)
    g_string_append_c (deep, '[');
  for (gsize i = 0; i < depth; i++)
    g_string_append_c (deep, ']');
  g_string_append_c (deep, '}');
  for (gsize i = 0; i < depth; i++)
    g_string_append (longer, "卡");
  g_string_truncate (longer, 150000);
  g_string_append (longer, "\"}");
  nested = placard_verdict_new (NULL, (guint8 *) deep->str, deep->len, TRUE, PLACARD_SPOOL_COMPLETE,
                                PLACARD_COMPLETENESS_UNKNOWN);
  wordy = placard_verdict_new (NULL, (guint8 *) longer->str, longer->len, TRUE,
                               PLACARD_SPOOL_COMPLETE, PLACARD_COMPLETENESS_UNKNOWN);
  g_assert_null (placard_verdict_get_server_message (nested));
  g_assert_cmpint (g_utf8_strlen (placard_verdict_get_server_message (wordy), -1), ==, 301);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/verdict/answers/%s", rows[i].what);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/verdict/judge/whole", test_judge_whole);
  g_test_add_func ("/verdict/judge/cut", test_judge_cut);
  g_test_add_func ("/verdict/rows", test_rows);
  g_test_add_func ("/verdict/cut-around", test_cut_around);
  g_test_add_func ("/verdict/coding", test_coding);
  g_test_add_func ("/verdict/judge/damaged", test_judge_damaged);
  g_test_add_func ("/verdict/local-file", test_local_file);
  g_test_add_func ("/verdict/head", test_head);
  g_test_add_func ("/verdict/provisional", test_provisional);
  g_test_add_func ("/verdict/attachment", test_attachment);
  g_test_add_func ("/verdict/bounds", test_bounds);
  return g_test_run ();
}
