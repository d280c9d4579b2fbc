/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-json-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-json-string.h"

#define BUFFER_BYTES 65536
#define AT_END (-1)

typedef enum {
  EXPECT_VALUE,
  EXPECT_VALUE_OR_CLOSE, /* just after '[' */
  EXPECT_NAME,
  EXPECT_NAME_OR_CLOSE, /* just after '{' */
  EXPECT_COMMA_OR_CLOSE,
  EXPECT_NOTHING, /* the root is closed */
} Expectation;

struct _PlacardJsonReader {
  PlacardSpool *spool;
  gboolean is_part; /* what comes behind the value is not looked at */
  GError *error;    /* the spool could not be read */

  guint8 *buffer;
  goffset offset; /* of the buffer's first byte */
  gsize length;
  gsize at;

  guint line; /* from 0 */
  goffset line_start;
  Expectation expected;
  guint depth;
  char stack[PLACARD_JSON_MAX_DEPTH];

  goffset start;
  goffset end;
  GString *text;
  gboolean text_cut;
};

PlacardJsonReader *
placard_json_reader_new_at (PlacardSpool *spool, goffset offset)
{
  PlacardJsonReader *self = g_new0 (PlacardJsonReader, 1);

  self->spool = g_object_ref (spool);
  self->is_part = TRUE;
  self->buffer = g_malloc (BUFFER_BYTES);
  self->offset = self->line_start = offset;
  self->text = g_string_new (NULL);
  return self;
}

PlacardJsonReader *
placard_json_reader_new (PlacardSpool *spool)
{
  guint8 mark[3];
  gssize n = placard_spool_read_at (spool, 0, mark, sizeof mark, NULL);
  PlacardJsonReader *self =
      placard_json_reader_new_at (spool, n == 3 && memcmp (mark, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);

  self->is_part = FALSE;
  return self;
}

void
placard_json_reader_free (PlacardJsonReader *self)
{
  g_object_unref (self->spool);
  g_clear_error (&self->error);
  g_free (self->buffer);
  g_string_free (self->text, TRUE);
  g_free (self);
}

goffset
placard_json_reader_get_start (PlacardJsonReader *self)
{
  return self->start;
}

goffset
placard_json_reader_get_end (PlacardJsonReader *self)
{
  return self->end;
}

guint
placard_json_reader_get_depth (PlacardJsonReader *self)
{
  return self->depth;
}

const char *
placard_json_reader_get_text (PlacardJsonReader *self)
{
  return self->text->str;
}

gboolean
placard_json_reader_is_text_cut (PlacardJsonReader *self)
{
  return self->text_cut;
}

static goffset
position (PlacardJsonReader *self)
{
  return self->offset + self->at;
}

static gboolean
refill (PlacardJsonReader *self)
{
  gssize n;

  if (self->error)
    return FALSE;
  self->offset += self->at;
  self->at = self->length = 0;
  n = placard_spool_read_at (self->spool, self->offset, self->buffer, BUFFER_BYTES, &self->error);
  self->length = MAX (n, 0);
  return n > 0;
}

/* The next byte, which stays, or AT_END. */
static int
peek (PlacardJsonReader *self)
{
  if (self->at == self->length && !refill (self))
    return AT_END;
  return self->buffer[self->at];
}

/* Characters since the start of the line: those bytes that begin one. */
static guint
count_column (PlacardJsonReader *self)
{
  g_autofree guint8 *bytes = g_malloc (BUFFER_BYTES);
  guint column = 1;

  for (goffset at = self->line_start; at < position (self);) {
    gssize n = placard_spool_read_at (self->spool, at, bytes,
                                      MIN (BUFFER_BYTES, position (self) - at), NULL);

    if (n <= 0)
      break;
    for (gssize i = 0; i < n; i++)
      column += (bytes[i] & 0xc0) != 0x80;
    at += n;
  }
  return column;
}

static gboolean
fail (PlacardJsonReader *self, const char *reason, GError **error)
{
  if (self->error)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
                 /* Translators: the last one is a reason such as "a comma is missing" */
                 _ ("The JSON is broken at line %u, column %u: %s"), self->line + 1,
                 count_column (self), reason);
  return FALSE;
}

static gboolean
fail_unless_more (PlacardJsonReader *self, const char *reason, GError **error)
{
  return fail (self, peek (self) == AT_END ? _ ("it ends too early") : reason, error);
}

static void
skip_space (PlacardJsonReader *self)
{
  for (;;) {
    switch (peek (self)) {
    case '\n':
      self->line++;
      self->line_start = position (self) + 1;
      break;
    case ' ':
    case '\t':
    case '\r':
      break;
    default:
      return;
    }
    self->at++;
  }
}

/* Keeps the start of a text; the escapes behind it are checked all the same. */
static gboolean
keep_text (PlacardJsonReader *self, PlacardJsonUnescaper *unescaper, const char *run, gsize length)
{
  if (self->text->len <= PLACARD_JSON_TEXT_BYTES)
    return placard_json_unescape (unescaper, run, length, self->text);

  g_autoptr (GString) dropped = g_string_new (NULL);
  return placard_json_unescape (unescaper, run, length, dropped);
}

static void
finish_text (PlacardJsonReader *self)
{
  char *valid;

  self->text_cut = self->text->len > PLACARD_JSON_TEXT_BYTES;
  if (self->text_cut) {
    gsize length = PLACARD_JSON_TEXT_BYTES;

    while (length && ((guchar) self->text->str[length] & 0xc0) == 0x80)
      length--;
    g_string_truncate (self->text, length);
  }
  if (g_utf8_validate (self->text->str, self->text->len, NULL))
    return;
  valid = g_utf8_make_valid (self->text->str, self->text->len);
  g_string_assign (self->text, valid);
  g_free (valid);
}

/* Up to the quote, the backslash or the control character that ends a run, or the end of the buffer. */
static gsize
plain_run (PlacardJsonReader *self, gboolean *in_escape)
{
  gsize at = self->at;

  for (; at < self->length; at++) {
    guint8 byte = self->buffer[at];

    if (byte < 0x20 || (byte == '"' && !*in_escape))
      break;
    *in_escape = byte == '\\' && !*in_escape;
  }
  return at - self->at;
}

static gboolean
read_string (PlacardJsonReader *self, GError **error)
{
  PlacardJsonUnescaper unescaper = {0};
  gboolean in_escape = FALSE;

  g_string_truncate (self->text, 0);
  for (self->at++; peek (self) != AT_END;) {
    gsize run = plain_run (self, &in_escape);

    if (!keep_text (self, &unescaper, (char *) self->buffer + self->at, run))
      return fail (self, _ ("there is no such escape in a text"), error);
    self->at += run;
    if (self->at == self->length)
      continue;
    if (self->buffer[self->at] != '"')
      return fail (self, _ ("a line break or control character in a text"), error);
    if (!placard_json_unescape_end (&unescaper, self->text))
      return fail (self, _ ("there is no such escape in a text"), error);
    self->at++;
    finish_text (self);
    return TRUE;
  }
  return fail (self, _ ("it ends too early"), error);
}

static gboolean
read_word (PlacardJsonReader *self, const char *word, GError **error)
{
  for (; *word; word++, self->at++)
    if (peek (self) != *word)
      return fail_unless_more (self, _ ("a value is missing"), error);
  return TRUE;
}

static void
take (PlacardJsonReader *self)
{
  if (self->text->len < PLACARD_JSON_TEXT_BYTES)
    g_string_append_c (self->text, self->buffer[self->at]);
  else
    self->text_cut = TRUE;
  self->at++;
}

static gboolean
read_digits (PlacardJsonReader *self)
{
  if (!g_ascii_isdigit (peek (self)))
    return FALSE;
  while (g_ascii_isdigit (peek (self)))
    take (self);
  return TRUE;
}

static gboolean
read_number (PlacardJsonReader *self, GError **error)
{
  gboolean valid = TRUE;

  g_string_truncate (self->text, 0);
  self->text_cut = FALSE;
  if (peek (self) == '-')
    take (self);
  if (peek (self) == '0')
    take (self);
  else
    valid = read_digits (self);
  if (valid && peek (self) == '.') {
    take (self);
    valid = read_digits (self);
  }
  if (valid && (peek (self) == 'e' || peek (self) == 'E')) {
    take (self);
    if (peek (self) == '+' || peek (self) == '-')
      take (self);
    valid = read_digits (self);
  }
  return valid || fail_unless_more (self, _ ("a number is malformed"), error);
}

static gboolean
open_container (PlacardJsonReader *self, char bracket, PlacardJsonToken *token, GError **error)
{
  if (self->depth == PLACARD_JSON_MAX_DEPTH)
    return fail (self, _ ("it is nested too deeply"), error);
  self->stack[self->depth++] = bracket;
  self->at++;
  self->expected = bracket == '{' ? EXPECT_NAME_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
  *token = bracket == '{' ? PLACARD_JSON_OBJECT : PLACARD_JSON_ARRAY;
  return TRUE;
}

static gboolean
close_container (PlacardJsonReader *self, PlacardJsonToken *token)
{
  *token = self->stack[--self->depth] == '{' ? PLACARD_JSON_OBJECT_END : PLACARD_JSON_ARRAY_END;
  self->at++;
  self->expected = self->depth ? EXPECT_COMMA_OR_CLOSE : EXPECT_NOTHING;
  return TRUE;
}

static gboolean
read_value (PlacardJsonReader *self, PlacardJsonToken *token, GError **error)
{
  int c = peek (self);

  if (c == '{' || c == '[')
    return open_container (self, c, token, error);
  self->expected = self->depth ? EXPECT_COMMA_OR_CLOSE : EXPECT_NOTHING;
  switch (c) {
  case '"':
    *token = PLACARD_JSON_STRING;
    return read_string (self, error);
  case 't':
    *token = PLACARD_JSON_TRUE;
    return read_word (self, "true", error);
  case 'f':
    *token = PLACARD_JSON_FALSE;
    return read_word (self, "false", error);
  case 'n':
    *token = PLACARD_JSON_NULL;
    return read_word (self, "null", error);
  default:
    *token = PLACARD_JSON_NUMBER;
    if (c != '-' && !g_ascii_isdigit (c))
      return fail_unless_more (self, _ ("a value is missing"), error);
    return read_number (self, error);
  }
}

static gboolean
read_name (PlacardJsonReader *self, PlacardJsonToken *token, GError **error)
{
  if (peek (self) != '"')
    return fail_unless_more (self, _ ("a name in double quotes is missing"), error);
  if (!read_string (self, error))
    return FALSE;
  *token = PLACARD_JSON_NAME;
  self->end = position (self);
  skip_space (self);
  if (peek (self) != ':')
    return fail_unless_more (self, _ ("a colon is missing"), error);
  self->at++;
  self->expected = EXPECT_VALUE;
  return TRUE;
}

static gboolean
read_member (PlacardJsonReader *self, PlacardJsonToken *token, GError **error)
{
  switch (self->expected) {
  case EXPECT_VALUE_OR_CLOSE:
    if (peek (self) == ']')
      return close_container (self, token);
    return read_value (self, token, error);
  case EXPECT_VALUE:
    return read_value (self, token, error);
  case EXPECT_NAME_OR_CLOSE:
    if (peek (self) == '}')
      return close_container (self, token);
    return read_name (self, token, error);
  case EXPECT_NAME:
    return read_name (self, token, error);
  case EXPECT_COMMA_OR_CLOSE:
  case EXPECT_NOTHING:
    break;
  }
  g_assert_not_reached ();
}

static gboolean
read_behind_value (PlacardJsonReader *self, PlacardJsonToken *token, GError **error)
{
  gboolean in_object = self->stack[self->depth - 1] == '{';

  if (peek (self) == (in_object ? '}' : ']'))
    return close_container (self, token);
  if (peek (self) != ',')
    return fail_unless_more (self, _ ("a comma is missing"), error);
  self->at++;
  self->expected = in_object ? EXPECT_NAME : EXPECT_VALUE;
  skip_space (self);
  self->start = position (self);
  return read_member (self, token, error);
}

gboolean
placard_json_reader_next (PlacardJsonReader *self, PlacardJsonToken *token, GError **error)
{
  if (self->expected == EXPECT_NOTHING && self->is_part) {
    *token = PLACARD_JSON_END;
    return TRUE;
  }
  skip_space (self);
  self->start = position (self);
  if (self->expected == EXPECT_NOTHING) {
    *token = PLACARD_JSON_END;
    self->end = self->start;
    return (peek (self) == AT_END && !self->error) ||
           fail (self, _ ("something follows its end"), error);
  }
  if (!(self->expected == EXPECT_COMMA_OR_CLOSE ? read_behind_value (self, token, error)
                                                : read_member (self, token, error)))
    return FALSE;
  if (*token != PLACARD_JSON_NAME)
    self->end = position (self);
  return TRUE;
}

gboolean
placard_json_reader_skip_value (PlacardJsonReader *self, PlacardJsonToken first, GError **error)
{
  guint depth = self->depth;
  PlacardJsonToken token;

  if (first != PLACARD_JSON_OBJECT && first != PLACARD_JSON_ARRAY)
    return TRUE;
  while (self->depth >= depth)
    if (!placard_json_reader_next (self, &token, error))
      return FALSE;
  return TRUE;
}
