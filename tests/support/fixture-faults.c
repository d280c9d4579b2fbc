/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-connection.h"

#include <string.h>

/* The faults of the table in fixture-server.h. */

#define OK "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
#define PART 65536
#define CODED_BYTES 100000

typedef void (*Handler) (FixtureConnection *self, const char *rest);

/* --- faults that end --------------------------------------------------------------------------- */

/* What is sent as it stands; then the connection ends. */
static const struct {
  const char *path;
  const char *bytes;
} canned[] = {
    {"/length-differ", OK "Content-Length: 5\r\nContent-Length: 10\r\n\r\n0123456789"},
    {"/length-list", OK "Content-Length: 10, 10\r\n\r\n0123456789"},
    {"/length-same", OK "Content-Length: 10\r\nContent-Length: 10\r\n\r\n0123456789"},
    {"/length-negative", OK "Content-Length: -5\r\n\r\n0123456789"},
    {"/length-text", OK "Content-Length: abc\r\n\r\n0123456789"},
    {"/length-huge", OK "Content-Length: 99999999999999999999\r\n\r\n0123456789"},
    {"/length-and-chunked",
     OK "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
    {"/chunked-cut", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n"},
    {"/chunked-inside", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n100\r\n world"},
    {"/chunked-size-cut", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6"},
    {"/chunked-no-end", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"},
    {"/chunked-zz", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nworld\r\n0\r\n\r\n"},
    {"/chunked-negative", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n-5\r\n\r\n"},
    {"/chunked-overflow",
     OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nFFFFFFFFFFFFFFFFF\r\nx\r\n"},
    {"/chunked-no-crlf", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello5\r\nworld\r\n0\r\n\r\n"},
    {"/chunked-trailer",
     OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: 1\r\nB: 2\r\n\r\n"},
    {"/te-gzip", OK "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
    {"/space-colon", "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok"},
    {"/bare-lf", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"},
    {"/icy", "ICY 200 OK\r\nContent-Length: 2\r\n\r\nok"},
    {"/no-reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"},
    {"/http09", "just text, no head\n"},
    {"/status-long", "HTTP/1.1 999999 Long\r\nContent-Length: 2\r\n\r\nok"},
    {"/no-content", "HTTP/1.1 204 No Content\r\n\r\n"},
    {"/not-modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n"},
    {"/empty", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 0\r\n\r\n"},
    {"/json-error",
     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
     "{\"errcode\":40001,\"errmsg\":\"invalid credential !!\"}\n"},
    {"/html", "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 77\r\n\r\n"
              "<!doctype html><html><head><title>Log in</title></head><body></body></html>\r\n"},
    {"/close-head", ""},
};

static void
serve_short (FixtureConnection *self, const char *rest)
{
  fixture_print (self, OK "Content-Length: 1000\r\n%s\r\n",
                 g_str_has_suffix (self->path, "-close") ? "Connection: close\r\n" : "");
  fixture_send_pattern (self, 0, 500);
}

static void
serve_long (FixtureConnection *self, const char *rest)
{
  fixture_print (self, OK "Content-Length: 500\r\n\r\n");
  fixture_send_pattern (self, 0, 1000);
}

static void
serve_chunked_extension (FixtureConnection *self, const char *rest)
{
  g_autofree char *extension = g_strnfill (500, 'e');

  self->keep = fixture_print (
      self, OK "Transfer-Encoding: chunked\r\n\r\n5;x=%s\r\nhello\r\n0\r\n\r\n", extension);
}

static void
serve_reset (FixtureConnection *self, const char *rest)
{
  if (g_str_equal (rest, "length")) {
    fixture_print (self, OK "Content-Length: 1000\r\n\r\n");
    fixture_send_pattern (self, 0, 500);
  } else if (g_str_equal (rest, "chunked")) {
    fixture_print (self, OK "Transfer-Encoding: chunked\r\n\r\n1f4\r\n");
    fixture_send_pattern (self, 0, 500);
    fixture_print (self, "\r\n");
  } else if (g_str_equal (rest, "eof")) {
    fixture_print (self, OK "Connection: close\r\n\r\n");
    fixture_send_pattern (self, 0, 500);
  }
  fixture_reset (self);
}

/* --- codings ----------------------------------------------------------------------------------- */

static GBytes *
compress (GBytes *plain, GZlibCompressorFormat format)
{
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_compressor_new (format, -1));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, converter);

  g_output_stream_write_all (stream, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), NULL,
                             NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
make_pattern (gsize n)
{
  guint8 *bytes = g_malloc (n);

  fixture_pattern (bytes, n, 0);
  return g_bytes_new_take (bytes, n);
}

static void
answer_coded (FixtureConnection *self, GBytes *body, gsize n, const char *coding)
{
  g_autofree char *field = g_strdup_printf ("Content-Encoding: %s\r\n", coding);

  fixture_answer (self, "200 OK", field, g_bytes_get_data (body, NULL), n);
}

static void
serve_gzip (FixtureConnection *self, const char *rest)
{
  g_autoptr (GBytes) plain = make_pattern (CODED_BYTES);
  g_autoptr (GBytes) coded = compress (plain, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  gsize n = g_bytes_get_size (coded);

  if (g_str_equal (self->path, "/gzip-plain")) {
    answer_coded (self, plain, 1000, "gzip");
  } else if (g_str_equal (self->path, "/gzip-twice")) {
    g_autoptr (GBytes) twice = compress (coded, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    answer_coded (self, twice, g_bytes_get_size (twice), "gzip, gzip");
  } else if (g_str_equal (self->path, "/gzip-corrupt")) {
    g_autofree guint8 *broken = g_memdup2 (g_bytes_get_data (coded, NULL), n);
    g_autoptr (GBytes) bytes = NULL;
    memset (broken + n / 2, 0xff, 64);
    bytes = g_bytes_new (broken, n);
    answer_coded (self, bytes, n, "gzip");
  } else {
    answer_coded (self, coded, g_str_equal (self->path, "/gzip-cut") ? n / 2 : n, "gzip");
  }
}

static void
serve_deflate (FixtureConnection *self, const char *rest)
{
  gboolean raw = g_str_equal (self->path, "/deflate-raw");
  g_autoptr (GBytes) plain = make_pattern (CODED_BYTES);
  g_autoptr (GBytes) coded =
      compress (plain, raw ? G_ZLIB_COMPRESSOR_FORMAT_RAW : G_ZLIB_COMPRESSOR_FORMAT_ZLIB);

  answer_coded (self, coded, g_bytes_get_size (coded), "deflate");
}

static void
serve_coding_foo (FixtureConnection *self, const char *rest)
{
  g_autoptr (GBytes) plain = make_pattern (1000);

  answer_coded (self, plain, 1000, "foo");
}

static void
serve_bomb (FixtureConnection *self, const char *rest)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (self->output, converter);
  g_autofree guint8 *zeros = g_malloc0 (PART);

  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (stream), FALSE);
  fixture_print (self, OK "Content-Encoding: gzip\r\nConnection: close\r\n\r\n");
  for (int i = 0; i < (1 << 30) / PART; i++)
    if (!g_output_stream_write_all (stream, zeros, PART, NULL, NULL, NULL))
      break;
  g_output_stream_close (stream, NULL, NULL);
}

/* --- faults without end ------------------------------------------------------------------------ */

static void
serve_stall (FixtureConnection *self, const char *rest)
{
  if (g_str_equal (rest, "body")) {
    fixture_print (self, OK "Content-Length: 1000\r\n\r\n");
    fixture_send_pattern (self, 0, 500);
  }
  while (fixture_sleep (self, 60 * 1000))
    ;
}

static void
serve_drip (FixtureConnection *self, const char *rest)
{
  if (g_str_equal (rest, "body"))
    fixture_print (self, OK "Content-Length: 1000000\r\n\r\n");
  else
    fixture_print (self, "HTTP/1.1 200 OK\r\nX-Long: ");
  while (fixture_sleep (self, 50) && fixture_print (self, "x"))
    ;
}

static void
serve_endless (FixtureConnection *self, const char *rest)
{
  g_autofree char *part = g_strnfill (8192, 'x');

  if (g_str_equal (rest, "line"))
    fixture_print (self, "HTTP/1.1 200 OK\r\nX-Long: ");
  else if (!g_str_equal (rest, "103"))
    fixture_print (self, "HTTP/1.1 200 OK\r\n%s", g_str_equal (rest, "body") ? "\r\n" : "");

  while (g_str_equal (rest, "head")  ? fixture_print (self, "X-More: and more\r\n")
         : g_str_equal (rest, "103") ? fixture_print (self, "HTTP/1.1 103 Early Hints\r\n\r\n")
                                     : fixture_send (self, part, 8192))
    ;
}

/* --- the table --------------------------------------------------------------------------------- */

static const struct {
  const char *path;
  Handler handler;
} handlers[] = {
    {"/length-short", serve_short},  {"/length-short-close", serve_short},
    {"/length-long", serve_long},    {"/chunked-extension", serve_chunked_extension},
    {"/reset-", serve_reset},        {"/gzip", serve_gzip},
    {"/gzip-twice", serve_gzip},     {"/gzip-cut", serve_gzip},
    {"/gzip-corrupt", serve_gzip},   {"/gzip-plain", serve_gzip},
    {"/gzip-bomb", serve_bomb},      {"/deflate", serve_deflate},
    {"/deflate-raw", serve_deflate}, {"/coding-foo", serve_coding_foo},
    {"/stall-", serve_stall},        {"/drip-", serve_drip},
    {"/endless-", serve_endless},
};

gboolean
fixture_handle_fault (FixtureConnection *self)
{
  const char *rest;

  for (gsize i = 0; i < G_N_ELEMENTS (canned); i++) {
    if (g_str_equal (self->path, canned[i].path)) {
      fixture_send (self, canned[i].bytes, strlen (canned[i].bytes));
      return TRUE;
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++) {
    if (fixture_matches (self->path, handlers[i].path, &rest)) {
      handlers[i].handler (self, rest);
      return TRUE;
    }
  }
  return FALSE;
}
