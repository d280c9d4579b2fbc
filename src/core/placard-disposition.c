/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-filename.h"

#include <string.h>

#include "placard-charset.h"

/* Reads a Content-Disposition field: RFC 6266 with the extended values of RFC 8187, and what
 * servers send instead. What comes out is a server's text and no file name yet. Of duplicates the
 * first counts; of forms `filename*`, then `filename`, then the pieces of RFC 2231. */

#define MAX_PIECES 100
#define REPLACEMENT "\xef\xbf\xbd"

typedef struct {
  const char *at;
  char *extended;
  char *plain;
  char *pieces[MAX_PIECES];        /* filename*N and filename*N* */
  gboolean is_encoded[MAX_PIECES]; /* the latter */
} Field;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char *
dup_trimmed (const char *start, const char *end)
{
  while (start < end && is_blank (*start))
    start++;
  while (end > start && is_blank (end[-1]))
    end--;
  return g_strndup (start, end - start);
}

/* A backslash quotes the next character, but in "C:\x.png" it is what it looks like. */
static char *
read_quoted (Field *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = self->at + 1;
  gboolean is_path = g_ascii_isalpha (at[0]) && at[1] == ':' && at[2] == '\\';

  for (; *at && *at != '"'; at++) {
    if (*at == '\\' && at[1] && (!is_path || at[1] == '"'))
      at++;
    g_string_append_c (text, *at);
  }
  self->at = at + strcspn (at, ";");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Ends at a semicolon, or where a proxy joined a second field. */
static char *
read_unquoted (Field *self)
{
  const char *start = self->at;
  const char *end = start + strcspn (start, ";");
  const char *comma;

  self->at = end;
  for (comma = memchr (start, ',', end - start); comma;
       comma = memchr (comma + 1, ',', end - comma - 1)) {
    const char *word = comma + 1 + strspn (comma + 1, " \t");

    if (g_ascii_strncasecmp (word, "attachment", 10) == 0 ||
        g_ascii_strncasecmp (word, "inline", 6) == 0)
      return dup_trimmed (start, comma);
  }
  return dup_trimmed (start, end);
}

static char *
read_value (Field *self)
{
  while (is_blank (*self->at))
    self->at++;
  return *self->at == '"' ? read_quoted (self) : read_unquoted (self);
}

/* "filename*12*": the number of the piece, or -1. No leading zeros. */
static int
parse_piece (const char *name, gboolean *is_encoded)
{
  char *end;
  guint64 number;

  if (g_ascii_strncasecmp (name, "filename*", 9) != 0 || !g_ascii_isdigit (name[9]) ||
      (name[9] == '0' && g_ascii_isdigit (name[10])))
    return -1;
  number = g_ascii_strtoull (name + 9, &end, 10);
  *is_encoded = *end == '*';
  if (end[*is_encoded ? 1 : 0] != '\0' || number >= MAX_PIECES)
    return -1;
  return (int) number;
}

static void
take_parameter (Field *self, const char *name, char *value)
{
  g_autofree char *owned = value;
  gboolean is_encoded = FALSE;
  int piece = parse_piece (name, &is_encoded);

  if (g_ascii_strcasecmp (name, "filename*") == 0 && !self->extended) {
    self->extended = g_steal_pointer (&owned);
  } else if (g_ascii_strcasecmp (name, "filename") == 0 && !self->plain) {
    self->plain = g_steal_pointer (&owned);
  } else if (piece >= 0 && !self->pieces[piece]) {
    self->pieces[piece] = g_steal_pointer (&owned);
    self->is_encoded[piece] = is_encoded;
  }
}

static gboolean
is_token (const char *text)
{
  for (const char *at = text; *at; at++)
    if (!g_ascii_isalnum (*at) && !strchr ("!#$%&'*+-.^_`|~", *at))
      return FALSE;
  return *text != '\0';
}

/* The type, unless the field begins with a parameter. One that is unknown means an attachment (RFC
 * 6266, section 4.2); what is no token is no type. */
static gboolean
read_type (Field *self)
{
  const char *start = self->at;
  const char *end;
  g_autofree char *type = NULL;

  if (*start == '"')
    g_free (read_quoted (self));
  end = self->at + strcspn (self->at, ";=");
  type = dup_trimmed (start, end);
  if (*start != '"' && *end == '=') {
    self->at = start;
    return FALSE;
  }
  self->at = end;
  return is_token (type) && g_ascii_strcasecmp (type, "inline") != 0;
}

static void
read_parameters (Field *self)
{
  while (*self->at) {
    const char *start = self->at += strspn (self->at, "; \t\r\n");
    g_autofree char *name = NULL;

    self->at += strcspn (self->at, ";=");
    name = dup_trimmed (start, self->at);
    if (*self->at != '=')
      continue;
    self->at++;
    take_parameter (self, name, read_value (self));
  }
}

/* %XX to bytes. With @strict a percent sign that is not followed by two digits makes it %NULL. */
static GByteArray *
decode_percent (const char *text, gboolean strict)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; *text; text++) {
    guint8 byte = (guint8) *text;

    if (*text == '%' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2])) {
      byte = (guint8) (g_ascii_xdigit_value (text[1]) << 4 | g_ascii_xdigit_value (text[2]));
      text += 2;
    } else if (*text == '%' && strict) {
      return NULL;
    }
    g_byte_array_append (bytes, &byte, 1);
  }
  return g_steal_pointer (&bytes);
}

/* (nullable): %NULL when the bytes are not of that charset, or hold a NUL. */
static char *
convert_bytes (const GByteArray *bytes, const char *label)
{
  const char *charset = placard_charset_from_label (label);
  g_autoptr (PlacardCharsetConverter) converter = NULL;
  g_autoptr (GString) text = NULL;

  if (!charset || bytes->len == 0 || memchr (bytes->data, 0, bytes->len))
    return NULL;
  converter = placard_charset_converter_new (charset);
  text = g_string_new (NULL);
  placard_charset_converter_feed (converter, bytes->data, bytes->len, TRUE, text);
  if (!text->len || strstr (text->str, REPLACEMENT))
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_ascii (const char *text)
{
  for (; *text; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

/* RFC 8187, section 3.2: charset'language'value. */
static char *
decode_extended (const char *value)
{
  const char *first = strchr (value, '\'');
  const char *second = first ? strchr (first + 1, '\'') : NULL;
  g_autofree char *charset = NULL;
  g_autoptr (GByteArray) bytes = NULL;

  if (!second || first == value)
    return NULL;
  charset = g_strndup (value, first - value);
  /* Not allowed at all; what is sent and can be told is raw UTF-8. */
  if (!is_ascii (second + 1) && g_strcmp0 (placard_charset_from_label (charset), "UTF-8") != 0)
    return NULL;
  bytes = decode_percent (second + 1, TRUE);
  return bytes ? convert_bytes (bytes, charset) : NULL;
}

/* RFC 2231, section 3, only as far as the numbers go without a gap. */
static char *
join_pieces (const Field *self)
{
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_autofree char *charset = g_strdup ("UTF-8");
  int i = 0;

  for (; i < MAX_PIECES && self->pieces[i]; i++) {
    const char *value = self->pieces[i];
    const char *first = i == 0 && self->is_encoded[0] ? strchr (value, '\'') : NULL;
    const char *second = first ? strchr (first + 1, '\'') : NULL;
    g_autoptr (GByteArray) bytes = NULL;

    if (second) {
      g_free (charset);
      charset = g_strndup (value, first - value);
      value = second + 1;
    }
    bytes = self->is_encoded[i] ? decode_percent (value, TRUE) : NULL;
    if (self->is_encoded[i] && !bytes)
      return NULL;
    g_byte_array_append (joined, bytes ? bytes->data : (const guint8 *) value,
                         bytes ? bytes->len : (guint) strlen (value));
  }
  return i && *charset ? convert_bytes (joined, charset) : NULL;
}

static GByteArray *
decode_quoted_printable (const char *text)
{
  /* The "Q" encoding is %XX with other signs; a percent sign itself stays. */
  g_autoptr (GString) escaped = g_string_new (text);

  g_string_replace (escaped, "%", "%25", 0);
  g_string_replace (escaped, "=", "%", 0);
  g_string_replace (escaped, "_", " ", 0);
  return decode_percent (escaped->str, TRUE);
}

/* One "=?charset?B?text?=" at @at; moves behind it. */
static char *
read_encoded_word (const char **at)
{
  const char *charset = *at + 2, *encoding, *text, *end;
  g_autofree char *charset_name = NULL;
  g_autofree char *coded = NULL;
  g_autoptr (GByteArray) bytes = NULL;

  if (!g_str_has_prefix (*at, "=?") || !(encoding = strchr (charset, '?')) || !encoding[1] ||
      encoding[2] != '?')
    return NULL;
  text = encoding + 3;
  end = strstr (text, "?=");
  if (!end)
    return NULL;
  charset_name = g_strndup (charset, strcspn (charset, "?*"));
  coded = g_strndup (text, end - text);
  if (g_ascii_toupper (encoding[1]) == 'B') {
    gsize length;
    guchar *decoded = g_base64_decode (coded, &length);

    bytes = g_byte_array_new_take (decoded, length);
  } else if (g_ascii_toupper (encoding[1]) == 'Q') {
    bytes = decode_quoted_printable (coded);
  }
  *at = end + 2;
  return bytes ? convert_bytes (bytes, charset_name) : NULL;
}

/* RFC 2047 has no place in HTTP, but some send it. %NULL unless all of @value is such words. */
static char *
decode_words (const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = value;

  while (*at) {
    g_autofree char *word = read_encoded_word (&at);

    if (!word)
      return NULL;
    g_string_append (text, word);
    at += strspn (at, " \t\r\n");
  }
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Only if the result shows that it was meant: "foo-%41.html" is a name as it stands. */
static char *
decode_plain_percent (const char *value)
{
  g_autoptr (GByteArray) bytes = strchr (value, '%') ? decode_percent (value, FALSE) : NULL;
  g_autofree char *text = bytes ? convert_bytes (bytes, "UTF-8") : NULL;

  return text && !is_ascii (text) ? g_steal_pointer (&text) : NULL;
}

static char *
decode_plain (const char *value)
{
  g_autoptr (GByteArray) bytes = NULL;
  char *text = decode_words (value);

  if (!text)
    text = decode_plain_percent (value);
  if (text)
    return text;
  if (g_utf8_validate (value, -1, NULL))
    return *value ? g_strdup (value) : NULL;
  /* Bytes that libsoup has not touched: a part's own head. */
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) value, (guint) strlen (value));
  text = convert_bytes (bytes, "GB18030");
  return text ? text : convert_bytes (bytes, "WINDOWS-1252");
}

static char *
choose_name (const Field *self)
{
  char *name = self->extended ? decode_extended (self->extended) : NULL;

  if (!name && self->plain)
    name = decode_plain (self->plain);
  return name ? name : join_pieces (self);
}

char *
placard_filename_parse_disposition (const char *value, gboolean *attachment)
{
  Field field = {.at = value};
  gboolean is_attachment;
  char *name;

  if (attachment)
    *attachment = FALSE;
  if (!value)
    return NULL;
  field.at += strspn (field.at, " \t\r\n");
  is_attachment = read_type (&field);
  if (attachment)
    *attachment = is_attachment;
  read_parameters (&field);
  name = choose_name (&field);

  g_free (field.extended);
  g_free (field.plain);
  for (gsize i = 0; i < MAX_PIECES; i++)
    g_free (field.pieces[i]);
  return name;
}
