/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-answer.h"
#include "placard-error.h"
#include "placard-media-type.h"

#include <string.h>
#include <sys/resource.h>

#define PNG                                                                                        \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DQAA/QD8+ApPNQAAAABJRU5ErkJggg=="
#define PNG_URL_ALPHABET                                                                           \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DQAA_QD8-ApPNQAAAABJRU5ErkJggg"
#define PNG_BYTES 67
#define BASE "https://a.example/me/list?x=1"

static PlacardSpool *
new_spool (const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  placard_spool_append (spool, bytes, length, &error);
  g_assert_no_error (error);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return spool;
}

static PlacardResponse *
new_response (const char *content_type)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardResponseFacts facts = {.status = 200, .url = BASE, .headers = headers};

  if (content_type)
    g_ptr_array_add (headers, placard_response_header_new ("Content-Type", content_type));
  return placard_response_new (&facts);
}

/* What is found: NULL for nothing, "!text" for an error with that text in it, "bytes" for the bytes of
 * the picture, else the addresses with blanks between them. */
typedef struct {
  const char *what;
  const char *content_type;
  const char *body;
  const char *image_at;
  const char *found;
  const char *place;
} Row;

static const Row rows[] = {
    /* Told where to look. */
    {"json, base64", "application/json", "{\"data\":{\"img\":\"" PNG "\"}}", "json:/data/img",
     "bytes", "json:/data/img"},
    {"json, base64url", NULL, "{\"a\":\"" PNG_URL_ALPHABET "\"}", "json:/a", "bytes", "json:/a"},
    {"json, data URL", NULL, "[0,\"data:image/png;base64," PNG "\"]", "json:/1", "bytes",
     "json:/1"},
    {"json, escaped slashes", NULL, "{\"a\":\"data:image\\/png;base64," PNG "\"}", "json:/a",
     "bytes", "json:/a"},
    {"json, lines in base64", NULL,
     "{\"a\":\"iVBORw0KGgoAAAAN\\r\\nSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DQAA\\/"
     "QD8\\u002bApPNQAAAABJRU5ErkJggg\\u003d=\"}",
     "json:/a", "bytes", "json:/a"},
    {"json, root", NULL, "\"" PNG "\"", "json:", "bytes", "json:"},
    {"json, address", NULL, "{\"u\":\"https://b.example/q?s=1#f\"}", "json:/u",
     "https://b.example/q?s=1", "json:/u"},
    {"json, address from the root", NULL, "{\"data\":{\"url\":\"/q.png\"}}", "json:/data/url",
     "https://a.example/q.png", "json:/data/url"},
    {"json, relative address", NULL, "{\"u\":\"q/1\"}", "json:/u", "https://a.example/me/q/1",
     "json:/u"},
    {"json, address without a scheme", NULL, "{\"u\":\"//b.example/q\"}", "json:/u",
     "https://b.example/q", "json:/u"},
    {"json, list of addresses", NULL, "{\"l\":[\"/1.png\",2,\"/2.png\"]}", "json:/l",
     "https://a.example/1.png https://a.example/2.png", "json:/l"},
    {"json, list of one", NULL, "[\"/1.png\"]", "json:", "https://a.example/1.png", "json:"},
    {"json in gbk", "application/json; charset=gbk", "{\"\xcd\xbc\xc6\xac\":\"/q.png\"}",
     "json:/图片", "https://a.example/q.png", "json:/图片"},
    {"json behind a mark", NULL, "\xef\xbb\xbf{\"a\":\"" PNG "\"}", "json:/a", "bytes", "json:/a"},
    {"text, base64", "text/plain", PNG "\n", "text", "bytes", "text"},
    {"text behind a mark", "text/plain", "\xef\xbb\xbf" PNG, "text", "bytes", "text"},
    {"text, address", "text/plain", " https://b.example/q\n", "text", "https://b.example/q",
     "text"},
    {"text, data URL of text", NULL, "data:,hello", "text", "other bytes", "text"},
    {"part by name", "multipart/form-data; boundary=b",
     "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\nContent-Disposition: "
     "form-data; name=qr; filename=\"q.png\"\r\nContent-Type: image/png\r\n"
     "Content-Transfer-Encoding: base64\r\n\r\n" PNG "\r\n--b--",
     "part:qr", "bytes", "part:qr"},
    {"part by number", "multipart/mixed; boundary=b",
     "--b\r\n\r\n1\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" PNG "\r\n--b--", "part:2",
     "bytes", "part:2"},

    /* Told, and not there. */
    {"json, nothing there", NULL, "{\"data\":{}}", "json:/data/img", "!/data/img", NULL},
    {"json, a number", NULL, "{\"a\":1}", "json:/a", "!/a", NULL},
    {"json, an object", NULL, "{\"a\":{\"b\":1}}", "json:/a", "!/a", NULL},
    {"json, an empty list", NULL, "{\"a\":[]}", "json:/a", "!/a", NULL},
    {"json, words", NULL, "{\"a\":\"no picture\"}", "json:/a", "!/a", NULL},
    {"json, broken base64", NULL, "{\"a\":\"iVBORw0KGgoAAAANSUhEUg!AAA\"}", "json:/a", "!json:/a",
     NULL},
    {"json, broken base64, the character", NULL, "{\"a\":\"iVBORw0KGgoAAAANSUhEUg!AAA\"}",
     "json:/a", "!character 23 is “!”", NULL},
    {"json, a local file", NULL, "{\"a\":\"file:///etc/passwd\"}", "json:/a", "!/a", NULL},
    {"json, another scheme", NULL, "{\"a\":\"ftp://b.example/q.png\"}", "json:/a", "!/a", NULL},
    {"json that is none", NULL, "{\"a\":\n oops}", "json:/a", "!line 2, column 2", NULL},
    {"text, words", NULL, "please log in", "text", "!neither", NULL},
    {"no such part", "multipart/mixed; boundary=b", "--b\r\n\r\n1\r\n--b--", "part:qr", "!“qr”",
     NULL},
    {"no such number", "multipart/mixed; boundary=b", "--b\r\n\r\n1\r\n--b--", "part:2", "!“2”",
     NULL},
    {"no multipart", "text/plain", "hello", "part:qr", "!boundary", NULL},

    /* Not told. */
    {"body alone", "application/json", "{\"img\":\"" PNG "\"}", "body", NULL, NULL},
    {"guess base64", "application/json", "{\"code\":0,\"data\":{\"img\":\"" PNG "\"}}", NULL,
     "bytes", "json:/data/img"},
    {"guess a data URL before an address", NULL,
     "{\"image\":\"/1.png\",\"x\":\"data:image/png;base64," PNG "\"}", "auto", "bytes", "json:/x"},
    {"guess the root", NULL, "\"" PNG "\"", NULL, "bytes", "json:"},
    {"guess in text", "text/plain", PNG, NULL, "bytes", "text"},
    {"guess base64 in a list", "text/plain; charset=utf-8", "[\"" PNG "\"]", NULL, "bytes",
     "json:/0"},
    {"guess an address by its ending", NULL, "{\"msg\":\"ok\",\"x\":\"/q.png?t=1\"}", NULL,
     "https://a.example/q.png?t=1", "json:/x"},
    {"guess an address by its name", NULL, "{\"data\":{\"qrCodeUrl\":\"https://b.example/q\"}}",
     NULL, "https://b.example/q", "json:/data/qrCodeUrl"},
    {"guess a plain url", NULL, "{\"data\":{\"url\":\"/q\"}}", NULL, "https://a.example/q",
     "json:/data/url"},
    {"guess the code, not the logo", NULL,
     "{\"logo\":\"/logo.png\",\"qrcode\":\"/code.png\",\"icon\":\"/i.png\"}", NULL,
     "https://a.example/code.png", "json:/qrcode"},
    {"guess a list", NULL,
     "{\"photos\":{\"photo\":[{\"id\":1,\"owner_url\":\"/me\",\"url_s\":\"/1.jpg\"},"
     "{\"id\":2,\"url_s\":\"/2.jpg\"},{\"id\":3}]}}",
     NULL, "https://a.example/1.jpg https://a.example/2.jpg", "json:/photos/photo/0/url_s"},
    {"guess a list, in its own order", NULL,
     "{\"data\":[{\"url\":\"/a\"},{\"url\":\"/b.png\"},{\"url\":\"/c\"}]}", NULL,
     "https://a.example/a https://a.example/b.png https://a.example/c", "json:/data/0/url"},
    {"guess text that is an address", "text/plain", "https://b.example/q.png\n", NULL,
     "https://b.example/q.png", "text"},
    {"guess a part", "multipart/mixed; boundary=b",
     "--b\r\n\r\n1\r\n--b\r\nContent-Disposition: attachment; filename=q.png\r\n"
     "Content-Transfer-Encoding: base64\r\n\r\n" PNG "\r\n--b--",
     NULL, "bytes", "part:2"},
    {"guess a part without a boundary named", "multipart/mixed",
     "--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" PNG "\r\n--b--", NULL, "bytes", "part:1"},

    /* Nothing to be found. */
    {"an error", NULL, "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}", NULL, NULL, NULL},
    {"a link to the manual", NULL,
     "{\"message\":\"Bad credentials\",\"documentation_url\":\"https://docs.example/rest\"}", NULL,
     NULL, NULL},
    {"a token", NULL, "{\"data\":\"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x\"}", NULL, NULL,
     NULL},
    {"an address of another kind", NULL, "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=1\"}", NULL,
     NULL, NULL},
    {"an address that cannot be fetched", NULL, "{\"img\":\"http://a b.png\"}", NULL, NULL, NULL},
    {"json that ends early", NULL, "{\"img\":\"" PNG "\"", NULL, NULL, NULL},
    {"broken base64 that is told", NULL, "{\"img\":\"iVBORw0KGgoAAAANSUhEUg!AAA\"}", NULL,
     "!json:/img", NULL},
    {"a page", "text/html", "<html><img src='data:image/png;base64," PNG "'>", NULL, NULL, NULL},
    {"words", "text/plain", "not found", NULL, NULL, NULL},
    {"an address alone", "text/plain", "https://b.example/login", NULL, NULL, NULL},
    {"a multipart of texts", "multipart/mixed; boundary=b", "--b\r\n\r\n1\r\n--b--", NULL, NULL,
     NULL},
    {"a multipart that is none", "multipart/mixed; boundary=b", "oops", NULL, NULL, NULL},
    {"nothing", NULL, "", NULL, NULL, NULL},
    {"a picture", NULL, "\x89PNG\r\n\x1a\n....", NULL, NULL, NULL},
};

static void
assert_found (const Row *row, PlacardAnswer *answer)
{
  PlacardSpool *inner = placard_answer_get_spool (answer);
  GPtrArray *urls = placard_answer_get_urls (answer);
  g_autoptr (GString) joined = g_string_new (NULL);

  g_assert_cmpstr (placard_answer_get_place (answer), ==, row->place);
  g_assert_true (placard_answer_was_guessed (answer) ==
                 (!row->image_at || strcmp (row->image_at, "auto") == 0));
  if (g_str_has_suffix (row->found, "bytes")) {
    guint8 bytes[256];
    gssize n = placard_spool_read_at (inner, 0, bytes, sizeof bytes, NULL);

    g_assert_cmpint (placard_answer_get_kind (answer), ==, PLACARD_ANSWER_BYTES);
    g_assert_cmpint (placard_spool_get_state (inner), ==, PLACARD_SPOOL_COMPLETE);
    if (strcmp (row->found, "bytes") == 0) {
      g_assert_cmpint (n, ==, PNG_BYTES);
      g_assert_cmpint (placard_media_type_sniff (bytes, n, TRUE), ==, PLACARD_MEDIA_PNG);
    }
    return;
  }
  g_assert_null (inner);
  for (guint i = 0; i < urls->len; i++)
    g_string_append_printf (joined, "%s%s", i ? " " : "", (char *) urls->pdata[i]);
  g_assert_cmpstr (joined->str, ==, row->found);
  g_assert_cmpint (placard_answer_get_kind (answer), ==,
                   urls->len > 1 ? PLACARD_ANSWER_URLS : PLACARD_ANSWER_URL);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (PlacardSpool) spool = new_spool (row->body, strlen (row->body));
  g_autoptr (PlacardResponse) response = new_response (row->content_type);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardAnswer) answer =
      placard_answer_find (response, spool, row->image_at, g_get_tmp_dir (), NULL, &error);

  if (!row->found || *row->found != '!')
    g_assert_no_error (error);
  if (!row->found) {
    g_assert_null (answer);
  } else if (*row->found == '!') {
    g_assert_null (answer);
    g_assert_nonnull (error);
    g_assert_true (error->domain == PLACARD_ERROR);
    g_assert_nonnull (strstr (error->message, row->found + 1));
  } else {
    g_assert_nonnull (answer);
    assert_found (row, answer);
  }
}

/* The inner head: what the part says, at the outer one's address. */
static void
test_response (void)
{
  static const char body[] = "--b\r\nContent-Disposition: attachment; filename=\"q.png\"\r\n"
                             "Content-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n....\r\n--b--";
  g_autoptr (PlacardSpool) spool = new_spool (body, sizeof body - 1);
  g_autoptr (PlacardResponse) outer = new_response ("multipart/mixed; boundary=b");
  g_autoptr (PlacardAnswer) answer =
      placard_answer_find (outer, spool, NULL, g_get_tmp_dir (), NULL, NULL);
  g_autoptr (PlacardResponse) inner = placard_answer_make_response (answer, outer);
  g_autoptr (PlacardResponse) local = placard_answer_make_response (answer, NULL);

  g_assert_cmpstr (placard_response_get_declared_type (inner), ==, "image/png");
  g_assert_cmpstr (placard_response_get_header (inner, "Content-Disposition"), ==,
                   "attachment; filename=\"q.png\"");
  g_assert_cmpstr (placard_response_get_url (inner), ==, BASE);
  g_assert_cmpuint (placard_response_get_status (local), ==, 200);
}

/* RI2, HD4, S5: what the server said with the answer is said of the picture in it, but not of its bytes. */
static void
test_outer_head (void)
{
  static const char body[] = "{\"a\":\"" PNG "\"}";
  g_autoptr (PlacardSpool) spool = new_spool (body, sizeof body - 1);
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardResponseFacts facts = {
      .status = 203, .url = BASE, .method = "GET", .headers = headers, .excepted = TRUE};
  g_autoptr (PlacardResponse) outer = NULL;
  g_autoptr (PlacardAnswer) answer = NULL;
  g_autoptr (PlacardResponse) inner = NULL;

  g_ptr_array_add (headers, placard_response_header_new ("Content-Type", "application/json"));
  g_ptr_array_add (headers, placard_response_header_new ("content-length", "99"));
  g_ptr_array_add (headers, placard_response_header_new ("X-Request-Id", "7"));
  outer = placard_response_new (&facts);
  answer = placard_answer_find (outer, spool, NULL, g_get_tmp_dir (), NULL, NULL);
  inner = placard_answer_make_response (answer, outer);

  g_assert_cmpstr (placard_response_get_header (inner, "X-Request-Id"), ==, "7");
  g_assert_null (placard_response_get_header (inner, "Content-Length"));
  g_assert_null (placard_response_get_declared_type (inner));
  g_assert_true (placard_response_is_excepted (inner));
}

/* A part that was cut is not called whole. */
static void
test_cut_part (void)
{
  static const char body[] = "--b\r\n\r\n\x89PNG\r\n\x1a\n....";
  g_autoptr (PlacardSpool) spool = new_spool (body, sizeof body - 1);
  g_autoptr (PlacardResponse) response = new_response ("multipart/mixed; boundary=b");
  g_autoptr (PlacardAnswer) answer =
      placard_answer_find (response, spool, NULL, g_get_tmp_dir (), NULL, NULL);

  g_assert_cmpint (placard_spool_get_state (placard_answer_get_spool (answer)), ==,
                   PLACARD_SPOOL_INCOMPLETE);
}

static void
test_cancelled (void)
{
  static const char body[] = "{\"a\":\"" PNG "\"}";
  g_autoptr (PlacardSpool) spool = new_spool (body, sizeof body - 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (
      placard_answer_find (NULL, spool, "json:/a", g_get_tmp_dir (), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_image_at (void)
{
  static const struct {
    const char *text;
    int place; /* -1: refused */
    const char *argument;
  } cases[] = {
      {NULL, PLACARD_IMAGE_AT_AUTO, NULL},
      {"auto", PLACARD_IMAGE_AT_AUTO, NULL},
      {"body", PLACARD_IMAGE_AT_BODY, NULL},
      {"text", PLACARD_IMAGE_AT_TEXT, NULL},
      {"json:/data/img", PLACARD_IMAGE_AT_JSON, "/data/img"},
      {"json:", PLACARD_IMAGE_AT_JSON, ""},
      {"part:qr code", PLACARD_IMAGE_AT_PART, "qr code"},
      {"json:data", -1, NULL},
      {"json", -1, NULL},
      {"part:", -1, NULL},
      {"part", -1, NULL},
      {"", -1, NULL},
      {"Body", -1, NULL},
      {"/data/img", -1, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    PlacardImageAt place;
    const char *argument;
    gboolean valid = placard_image_at_parse (cases[i].text, &place, &argument, &error);

    g_assert_true (valid == (cases[i].place >= 0));
    if (valid) {
      g_assert_cmpint (place, ==, cases[i].place);
      g_assert_cmpstr (argument, ==, cases[i].argument);
    } else {
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
    }
  }
}

/* US7: 20 MB of picture in base64 in JSON; the peak of memory grows by far less than the picture. */
static void
test_memory (void)
{
  g_autoptr (PlacardSpool) spool = placard_spool_new (g_get_tmp_dir (), NULL);
  g_autoptr (PlacardAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  struct rusage before, after;
  static const char start[] = "{\"data\":{\"image\":\"iVBORw0KGgoAAAANSUhEUgAA";
  g_autofree char *filler = g_strnfill (1 << 20, 'A');

  if (PLACARD_SANITIZED) {
    g_test_skip ("a sanitizer keeps what is freed");
    return;
  }
  placard_spool_append (spool, start, strlen (start), NULL);
  for (int i = 0; i < 27; i++)
    placard_spool_append (spool, filler, 1 << 20, NULL);
  placard_spool_append (spool, "\"}}", 3, NULL);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);

  getrusage (RUSAGE_SELF, &before);
  answer = placard_answer_find (NULL, spool, NULL, g_get_tmp_dir (), NULL, &error);
  getrusage (RUSAGE_SELF, &after);
  g_assert_no_error (error);
  g_assert_cmpint (placard_spool_get_size (placard_answer_get_spool (answer)), >, 20000000);
#if !PLACARD_SANITIZED
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 8 * 1024);
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/answer/%s", rows[i].what);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/answer/response", test_response);
  g_test_add_func ("/answer/outer-head", test_outer_head);
  g_test_add_func ("/answer/cut-part", test_cut_part);
  g_test_add_func ("/answer/cancelled", test_cancelled);
  g_test_add_func ("/answer/image-at", test_image_at);
  g_test_add_func ("/answer/memory", test_memory);
  return g_test_run ();
}
