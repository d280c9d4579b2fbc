/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-json-string.h"

#include <string.h>

enum { PLAIN, BACKSLASH, UNICODE };

#define REPLACEMENT 0xfffd

/* A high surrogate that no low one came for. */
static void
drop_high (PlacardJsonUnescaper *self, GString *text)
{
  if (self->high)
    g_string_append_unichar (text, REPLACEMENT);
  self->high = 0;
}

static void
append_unit (PlacardJsonUnescaper *self, GString *text)
{
  guint unit = self->unit;

  if (self->high && unit >= 0xdc00 && unit < 0xe000) {
    g_string_append_unichar (text, 0x10000 + ((self->high - 0xd800u) << 10) + (unit - 0xdc00));
    self->high = 0;
    return;
  }
  drop_high (self, text);
  if (unit >= 0xd800 && unit < 0xdc00)
    self->high = unit;
  else
    g_string_append_unichar (text, !unit || (unit >= 0xdc00 && unit < 0xe000) ? REPLACEMENT : unit);
}

static gboolean
read_escape (PlacardJsonUnescaper *self, char c, GString *text)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name = c ? strchr (names, c) : NULL;

  if (c == 'u') {
    self->state = UNICODE;
    self->n_digits = 0;
    self->unit = 0;
    return TRUE;
  }
  drop_high (self, text);
  self->state = PLAIN;
  if (name)
    g_string_append_c (text, meanings[name - names]);
  return name != NULL;
}

static gboolean
read_digit (PlacardJsonUnescaper *self, char c, GString *text)
{
  int digit = g_ascii_xdigit_value (c);

  if (digit < 0)
    return FALSE;
  self->unit = self->unit << 4 | digit;
  if (++self->n_digits == 4) {
    self->state = PLAIN;
    append_unit (self, text);
  }
  return TRUE;
}

gboolean
placard_json_unescape (PlacardJsonUnescaper *self, const char *bytes, gsize n_bytes, GString *text)
{
  const char *end = bytes + n_bytes;

  while (bytes < end) {
    if (self->state == PLAIN) {
      const char *backslash = memchr (bytes, '\\', end - bytes);
      gsize run = (backslash ? backslash : end) - bytes;

      if (run)
        drop_high (self, text);
      g_string_append_len (text, bytes, run);
      bytes += run;
      if (backslash) {
        self->state = BACKSLASH;
        bytes++;
      }
    } else if (!(self->state == BACKSLASH ? read_escape (self, *bytes++, text)
                                          : read_digit (self, *bytes++, text))) {
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
placard_json_unescape_end (PlacardJsonUnescaper *self, GString *text)
{
  drop_high (self, text);
  return self->state == PLAIN;
}
