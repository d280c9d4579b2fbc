/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-coding.h"

#include "placard-brotli.h"
#include "placard-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BUFFER_BYTES (64 * 1024)
#define MAX_CODINGS 4

typedef enum { KIND_GZIP, KIND_DEFLATE, KIND_BROTLI } Kind;

typedef enum {
  STATE_HEAD, /* too few bytes to tell what this is */
  STATE_CODED,
  STATE_PLAIN,    /* not coded, whatever the label says */
  STATE_FINISHED, /* the compressed data have ended; what follows is ignored */
} State;

struct _PlacardCoding {
  Kind kind;
  State state;
  guint8 head[2];
  gsize n_head;
  GConverter *converter;
  guint8 *buffer;

  /* Where the decoded bytes go: the next coding, or the sink. */
  PlacardCoding *next;
  PlacardCodingSink sink;
  gpointer user_data;
};

static gboolean
parse_kind (const char *name, Kind *kind)
{
  if (g_ascii_strcasecmp (name, "gzip") == 0 || g_ascii_strcasecmp (name, "x-gzip") == 0)
    *kind = KIND_GZIP;
  else if (g_ascii_strcasecmp (name, "deflate") == 0)
    *kind = KIND_DEFLATE;
  else if (g_ascii_strcasecmp (name, "br") == 0)
    *kind = KIND_BROTLI;
  else
    return FALSE;
  return TRUE;
}

static PlacardCoding *
coding_new (Kind kind, PlacardCoding *next, PlacardCodingSink sink, gpointer user_data)
{
  PlacardCoding *self = g_new0 (PlacardCoding, 1);

  self->kind = kind;
  self->next = next;
  self->sink = sink;
  self->user_data = user_data;
  return self;
}

/* The list names the codings in the order in which they were applied: the last is undone first. */
PlacardCoding *
placard_coding_new (const char *content_encoding, PlacardCodingSink sink, gpointer user_data)
{
  g_auto (GStrv) names = g_strsplit (content_encoding ? content_encoding : "", ",", -1);
  g_autoptr (PlacardCoding) self = NULL;
  guint n = 0;

  for (guint i = 0; names[i]; i++) {
    Kind kind;

    if (g_ascii_strcasecmp (g_strstrip (names[i]), "identity") == 0 || !*names[i])
      continue;
    if (!parse_kind (names[i], &kind) || ++n > MAX_CODINGS)
      return NULL;
    self = coding_new (kind, g_steal_pointer (&self), sink, user_data);
  }
  return g_steal_pointer (&self);
}

void
placard_coding_free (PlacardCoding *self)
{
  g_clear_pointer (&self->next, placard_coding_free);
  g_clear_object (&self->converter);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
pass_on (PlacardCoding *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (n_bytes == 0)
    return TRUE;
  if (self->next)
    return placard_coding_feed (self->next, bytes, n_bytes, error);
  return self->sink (bytes, n_bytes, self->user_data, error);
}

/* RFC 1952, section 2.3.1; RFC 1950, section 2.2. "deflate" without the zlib header is sent too often to
 * refuse it. Brotli has nothing to tell it by. */
static void
recognise (PlacardCoding *self)
{
  guint8 a = self->head[0], b = self->head[1];
  GZlibCompressorFormat format = G_ZLIB_COMPRESSOR_FORMAT_GZIP;

  if (self->kind == KIND_GZIP && (a != 0x1f || b != 0x8b)) {
    self->state = STATE_PLAIN;
    return;
  }
  if (self->kind == KIND_DEFLATE) {
    gboolean zlib = (a & 0x0f) == 8 && (a * 256 + b) % 31 == 0;

    format = zlib ? G_ZLIB_COMPRESSOR_FORMAT_ZLIB : G_ZLIB_COMPRESSOR_FORMAT_RAW;
  }
  self->converter = self->kind == KIND_BROTLI ? placard_brotli_new ()
                                              : G_CONVERTER (g_zlib_decompressor_new (format));
  self->buffer = g_malloc (BUFFER_BYTES);
  self->state = STATE_CODED;
}

static gboolean
set_broken (GError **error)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                       _ ("The compressed answer is broken"));
  return FALSE;
}

/* A full buffer may not have been all that the last bytes stood for. */
static gboolean
inflate (PlacardCoding *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  gsize n_written = 0;

  while ((n_bytes > 0 || n_written == BUFFER_BYTES) && self->state == STATE_CODED) {
    g_autoptr (GError) reason = NULL;
    gsize n_read = 0;
    GConverterResult result =
        g_converter_convert (self->converter, bytes, n_bytes, self->buffer, BUFFER_BYTES,
                             G_CONVERTER_NO_FLAGS, &n_read, &n_written, &reason);

    if (result == G_CONVERTER_ERROR)
      return g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) || set_broken (error);
    if (result == G_CONVERTER_FINISHED)
      self->state = STATE_FINISHED;
    if (!pass_on (self, self->buffer, n_written, error))
      return FALSE;
    bytes += n_read;
    n_bytes -= n_read;
  }
  return TRUE;
}

static gboolean
feed_known (PlacardCoding *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (self->state == STATE_PLAIN)
    return pass_on (self, bytes, n_bytes, error);
  return inflate (self, bytes, n_bytes, error);
}

gboolean
placard_coding_feed (PlacardCoding *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (self->state == STATE_HEAD) {
    while (n_bytes > 0 && self->n_head < sizeof self->head) {
      self->head[self->n_head++] = *bytes++;
      n_bytes--;
    }
    if (self->n_head < sizeof self->head)
      return TRUE;
    recognise (self);
    if (!feed_known (self, self->head, self->n_head, error))
      return FALSE;
  }
  return feed_known (self, bytes, n_bytes, error);
}

gboolean
placard_coding_end (PlacardCoding *self, GError **error)
{
  if (self->state == STATE_HEAD && !pass_on (self, self->head, self->n_head, error))
    return FALSE;
  if (self->state == STATE_CODED) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                         _ ("The compressed answer ends early"));
    return FALSE;
  }
  return !self->next || placard_coding_end (self->next, error);
}
