/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-framing.h"

#include "placard-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A size line or a trailer longer than this is an attack, not a message. */
#define MAX_LINE 16384

typedef enum {
  STATE_SIZE, /* zero: where a zeroed reader starts */
  STATE_EXTENSION,
  STATE_SIZE_LF,
  STATE_PAYLOAD,
  STATE_PAYLOAD_CR,
  STATE_PAYLOAD_LF,
  STATE_TRAILER_START,
  STATE_TRAILER,
  STATE_TRAILER_LF,
  STATE_END_LF,
  STATE_DONE,
} State;

/* One value of a Content-Length list. A number beyond 63 bits means "unknown", as browsers take it. */
static gboolean
parse_number (const char *text, gsize n, goffset *length)
{
  guint64 value = 0;
  gboolean overflow = FALSE;

  if (n == 0)
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
    overflow = overflow || value > (G_MAXINT64 - 9) / 10;
    if (!overflow)
      value = value * 10 + (text[i] - '0');
  }
  *length = overflow ? -1 : (goffset) value;
  return TRUE;
}

/* Values are compared as texts, as browsers do: "030" is not "30". */
static gboolean
merge_lengths (const char *list, char **first, GError **error)
{
  /* An empty field has one value, which is empty. */
  g_auto (GStrv) values = g_strsplit (*list ? list : " ", ",", -1);

  for (guint i = 0; values[i]; i++) {
    const char *value = g_strstrip (values[i]);

    if (!*first)
      *first = g_strdup (value);
    if (strcmp (*first, value) == 0)
      continue;
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                         _ ("The server announced two different Content-Lengths"));
    return FALSE;
  }
  return TRUE;
}

gboolean
placard_framing_parse_length (GPtrArray *headers, goffset *length, GError **error)
{
  g_autofree char *value = NULL;

  *length = -1;
  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (header->name, "Content-Length") == 0 &&
        !merge_lengths (header->value, &value, error))
      return FALSE;
  }
  if (!value || !*value || parse_number (value, strlen (value), length))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
               _ ("The server announced a Content-Length that is no number: “%s”"), value);
  return FALSE;
}

/* The last coding decides: RFC 9112, section 6.3, rule 4. */
static gboolean
find_transfer_coding (GPtrArray *headers, gboolean *chunked, GError **error)
{
  *chunked = FALSE;
  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (header->name, "Transfer-Encoding") != 0)
      continue;
    if (g_ascii_strcasecmp (header->value, "identity") == 0)
      continue;
    if (g_ascii_strcasecmp (header->value, "chunked") != 0) {
      g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                   _ ("The server used a transfer coding that was not asked for: “%s”"),
                   header->value);
      return FALSE;
    }
    *chunked = TRUE;
  }
  return TRUE;
}

gboolean
placard_framing_parse (
    const char *method, guint status, GPtrArray *headers, PlacardFraming *framing, GError **error)
{
  gboolean chunked;

  framing->length = -1;
  if (g_str_equal (method, "HEAD") || status == 204 || status == 304 || status < 200) {
    framing->kind = PLACARD_FRAMING_NONE;
    return TRUE;
  }
  if (!find_transfer_coding (headers, &chunked, error))
    return FALSE;
  if (chunked) {
    framing->kind = PLACARD_FRAMING_CHUNKED;
    return TRUE;
  }
  if (!placard_framing_parse_length (headers, &framing->length, error))
    return FALSE;
  framing->kind = framing->length < 0 ? PLACARD_FRAMING_CLOSE : PLACARD_FRAMING_LENGTH;
  return TRUE;
}

static gboolean
set_broken (GError **error)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                       _ ("The server sent a chunked body whose chunks do not fit together"));
  return FALSE;
}

static gboolean
end_size_line (PlacardChunkReader *self)
{
  if (!self->digit)
    return FALSE;
  self->state = self->left > 0 ? STATE_PAYLOAD : STATE_TRAILER_START;
  self->line = 0;
  return TRUE;
}

static gboolean
feed_size (PlacardChunkReader *self, guint8 byte)
{
  int value = g_ascii_xdigit_value (byte);

  if (value >= 0) {
    if (self->left >> 59) /* the next digit would not fit into 63 bits */
      return FALSE;
    self->left = self->left * 16 + value;
    self->digit = TRUE;
    return TRUE;
  }
  if (byte == '\n')
    return end_size_line (self);
  if (byte == '\r')
    self->state = STATE_SIZE_LF;
  else if (self->digit && (byte == ';' || byte == ' ' || byte == '\t'))
    self->state = STATE_EXTENSION;
  else
    return FALSE;
  return TRUE;
}

/* Every byte that is not payload. A bare LF ends a line too, as every client takes it. */
static gboolean
feed_framing (PlacardChunkReader *self, guint8 byte)
{
  if (self->line++ > MAX_LINE)
    return FALSE;

  switch ((State) self->state) {
  case STATE_SIZE:
    return feed_size (self, byte);
  case STATE_EXTENSION:
    if (byte == '\n')
      return end_size_line (self);
    if (byte == '\r')
      self->state = STATE_SIZE_LF;
    return TRUE;
  case STATE_SIZE_LF:
    return byte == '\n' && end_size_line (self);
  case STATE_PAYLOAD_CR:
    self->state = byte == '\n' ? STATE_SIZE : STATE_PAYLOAD_LF;
    return byte == '\n' || byte == '\r';
  case STATE_PAYLOAD_LF:
    self->state = STATE_SIZE;
    return byte == '\n';
  case STATE_TRAILER_START:
    self->state = byte == '\n' ? STATE_DONE : byte == '\r' ? STATE_END_LF : STATE_TRAILER;
    return TRUE;
  case STATE_TRAILER:
    if (byte == '\n')
      self->state = STATE_TRAILER_START;
    else if (byte == '\r')
      self->state = STATE_TRAILER_LF;
    return TRUE;
  case STATE_TRAILER_LF:
    self->state = STATE_TRAILER_START;
    return byte == '\n';
  case STATE_END_LF:
    self->state = STATE_DONE;
    return byte == '\n';
  case STATE_PAYLOAD:
  case STATE_DONE:
    break;
  }
  return TRUE;
}

static gsize
take_payload (PlacardChunkReader *self, guint8 *to, const guint8 *from, gsize n)
{
  n = MIN (n, self->left);
  if (to != from)
    memmove (to, from, n);
  self->left -= n;
  if (self->left == 0) {
    self->state = STATE_PAYLOAD_CR;
    self->line = 0;
    self->digit = FALSE;
  }
  return n;
}

gboolean
placard_chunk_reader_feed (
    PlacardChunkReader *self, guint8 *bytes, gsize n_bytes, gsize *n_payload, GError **error)
{
  gsize i = 0;

  *n_payload = 0;
  while (i < n_bytes && self->state != STATE_DONE) {
    if (self->state == STATE_PAYLOAD) {
      gsize n = take_payload (self, bytes + *n_payload, bytes + i, n_bytes - i);

      *n_payload += n;
      i += n;
    } else if (!feed_framing (self, bytes[i++])) {
      return set_broken (error);
    }
  }
  return TRUE;
}

gboolean
placard_chunk_reader_is_done (const PlacardChunkReader *self)
{
  return self->state == STATE_DONE;
}
