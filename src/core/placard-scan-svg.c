/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

#include <string.h>

/* XML's outer shape, one byte at a time: whole when the root element is closed. Well-formedness
 * beyond that is the decoder's to judge. `count` is the depth, `kind` the state, `kept` the text of
 * the markup at hand. */

#define MAX_KEPT 65536

enum {
  IN_TEXT,
  IN_MARKUP, /* after '<', not yet known what it is */
  IN_TAG,
  IN_COMMENT,
  IN_CDATA,
  IN_INSTRUCTION,
  IN_DOCTYPE,
};

enum { SEEN_ROOT = 1, IN_SUBSET = 2, SKIP_ODD = 4, SKIP_EVEN = 8, PARITY = 16 };

static gboolean
kept_ends_with (Scan *self, const char *mark)
{
  gsize n = strlen (mark);

  return self->kept->len >= n && memcmp (self->kept->data + self->kept->len - n, mark, n) == 0;
}

static gboolean
kept_is (Scan *self, const char *word)
{
  return self->kept->len == strlen (word) && memcmp (self->kept->data, word, self->kept->len) == 0;
}

/* "12", "12px" -> 12; other units and percentages -> 0. */
static double
parse_length (const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  return (*end == '\0' || strcmp (end, "px") == 0) && value > 0 && value < G_MAXINT ? value : 0;
}

/* The value of an attribute of the tag in `kept`, or %NULL. */
static char *
dup_attribute (Scan *self, const char *name)
{
  g_autofree char *tag = g_strndup ((const char *) self->kept->data, self->kept->len);
  gsize n = strlen (name);

  for (char *at = strpbrk (tag, " \t\r\n"); at; at = strpbrk (at, " \t\r\n")) {
    at += strspn (at, " \t\r\n");
    if (strncmp (at, name, n) == 0) {
      char *value = at + n + strspn (at + n, " \t\r\n=");
      char *end = *value == '"' || *value == '\'' ? strchr (value + 1, *value) : NULL;

      return end ? g_strndup (value + 1, end - value - 1) : NULL;
    }
    for (char quote = 0; *at && (quote || !g_ascii_isspace (*at)); at++)
      if (*at == '"' || *at == '\'')
        quote = quote == *at ? 0 : quote ? quote : *at;
  }
  return NULL;
}

static void
take_root_size (Scan *self)
{
  g_autofree char *width = dup_attribute (self, "width");
  g_autofree char *height = dup_attribute (self, "height");
  g_autofree char *box = dup_attribute (self, "viewBox");
  double w = width ? parse_length (width) : 0, h = height ? parse_length (height) : 0;
  double box_w = 0, box_h = 0;

  if (box) {
    char *at = box;

    for (int i = 0; i < 4; i++) {
      double value = g_ascii_strtod (at, &at);
      at += strspn (at, " ,\t\r\n");
      if (i == 2)
        box_w = value;
      else if (i == 3)
        box_h = value;
    }
  }
  if (w > 0 && h <= 0 && box_w > 0)
    h = w * box_h / box_w;
  else if (h > 0 && w <= 0 && box_h > 0)
    w = h * box_w / box_h;
  else if (w <= 0 && h <= 0) {
    w = box_w;
    h = box_h;
  }
  if (w > 0 && h > 0 && w < G_MAXINT && h < G_MAXINT)
    scan_set_size (self, (guint64) (w + 0.5), (guint64) (h + 0.5));
}

static void
end_tag (Scan *self)
{
  gboolean closes = self->kept->data[0] == '/', empty = kept_ends_with (self, "/");

  self->kind = IN_TEXT;
  if (!closes && !(self->flags & SEEN_ROOT)) {
    self->flags |= SEEN_ROOT;
    take_root_size (self);
  }
  if (closes && self->count == 0)
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
  else if (closes)
    self->count--;
  else if (!empty)
    self->count++;
  if (self->count == 0 && self->stream)
    scan_stop (self, PLACARD_COMPLETENESS_COMPLETE);
}

/* What the markup is shows within nine bytes. */
static void
classify (Scan *self)
{
  guint8 first = self->kept->data[0];

  if (first == '?')
    self->kind = IN_INSTRUCTION;
  else if (kept_is (self, "!--"))
    self->kind = IN_COMMENT;
  else if (kept_is (self, "![CDATA["))
    self->kind = IN_CDATA;
  else if (kept_is (self, "!DOCTYPE"))
    self->kind = IN_DOCTYPE;
  else if (first != '!')
    self->kind = IN_TAG;
  else if (self->kept->len > 9)
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
}

static gboolean
take_quote (Scan *self, char c)
{
  if (self->quote) {
    if (c == self->quote)
      self->quote = 0;
    return TRUE;
  }
  if (c == '"' || c == '\'')
    self->quote = c;
  return self->quote != 0;
}

static void
take_doctype (Scan *self, char c)
{
  if (take_quote (self, c))
    return;
  if (c == '[')
    self->flags |= IN_SUBSET;
  else if (c == ']')
    self->flags &= ~(guint32) IN_SUBSET;
  else if (c == '>' && !(self->flags & IN_SUBSET))
    self->kind = IN_TEXT;
}

/* Of long markup only the last bytes matter, but of the root's tag the first. */
static void
keep (Scan *self, char c)
{
  if (self->kept->len >= MAX_KEPT)
    g_byte_array_set_size (self->kept, MAX_KEPT - 1);
  g_byte_array_append (self->kept, (const guint8 *) &c, 1);
}

static void
take_markup (Scan *self, char c)
{
  if (self->kind == IN_TAG && !take_quote (self, c) && c == '>') {
    end_tag (self);
    return;
  }
  if (self->kind == IN_DOCTYPE)
    take_doctype (self, c);
  if ((self->kind == IN_COMMENT || self->kind == IN_CDATA) && self->kept->len > 8)
    g_byte_array_remove_range (self->kept, 0, self->kept->len - 4);
  keep (self, c);
  if ((self->kind == IN_COMMENT && kept_ends_with (self, "-->")) ||
      (self->kind == IN_CDATA && kept_ends_with (self, "]]>")) ||
      (self->kind == IN_INSTRUCTION && kept_ends_with (self, "?>")))
    self->kind = IN_TEXT;
  if (self->kind == IN_MARKUP)
    classify (self);
}

static void
take_char (Scan *self, char c)
{
  if (self->kind != IN_TEXT) {
    take_markup (self, c);
  } else if (c == '<') {
    self->kind = IN_MARKUP;
    self->quote = 0;
    g_byte_array_set_size (self->kept, 0);
  }
}

/* UTF-16 is read by its ASCII half. */
static gboolean
is_skipped_half (Scan *self)
{
  gboolean odd = self->flags & PARITY;

  self->flags ^= PARITY;
  return (odd && (self->flags & SKIP_ODD)) || (!odd && (self->flags & SKIP_EVEN));
}

static gsize
xml_stream (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    if (self->flags & (SKIP_ODD | SKIP_EVEN) && is_skipped_half (self))
      continue;
    take_char (self, (char) bytes[i]);
    if (!self->stream)
      break;
  }
  return n_bytes;
}

static void
mark_step (Scan *self, const guint8 *bytes)
{
  if (memcmp (bytes, "\xff\xfe", 2) == 0)
    self->flags |= SKIP_ODD;
  else if (memcmp (bytes, "\xfe\xff", 2) == 0)
    self->flags |= SKIP_EVEN;
  self->stream = xml_stream;
  xml_stream (self, bytes, 2);
}

void
scan_svg_start (Scan *self)
{
  scan_want (self, 2, mark_step);
}
