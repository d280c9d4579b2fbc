/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-framing.h"

#include "placard-error.h"

#include <string.h>

#define BAD (-2)

/* @fields: values of Content-Length fields, split at "|". After the cases of the Web Platform Tests'
 * fetch/content-length. */
static void
test_length (void)
{
  static const struct {
    const char *fields;
    goffset expected;
  } rows[] = {
      {"", -1},
      {"10", 10},
      {"010", 10},
      {"10|10", 10},
      {"10, 10", 10},
      {"10,10|10", 10},
      {"5|10", BAD},
      {"5, 10", BAD},
      {"-5", BAD},
      {"+5", BAD},
      {"abc", BAD},
      {"5a", BAD},
      {"0x5", BAD},
      {"0", 0},
      {"5 5", BAD},
      {"9223372036854775807", -1},
      {"99999999999999999999", -1},
      {"5.0", BAD},
      {"922337203685477580", 922337203685477580},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) headers =
        g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
    g_auto (GStrv) values = g_strsplit (rows[i].fields, "|", -1);
    g_autoptr (GError) error = NULL;
    goffset length = -3;

    for (guint k = 0; values[k]; k++)
      g_ptr_array_add (headers, placard_response_header_new ("content-length", values[k]));
    if (placard_framing_parse_length (headers, &length, &error))
      g_assert_cmpint (length, ==, rows[i].expected);
    else
      g_assert_cmpint (rows[i].expected, ==, BAD);
    if (rows[i].expected == BAD)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL);
  }
}

static void
test_kind (void)
{
  static const struct {
    const char *method;
    guint status;
    const char *coding;
    const char *length;
    PlacardFramingKind expected;
  } rows[] = {
      {"GET", 200, NULL, "5", PLACARD_FRAMING_LENGTH},
      {"GET", 200, NULL, NULL, PLACARD_FRAMING_CLOSE},
      {"GET", 200, "chunked", "5", PLACARD_FRAMING_CHUNKED},
      {"GET", 200, "Chunked", NULL, PLACARD_FRAMING_CHUNKED},
      {"GET", 200, "identity", "5", PLACARD_FRAMING_LENGTH},
      {"HEAD", 200, NULL, "5", PLACARD_FRAMING_NONE},
      {"GET", 204, NULL, "5", PLACARD_FRAMING_NONE},
      {"GET", 304, "chunked", NULL, PLACARD_FRAMING_NONE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) headers =
        g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
    PlacardFraming framing;

    if (rows[i].coding)
      g_ptr_array_add (headers, placard_response_header_new ("Transfer-Encoding", rows[i].coding));
    if (rows[i].length)
      g_ptr_array_add (headers, placard_response_header_new ("Content-Length", rows[i].length));
    g_assert_true (placard_framing_parse (rows[i].method, rows[i].status, headers, &framing, NULL));
    g_assert_cmpint (framing.kind, ==, rows[i].expected);
  }
}

typedef enum { WHOLE, CUT, BROKEN } End;

static const struct {
  const char *bytes;
  const char *payload;
  End end;
} streams[] = {
    {"5\r\nhello\r\n0\r\n\r\n", "hello", WHOLE},
    {"0\r\n\r\n", "", WHOLE},
    {"5\nhello\n0\n\n", "hello", WHOLE},
    {"5;a=b\r\nhello\r\n0;c\r\nX: y\r\nZ: w\r\n\r\n", "hello", WHOLE},
    {"005\r\nhello\r\nA\r\n0123456789\r\n000\r\n\r\n", "hello0123456789", WHOLE},
    {"5 \r\nhello\r\n0\r\n\r\nnot of it", "hello", WHOLE},
    {"5\r\nhello\r\n0\r\n\r", "hello", CUT},
    {"5\r\nhello\r\n0\r\n", "hello", CUT},
    {"5\r\nhello\r\n", "hello", CUT},
    {"5\r\nhel", "hel", CUT},
    {"", "", CUT},
    {"5\r\nhelloX\r\n", "hello", BROKEN},
    {"5\r\nhello\r\nzz\r\n", "hello", BROKEN},
    {"5\r\nhello\r\n-5\r\n", "hello", BROKEN},
    {"5\r\nhello\r\n\r\n", "hello", BROKEN},
    {"\r\n", "", BROKEN},
    {";x\r\n", "", BROKEN},
    {"0x5\r\nhello\r\n", "", BROKEN},
    {"FFFFFFFFFFFFFFFF\r\nx", "", BROKEN},
    {"5\rhello", "", BROKEN},
};

/* Any slicing gives the same. */
static void
assert_stream (gsize row, gsize slice)
{
  PlacardChunkReader reader = {0};
  g_autoptr (GString) payload = g_string_new (NULL);
  gsize n_bytes = strlen (streams[row].bytes);
  gboolean ok = TRUE;

  for (gsize at = 0; at < n_bytes && ok; at += slice) {
    guint8 buffer[128];
    gsize n = MIN (slice, n_bytes - at), n_payload;

    memcpy (buffer, streams[row].bytes + at, n);
    ok = placard_chunk_reader_feed (&reader, buffer, n, &n_payload, NULL);
    g_string_append_len (payload, (char *) buffer, n_payload);
  }
  g_assert_cmpstr (payload->str, ==, streams[row].payload);
  g_assert_true (ok == (streams[row].end != BROKEN));
  g_assert_true (placard_chunk_reader_is_done (&reader) == (streams[row].end == WHOLE));
}

static void
test_chunks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    for (gsize slice = 1; slice < 64; slice++)
      assert_stream (i, slice);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/framing/length", test_length);
  g_test_add_func ("/framing/kind", test_kind);
  g_test_add_func ("/framing/chunks", test_chunks);
  return g_test_run ();
}
