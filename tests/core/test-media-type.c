/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-media-type.h"

#include <string.h>

typedef struct {
  const char *what;
  PlacardMediaType type;
  const char *bytes;
  gsize length;
} Row;

#define BYTES(s) s, sizeof (s) - 1

static const Row rows[] = {
    {"png", PLACARD_MEDIA_PNG, BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")},
    {"png cut in its signature", PLACARD_MEDIA_PNG, BYTES ("\x89PNG\r")},
    {"jpeg jfif", PLACARD_MEDIA_JPEG, BYTES ("\xff\xd8\xff\xe0\0\x10JFIF\0")},
    {"jpeg exif", PLACARD_MEDIA_JPEG, BYTES ("\xff\xd8\xff\xe1")},
    {"jpeg of two bytes", PLACARD_MEDIA_JPEG, BYTES ("\xff\xd8")},
    {"gif 87", PLACARD_MEDIA_GIF, BYTES ("GIF87a\1\0\1\0")},
    {"gif 89", PLACARD_MEDIA_GIF, BYTES ("GIF89a\1\0\1\0")},
    {"gif of a version that is none", PLACARD_MEDIA_TEXT, BYTES ("GIF88a is no picture")},
    {"webp", PLACARD_MEDIA_WEBP, BYTES ("RIFF\x24\0\0\0WEBPVP8 ")},
    {"riff that is sound", PLACARD_MEDIA_BINARY, BYTES ("RIFF\x24\0\0\0WAVEfmt ")},
    {"avif", PLACARD_MEDIA_AVIF,
     BYTES ("\0\0\0\x1c"
            "ftypavif\0\0\0\0avifmif1miaf")},
    {"avif sequence", PLACARD_MEDIA_AVIF,
     BYTES ("\0\0\0\x18"
            "ftypavis\0\0\0\0avismsf1")},
    {"avif under mif1", PLACARD_MEDIA_AVIF,
     BYTES ("\0\0\0\x18"
            "ftypmif1\0\0\0\0mif1avif")},
    {"avif told by its item", PLACARD_MEDIA_AVIF,
     BYTES ("\0\0\0\x14"
            "ftypmif1\0\0\0\0mif1\0\0\0\x20metaav01")},
    {"heic", PLACARD_MEDIA_BINARY,
     BYTES ("\0\0\0\x18"
            "ftypheic\0\0\0\0mif1heic")},
    {"mp4", PLACARD_MEDIA_MP4,
     BYTES ("\0\0\0\x18"
            "ftypmp42\0\0\0\0mp42isom")},
    {"mp4 as ffmpeg writes it", PLACARD_MEDIA_MP4,
     BYTES ("\0\0\0\x14"
            "ftypisom\0\0\2\0isom")},
    {"tiff little", PLACARD_MEDIA_TIFF, BYTES ("II*\0\x08\0\0\0")},
    {"tiff big", PLACARD_MEDIA_TIFF, BYTES ("MM\0*\0\0\0\x08")},
    {"bmp", PLACARD_MEDIA_BMP, BYTES ("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0")},
    {"a car", PLACARD_MEDIA_TEXT, BYTES ("BMW is a maker of cars and motorcycles")},
    {"ico", PLACARD_MEDIA_ICO, BYTES ("\0\0\1\0\1\0\x10\x10\0\0\1\0")},
    {"cursor", PLACARD_MEDIA_ICO, BYTES ("\0\0\2\0\1\0\x10\x10\0\0\1\0")},
    {"icon without an entry", PLACARD_MEDIA_BINARY, BYTES ("\0\0\1\0\0\0\x10\x10\0\0\1\0")},
    {"pbm", PLACARD_MEDIA_PNM, BYTES ("P1\n# made by hand\n2 2\n0 1 1 0\n")},
    {"ppm", PLACARD_MEDIA_PNM, BYTES ("P6\n2 2\n255\n\0\0\0\0\0\0\0\0\0\0\0\0")},
    {"pam", PLACARD_MEDIA_PNM, BYTES ("P7\nWIDTH 2\nHEIGHT 2\n")},
    {"a parking deck", PLACARD_MEDIA_TEXT, BYTES ("P1 is the parking deck")},
    {"svg", PLACARD_MEDIA_SVG, BYTES ("<svg xmlns='http://www.w3.org/2000/svg'/>")},
    {"svg behind a prolog", PLACARD_MEDIA_SVG,
     BYTES ("<?xml version=\"1.0\"?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG "
            "1.1//EN\" "
            "\"x\" [<!ENTITY a \"b>\">]>\n<svg/>")},
    {"svg with a prefix", PLACARD_MEDIA_SVG, BYTES ("<?xml version='1.0'?><s:svg xmlns:s='x'/>")},
    {"svg behind a byte order mark", PLACARD_MEDIA_SVG, BYTES ("\xef\xbb\xbf <svg>")},
    {"svg in UTF-16", PLACARD_MEDIA_SVG, BYTES ("\xff\xfe<\0s\0v\0g\0>\0")},
    {"svg in UTF-16, big end first", PLACARD_MEDIA_SVG, BYTES ("\xfe\xff\0<\0s\0v\0g\0>")},
    {"svg cut in its DOCTYPE", PLACARD_MEDIA_SVG, BYTES ("<!DOCTYPE svg PUBLIC")},
    {"an element that begins as svg does", PLACARD_MEDIA_TEXT, BYTES ("<svgx>")},
    {"html", PLACARD_MEDIA_HTML, BYTES ("<!DOCTYPE html><html>")},
    {"html behind space", PLACARD_MEDIA_HTML, BYTES ("\r\n\t <HtMl lang=zh>")},
    {"html that begins with a comment", PLACARD_MEDIA_HTML, BYTES ("<!-- x --> hello")},
    {"html that begins with a heading", PLACARD_MEDIA_HTML, BYTES ("<h1>502 Bad Gateway</h1>")},
    {"xhtml", PLACARD_MEDIA_HTML, BYTES ("<?xml version='1.0'?><html xmlns='x'>")},
    {"a picture in a page", PLACARD_MEDIA_HTML, BYTES ("<html><svg></svg></html>")},
    {"a tag that is none", PLACARD_MEDIA_TEXT, BYTES ("<bold>text")},
    {"xml", PLACARD_MEDIA_XML, BYTES ("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>")},
    {"php", PLACARD_MEDIA_TEXT, BYTES ("<?php echo 1;")},
    {"json object", PLACARD_MEDIA_JSON, BYTES ("{\"errcode\":40001,\"errmsg\":\"invalid\"}")},
    {"json array", PLACARD_MEDIA_JSON, BYTES (" [1, -2.5e3, true, null, {\"a\": []}]\n")},
    {"json behind a byte order mark", PLACARD_MEDIA_JSON, BYTES ("\xef\xbb\xbf{}")},
    {"json with an escape", PLACARD_MEDIA_JSON, BYTES ("{\"a\\\"b\":\"\\u4e2d\"}")},
    {"json cut", PLACARD_MEDIA_TEXT, BYTES ("{\"a\":")},
    {"css", PLACARD_MEDIA_TEXT, BYTES ("{ color: red }")},
    {"a log line", PLACARD_MEDIA_TEXT, BYTES ("[2024-01-01] started")},
    {"wrong brackets", PLACARD_MEDIA_TEXT, BYTES ("{\"a\":[1}]")},
    {"two roots", PLACARD_MEDIA_TEXT, BYTES ("{}{}")},
    {"json scalar", PLACARD_MEDIA_TEXT, BYTES ("\"hello\"")},
    {"text", PLACARD_MEDIA_TEXT, BYTES ("not found")},
    {"one letter", PLACARD_MEDIA_TEXT, BYTES ("P")},
    {"text in GBK", PLACARD_MEDIA_TEXT, BYTES ("\xd6\xd0\xce\xc4")},
    {"escape sequences are text", PLACARD_MEDIA_TEXT, BYTES ("\x1b[1mbold\x1b[0m")},
    {"text with a NUL", PLACARD_MEDIA_BINARY, BYTES ("abc\0def")},
    {"text with a bell", PLACARD_MEDIA_BINARY, BYTES ("abc\7")},
    {"pdf", PLACARD_MEDIA_PDF, BYTES ("%PDF-1.7\n")},
    {"zip", PLACARD_MEDIA_ZIP, BYTES ("PK\3\4\x14\0")},
    {"gzip", PLACARD_MEDIA_GZIP, BYTES ("\x1f\x8b\x08\0")},
    {"empty", PLACARD_MEDIA_EMPTY, BYTES ("")},
    {"elf", PLACARD_MEDIA_BINARY,
     BYTES ("\x7f"
            "ELF\2\1\1\0\0")},
};

static PlacardMediaType
sniff (const Row *row, gsize length, gboolean at_end)
{
  /* A copy of just that length, so that a sanitizer sees a read beyond it. */
  g_autofree guint8 *copy = g_memdup2 (row->bytes, length);

  return placard_media_type_sniff (copy, length, at_end);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;

  g_assert_cmpint (sniff (row, row->length, TRUE), ==, row->type);
}

/* The answer for a start of the bytes is "more" or the answer for all of them, padded or not. */
static void
test_row_in_slices (gconstpointer data)
{
  const Row *row = data;
  gsize padded_length = PLACARD_MEDIA_SNIFF_BYTES + 10;
  g_autofree guint8 *padded = g_malloc (padded_length);
  PlacardMediaType final;

  memset (padded, ' ', padded_length);
  memcpy (padded, row->bytes, row->length);
  final = placard_media_type_sniff (padded, padded_length, TRUE);
  g_assert_cmpint (final, !=, PLACARD_MEDIA_UNKNOWN);
  for (gsize n = 0; n <= padded_length; n++) {
    PlacardMediaType early = placard_media_type_sniff (padded, n, FALSE);

    if (early != PLACARD_MEDIA_UNKNOWN)
      g_assert_cmpint (early, ==, final);
    else
      g_assert_cmpuint (n, <, PLACARD_MEDIA_SNIFF_BYTES);
  }
}

/* The long ones are decided within the window. */
static void
test_window (void)
{
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (GString) svg = g_string_new ("<?xml version='1.0'?><!DOCTYPE svg><!--");

  while (json->len < 9000)
    g_string_append (json, "{\"name\":\"value\"},");
  while (svg->len < 9000)
    g_string_append (svg, "licence ");
  g_assert_cmpint (placard_media_type_sniff ((guint8 *) json->str, json->len, TRUE), ==,
                   PLACARD_MEDIA_JSON);
  g_assert_cmpint (placard_media_type_sniff ((guint8 *) svg->str, svg->len, FALSE), ==,
                   PLACARD_MEDIA_SVG);
}

static void
test_random (void)
{
  guint8 bytes[PLACARD_MEDIA_SNIFF_BYTES];

  for (int round = 0; round < 20000; round++) {
    gsize length = g_test_rand_int_range (0, 64);
    const Row *row = &rows[g_test_rand_int_range (0, G_N_ELEMENTS (rows))];
    gsize start = MIN (length, row->length);

    memcpy (bytes, row->bytes, start);
    for (gsize i = start; i < length; i++)
      bytes[i] = g_test_rand_int ();
    if (length)
      bytes[g_test_rand_int_range (0, length)] = g_test_rand_int ();
    g_assert_cmpint (placard_media_type_sniff (bytes, length, TRUE), !=, PLACARD_MEDIA_UNKNOWN);
  }
}

static void
test_names (void)
{
  for (int type = PLACARD_MEDIA_UNKNOWN; type <= PLACARD_MEDIA_BINARY; type++) {
    g_assert_nonnull (strchr (placard_media_type_to_mime (type), '/'));
    g_assert_cmpuint (strlen (placard_media_type_to_extension (type)), >=, 2);
    g_assert_cmpuint (strlen (placard_media_type_to_name (type)), >=, 3);
    if (type >= PLACARD_MEDIA_PNG)
      g_assert_cmpint (placard_media_type_from_mime (placard_media_type_to_mime (type)), ==, type);
    g_assert_false (placard_media_type_is_image (type) && placard_media_type_is_text (type));
  }
  g_assert_true (placard_media_type_is_image (PLACARD_MEDIA_ICO));
  g_assert_false (placard_media_type_is_image (PLACARD_MEDIA_JSON));
  g_assert_true (placard_media_type_is_text (PLACARD_MEDIA_HTML));
  g_assert_false (placard_media_type_is_text (PLACARD_MEDIA_PDF));
}

static void
test_declared (void)
{
  static const struct {
    const char *essence;
    PlacardMediaType type;
  } declared[] = {
      {NULL, PLACARD_MEDIA_UNKNOWN},
      {"", PLACARD_MEDIA_UNKNOWN},
      {"image/heic", PLACARD_MEDIA_UNKNOWN},
      {"image/jpg", PLACARD_MEDIA_JPEG},
      {"IMAGE/PNG", PLACARD_MEDIA_PNG},
      {"application/problem+json", PLACARD_MEDIA_JSON},
      {"application/rss+xml", PLACARD_MEDIA_XML},
      {"image/svg+xml", PLACARD_MEDIA_SVG},
      {"text/javascript", PLACARD_MEDIA_TEXT},
      {"application/octet-stream", PLACARD_MEDIA_BINARY},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (declared); i++)
    g_assert_cmpint (placard_media_type_from_mime (declared[i].essence), ==, declared[i].type);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *whole = g_strdup_printf ("/media-type/sniff/%s", rows[i].what);
    g_autofree char *slices = g_strdup_printf ("/media-type/slices/%s", rows[i].what);

    g_test_add_data_func (whole, &rows[i], test_row);
    g_test_add_data_func (slices, &rows[i], test_row_in_slices);
  }
  g_test_add_func ("/media-type/window", test_window);
  g_test_add_func ("/media-type/random", test_random);
  g_test_add_func ("/media-type/names", test_names);
  g_test_add_func ("/media-type/declared", test_declared);
  return g_test_run ();
}
