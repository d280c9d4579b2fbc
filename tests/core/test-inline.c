/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-error.h"
#include "placard-inline.h"

#include <string.h>

typedef struct {
  const char *what;
  const char *text;
  const char *bytes; /* %NULL: it fails */
  gsize n_bytes;
  const char *content_type;
  const char *message; /* part of it */
} Row;

#define BYTES(s) s, sizeof (s) - 1

/* RFC 4648 section 10, RFC 2397 section 4, and what servers send. */
static const Row rows[] = {
    {"nothing", "", BYTES ("")},
    {"one byte", "Zg==", BYTES ("f")},
    {"two bytes", "Zm8=", BYTES ("fo")},
    {"three bytes", "Zm9v", BYTES ("foo")},
    {"six bytes", "Zm9vYmFy", BYTES ("foobar")},
    {"without padding", "Zm9vYg", BYTES ("foob")},
    {"with too much of it", "Zm9vYg====", BYTES ("foob")},
    {"broken into lines", " Zm9v\r\n YmFy\r\n", BYTES ("foobar")},
    {"a line inside a group", "Zm9\nvYm\nFy", BYTES ("foobar")},
    {"the URL alphabet", "_-_-", BYTES ("\xff\xef\xfe")},
    {"the plain alphabet", "/+/+", BYTES ("\xff\xef\xfe")},
    {"data URL", "data:image/png;base64,iVBORw0KGgo=", BYTES ("\x89PNG\r\n\x1a\n"), "image/png"},
    {"data URL in capitals", "DATA:image/png;BASE64,iVBORw0KGgo", BYTES ("\x89PNG\r\n\x1a\n"),
     "image/png"},
    {"data URL with escapes", "data:image/png;base64,%2F%2b%2F+Zm9v%3D",
     BYTES ("\xff\xef\xfe"
            "foo"),
     "image/png"},
    {"data URL with a parameter", "data:image/svg+xml;charset=utf-8;base64,PHN2Zy8+",
     BYTES ("<svg/>"), "image/svg+xml;charset=utf-8"},
    {"data URL of text", "data:,A%20brief%20note%2", BYTES ("A brief note%2"),
     "text/plain;charset=US-ASCII"},
    {"data URL with a charset alone", "data:;charset=gbk,%D6%D0", BYTES ("\xd6\xd0"),
     "text/plain;charset=gbk"},
    {"data URL of a drawing", "data:image/svg+xml,<svg a='%23%zz'/>", BYTES ("<svg a='#%zz'/>"),
     "image/svg+xml"},
    {"data URL of nothing", "data:,", BYTES (""), "text/plain;charset=US-ASCII"},
    {"text that begins as data", "data", BYTES ("u\xab\x5a")},
    {"no base64", "Zm9v!mFy", NULL, 0, NULL, "character 5 is “!”"},
    {"none from the start", "{\"a\"", NULL, 0, NULL, "character 1 is “{”"},
    {"behind the padding", "Zg==Zm9v", NULL, 0, NULL, "character 5 is “Z”"},
    {"a control character", "Zm9v\x01", NULL, 0, NULL, "character 5 is 0x01"},
    {"in a data URL", "data:image/png;base64,Zm9v*", NULL, 0, NULL, "character 27 is “*”"},
    {"cut inside a byte", "Zm9vY", NULL, 0, NULL, "too early"},
    {"data URL without a comma", "data:image/png;base64", NULL, 0, NULL, "no comma"},
};

/* The same result wherever the text is cut. */
static void
test_row (gconstpointer data)
{
  const Row *row = data;

  for (gsize cut = 0; cut <= strlen (row->text); cut++) {
    g_autoptr (PlacardSpool) spool = placard_spool_new (g_get_tmp_dir (), NULL);
    g_autoptr (PlacardInlineDecoder) decoder = placard_inline_decoder_new (spool);
    g_autoptr (GError) error = NULL;
    const char *rest = row->text + cut;
    char bytes[64];
    gboolean done = placard_inline_decoder_feed (decoder, row->text, cut, &error) &&
                    placard_inline_decoder_feed (decoder, rest, strlen (rest), &error) &&
                    placard_inline_decoder_end (decoder, &error);

    g_assert_true (done == (row->bytes != NULL));
    if (!done) {
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE);
      g_assert_nonnull (strstr (error->message, row->message));
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpmem (bytes, placard_spool_read_at (spool, 0, bytes, sizeof bytes, NULL), row->bytes,
                     row->n_bytes);
    g_assert_cmpstr (placard_inline_decoder_get_content_type (decoder), ==, row->content_type);
  }
}

/* 15 MB of every byte there is, in slices of odd lengths, against GLib's encoder. */
static void
test_large (void)
{
  g_autoptr (PlacardSpool) spool = placard_spool_new (g_get_tmp_dir (), NULL);
  g_autoptr (PlacardInlineDecoder) decoder = placard_inline_decoder_new (spool);
  g_autoptr (GError) error = NULL;
  gsize size = 15 << 20, length;
  g_autofree guint8 *bytes = g_malloc (size);
  g_autofree guint8 *decoded = g_malloc (size);
  g_autofree char *text = NULL;
  guint32 seed = 1;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (seed = seed * 1664525 + 1013904223) >> 24;
  text = g_base64_encode (bytes, size);
  length = strlen (text);
  for (gsize at = 0, slice = 1; at < length; at += slice, slice = slice * 3 % 70001 + 1)
    g_assert_true (
        placard_inline_decoder_feed (decoder, text + at, MIN (slice, length - at), &error));
  g_assert_true (placard_inline_decoder_end (decoder, &error));
  g_assert_no_error (error);
  g_assert_cmpint (placard_spool_get_size (spool), ==, size);
  g_assert_cmpint (placard_spool_read_at (spool, 0, decoded, size, NULL), ==, size);
  g_assert_true (memcmp (bytes, decoded, size) == 0);
}

static void
test_sniff (void)
{
  static const struct {
    const char *text;
    PlacardMediaType type;
  } cases[] = {
      {"iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB", PLACARD_MEDIA_PNG},
      {" iVBORw0K\r\nGgoAAAANSUhEUg", PLACARD_MEDIA_PNG},
      {"iVBORw0KGgoAAAANSUhEUg!!! broken", PLACARD_MEDIA_PNG},
      {"/9j/4AAQSkZJRgABAQAAAQ", PLACARD_MEDIA_JPEG},
      {"_9j_4AAQSkZJRgABAQAAAQ", PLACARD_MEDIA_JPEG},
      {"R0lGODlhAQABAIAAAAAAAP", PLACARD_MEDIA_GIF},
      {"UklGRiQAAABXRUJQVlA4IA", PLACARD_MEDIA_WEBP},
      {"PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4", PLACARD_MEDIA_SVG},
      {"/9j/short.jpg", PLACARD_MEDIA_UNKNOWN},
      {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", PLACARD_MEDIA_UNKNOWN},
      {"https://a.example/iVBORw0KGgoAAAANSUhEUg", PLACARD_MEDIA_UNKNOWN},
      {"", PLACARD_MEDIA_UNKNOWN},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (placard_inline_sniff (cases[i].text), ==, cases[i].type);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/inline/%s", rows[i].what);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/inline/large", test_large);
  g_test_add_func ("/inline/sniff", test_sniff);
  return g_test_run ();
}
