/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

#include <string.h>

/* netpbm's formats: binary ones say how long they are, plain ones are counted. `kind` is the digit
 * after P, `count` the number of header fields read, `left` the samples that are still to come. */

enum { IN_COMMENT = 1, IN_NUMBER = 2 };

static guint64
sat_mul (guint64 a, guint64 b)
{
  guint64 product;

  return __builtin_mul_overflow (a, b, &product) ? G_MAXUINT64 / 4 : product;
}

static guint
field_count (const Scan *self)
{
  return self->kind == 1 || self->kind == 4 ? 2 : 3;
}

/* Any blank ends a number. A last number without one may be cut in two. */
static gsize
plain_stream (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    guint8 c = bytes[i];

    if (self->flags & IN_COMMENT) {
      if (c == '\n' || c == '\r')
        self->flags &= ~(guint32) IN_COMMENT;
      continue;
    }
    if (g_ascii_isdigit (c) && self->kind != 1) {
      self->flags |= IN_NUMBER;
      continue;
    }
    if ((c == '0' || c == '1' || (self->flags & IN_NUMBER)) && self->left)
      self->left--;
    self->flags &= ~(guint32) IN_NUMBER;
    if (c == '#')
      self->flags |= IN_COMMENT;
    if (self->left == 0) {
      scan_stop (self, PLACARD_COMPLETENESS_COMPLETE);
      return n_bytes;
    }
  }
  return n_bytes;
}

static PlacardCompleteness
end_plain (Scan *self)
{
  return self->left == 1 && (self->flags & IN_NUMBER) ? PLACARD_COMPLETENESS_UNKNOWN
                                                      : PLACARD_COMPLETENESS_INCOMPLETE;
}

static void
start_samples (Scan *self, guint64 header_length, guint64 channels, guint64 maxval)
{
  guint64 samples = sat_mul (sat_mul (self->width, channels), self->height);
  guint64 bytes = self->kind == 4 ? sat_mul ((self->width + 7) / 8, self->height)
                                  : sat_mul (samples, maxval > 255 ? 2 : 1);

  self->stream = NULL;
  self->step = NULL;
  if (self->width <= 0 || self->height <= 0 || maxval == 0 || maxval > 65535) {
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
  } else if (self->kind <= 3) {
    self->left = samples;
    self->end = end_plain;
    self->stream = plain_stream;
  } else {
    self->needed = header_length + bytes;
    self->end = scan_end_by_length;
  }
}

/* `kept` is the number being read; `needed` counts the bytes of the header. */
static gboolean
take_field (Scan *self)
{
  guint64 value;

  g_byte_array_append (self->kept, (const guint8 *) "", 1);
  value = g_ascii_strtoull ((const char *) self->kept->data, NULL, 10);
  g_byte_array_set_size (self->kept, 0);
  if (self->count == 0)
    scan_set_size (self, value, 0);
  else if (self->count == 1)
    scan_set_size (self, self->width, value);
  if (++self->count < field_count (self))
    return FALSE;
  start_samples (self, self->needed, self->kind == 3 || self->kind == 6 ? 3 : 1,
                 field_count (self) == 3 ? value : 1);
  return TRUE;
}

static gsize
header_stream (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    guint8 c = bytes[i];

    self->needed++;
    if (self->flags & IN_COMMENT) {
      if (c == '\n' || c == '\r')
        self->flags &= ~(guint32) IN_COMMENT;
    } else if (g_ascii_isdigit (c) && self->kept->len < 20) {
      g_byte_array_append (self->kept, &c, 1);
    } else if (c == '#') {
      self->flags |= IN_COMMENT;
    } else if (!g_ascii_isspace (c)) {
      scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
      return n_bytes;
    } else if (self->kept->len && take_field (self)) {
      return i + 1;
    }
  }
  return n_bytes;
}

/* One line of a PAM header, without its end. */
static gboolean
take_pam_line (Scan *self)
{
  const char *line;
  guint64 value;

  g_byte_array_append (self->kept, (const guint8 *) "", 1);
  line = (const char *) self->kept->data;
  value = strchr (line, ' ') ? g_ascii_strtoull (strchr (line, ' '), NULL, 10) : 0;
  if (g_str_has_prefix (line, "WIDTH "))
    scan_set_size (self, value, self->height);
  else if (g_str_has_prefix (line, "HEIGHT "))
    scan_set_size (self, self->width, value);
  else if (g_str_has_prefix (line, "DEPTH "))
    self->count = (guint32) MIN (value, 1024);
  else if (g_str_has_prefix (line, "MAXVAL "))
    self->left = value;
  else if (g_str_has_prefix (line, "ENDHDR")) {
    start_samples (self, self->needed, self->count, self->left);
    return TRUE;
  }
  g_byte_array_set_size (self->kept, 0);
  return FALSE;
}

static gsize
pam_stream (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    self->needed++;
    if (bytes[i] != '\n')
      g_byte_array_append (self->kept, &bytes[i], 1);
    else if (take_pam_line (self))
      return i + 1;
    if (self->kept->len > 4096) {
      scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
      return n_bytes;
    }
  }
  return n_bytes;
}

static void
magic_step (Scan *self, const guint8 *bytes)
{
  self->step = NULL;
  self->kind = bytes[1] - '0';
  self->needed = 2;
  self->stream = self->kind == 7 ? pam_stream : header_stream;
}

void
scan_pnm_start (Scan *self)
{
  scan_want (self, 2, magic_step);
}
