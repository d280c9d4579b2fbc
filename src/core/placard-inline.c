/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-inline.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"

#define OUTPUT_BYTES 49152
#define MAX_HEADER_BYTES 4096
#define SILENT_TYPE "text/plain;charset=US-ASCII"

typedef enum { START, HEADER, BASE64, PLAIN } State;

struct _PlacardInlineDecoder {
  PlacardSpool *into;
  State state;
  GString *header; /* START, HEADER: what came so far */
  char *content_type;
  guint64 n_read; /* characters, for messages */

  gboolean percent; /* %XX stands for a character */
  char escape[3];   /* of which so many were read */
  guint n_escape;

  guint32 bits;
  guint n_bits;
  gboolean padded; /* nothing but more padding may come */

  guint8 *output;
  gsize n_output;
};

PlacardInlineDecoder *
placard_inline_decoder_new (PlacardSpool *into)
{
  PlacardInlineDecoder *self = g_new0 (PlacardInlineDecoder, 1);

  self->into = g_object_ref (into);
  self->header = g_string_new (NULL);
  self->output = g_malloc (OUTPUT_BYTES);
  return self;
}

void
placard_inline_decoder_free (PlacardInlineDecoder *self)
{
  g_object_unref (self->into);
  g_string_free (self->header, TRUE);
  g_free (self->content_type);
  g_free (self->output);
  g_free (self);
}

const char *
placard_inline_decoder_get_content_type (PlacardInlineDecoder *self)
{
  return self->content_type;
}

static gboolean
flush (PlacardInlineDecoder *self, GError **error)
{
  gsize n = self->n_output;

  self->n_output = 0;
  return placard_spool_append (self->into, self->output, n, error);
}

static gboolean
put (PlacardInlineDecoder *self, guint8 byte, GError **error)
{
  self->output[self->n_output++] = byte;
  return self->n_output < OUTPUT_BYTES || flush (self, error);
}

/* Both alphabets of RFC 4648; -1 for what is in neither. */
static int
base64_value (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+' || c == '-')
    return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

static gboolean
fail_at (PlacardInlineDecoder *self, char c, GError **error)
{
  g_autofree char *shown =
      g_ascii_isprint (c) ? g_strdup_printf ("“%c”", c) : g_strdup_printf ("0x%02X", (guint8) c);
  g_autofree char *place = g_strdup_printf ("%" G_GUINT64_FORMAT, self->n_read);

  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
               /* Translators: the number of a character in a text, then the character */
               _ ("character %s is %s, which is no base64"), place, shown);
  return FALSE;
}

static gboolean
take_base64 (PlacardInlineDecoder *self, char c, GError **error)
{
  int value = base64_value (c);

  if (g_ascii_isspace (c))
    return TRUE;
  if (c == '=') {
    self->padded = TRUE;
    return TRUE;
  }
  if (value < 0 || self->padded)
    return fail_at (self, c, error);
  self->bits = self->bits << 6 | value;
  self->n_bits += 6;
  if (self->n_bits < 8)
    return TRUE;
  self->n_bits -= 8;
  return put (self, self->bits >> self->n_bits, error);
}

static gboolean
take_character (PlacardInlineDecoder *self, char c, GError **error)
{
  return self->state == BASE64 ? take_base64 (self, c, error) : put (self, c, error);
}

/* What begins as an escape and is none stands for itself (URL standard, "percent-decode"). */
static gboolean
give_escape_back (PlacardInlineDecoder *self, GError **error)
{
  guint n = self->n_escape;

  self->n_escape = 0;
  for (guint i = 0; i < n; i++)
    if (!take_character (self, self->escape[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
take_body (PlacardInlineDecoder *self, char c, GError **error)
{
  if (self->n_escape && !g_ascii_isxdigit (c) && !give_escape_back (self, error))
    return FALSE;
  if (!self->n_escape && !(self->percent && c == '%'))
    return take_character (self, c, error);

  self->escape[self->n_escape++] = c;
  if (self->n_escape < 3)
    return TRUE;
  self->n_escape = 0;
  return take_character (
      self, g_ascii_xdigit_value (self->escape[1]) << 4 | g_ascii_xdigit_value (self->escape[2]),
      error);
}

/* "data:[type][;base64]" without its comma. */
static void
read_header (PlacardInlineDecoder *self)
{
  char *type = g_strstrip (self->header->str + strlen ("data:"));
  gsize length = strlen (type);
  gboolean base64 = length >= 7 && g_ascii_strcasecmp (type + length - 7, ";base64") == 0;

  if (base64)
    type[length - 7] = '\0';
  self->percent = TRUE;
  self->state = base64 ? BASE64 : PLAIN;
  self->content_type = *type == ';'    ? g_strconcat ("text/plain", type, NULL)
                       : *type != '\0' ? g_strdup (type)
                                       : g_strdup (SILENT_TYPE);
}

/* The five characters that tell a data: URL from base64 were something else. */
static gboolean
replay_start (PlacardInlineDecoder *self, GError **error)
{
  guint64 n_read = self->n_read;

  self->state = BASE64;
  self->n_read -= self->header->len - 1;
  for (gsize i = 0; i < self->header->len; i++, self->n_read++)
    if (!take_base64 (self, self->header->str[i], error))
      return FALSE;
  self->n_read = n_read;
  return TRUE;
}

static gboolean
take_start (PlacardInlineDecoder *self, char c, GError **error)
{
  if (!self->header->len && g_ascii_isspace (c))
    return TRUE;
  g_string_append_c (self->header, c);
  if (g_ascii_strncasecmp (self->header->str, "data:", self->header->len) != 0)
    return replay_start (self, error);
  if (self->header->len == strlen ("data:"))
    self->state = HEADER;
  return TRUE;
}

static gboolean
take_header (PlacardInlineDecoder *self, char c, GError **error)
{
  if (c == ',') {
    read_header (self);
    return TRUE;
  }
  g_string_append_c (self->header, c);
  if (self->header->len <= MAX_HEADER_BYTES)
    return TRUE;
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
                       _ ("the data: URL has no comma"));
  return FALSE;
}

/* Four base64 characters at a time, while nothing is odd about them. */
static gsize
take_plain_groups (PlacardInlineDecoder *self, const char *text, gsize n_bytes)
{
  gsize at = 0;

  if (self->state != BASE64 || self->n_bits || self->n_escape || self->padded)
    return 0;
  for (; at + 4 <= n_bytes && self->n_output + 3 < OUTPUT_BYTES; at += 4) {
    int a = base64_value (text[at]), b = base64_value (text[at + 1]);
    int c = base64_value (text[at + 2]), d = base64_value (text[at + 3]);

    if ((a | b | c | d) < 0)
      break;
    self->output[self->n_output++] = a << 2 | b >> 4;
    self->output[self->n_output++] = b << 4 | c >> 2;
    self->output[self->n_output++] = c << 6 | d;
  }
  self->n_read += at;
  return at;
}

gboolean
placard_inline_decoder_feed (PlacardInlineDecoder *self,
                             const char *text,
                             gsize n_bytes,
                             GError **error)
{
  for (gsize i = take_plain_groups (self, text, n_bytes); i < n_bytes;
       i += take_plain_groups (self, text + i, n_bytes - i)) {
    gboolean taken = FALSE;

    self->n_read++;
    switch (self->state) {
    case START:
      taken = take_start (self, text[i], error);
      break;
    case HEADER:
      taken = take_header (self, text[i], error);
      break;
    case BASE64:
    case PLAIN:
      taken = take_body (self, text[i], error);
      break;
    }
    if (!taken)
      return FALSE;
    i++;
  }
  return TRUE;
}

gboolean
placard_inline_decoder_end (PlacardInlineDecoder *self, GError **error)
{
  if (self->state == HEADER) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
                         _ ("the data: URL has no comma"));
    return FALSE;
  }
  if (self->state == START && !replay_start (self, error))
    return FALSE;
  if (!give_escape_back (self, error))
    return FALSE;
  /* One character alone is six bits: no byte. */
  if (self->state == BASE64 && self->n_bits == 6) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
                         _ ("the base64 ends too early"));
    return FALSE;
  }
  return flush (self, error);
}

/* Enough of it that no other text begins like that by accident. */
#define LEAST_SNIFFED 12

PlacardMediaType
placard_inline_sniff (const char *start)
{
  guint8 bytes[PLACARD_MEDIA_SNIFF_BYTES];
  gsize n = 0;
  guint32 bits = 0;
  guint n_bits = 0;
  PlacardMediaType type;

  for (; *start && n < sizeof bytes; start++) {
    int value = base64_value (*start);

    if (g_ascii_isspace (*start))
      continue;
    if (value < 0)
      break;
    bits = bits << 6 | value;
    n_bits += 6;
    if (n_bits >= 8) {
      n_bits -= 8;
      bytes[n++] = bits >> n_bits;
    }
  }
  if (n < LEAST_SNIFFED)
    return PLACARD_MEDIA_UNKNOWN;
  type = placard_media_type_sniff (bytes, n, TRUE);
  return placard_media_type_is_image (type) ? type : PLACARD_MEDIA_UNKNOWN;
}
