/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-quoted-printable.h"

#include <string.h>

static void
put (PlacardQuotedPrintable *self, char byte, GString *out)
{
  if (!self->blanks)
    self->blanks = g_string_new (NULL);
  if (byte == ' ' || byte == '\t') {
    g_string_append_c (self->blanks, byte);
    return;
  }
  /* Blanks before a line break came from the transport (RFC 2045 section 6.7, rule 3). */
  if (byte != '\n' && byte != '\r')
    g_string_append_len (out, self->blanks->str, (gssize) self->blanks->len);
  g_string_truncate (self->blanks, 0);
  g_string_append_c (out, byte);
}

/* The "=" was nothing but that; what came behind it may begin an escape of its own. */
static void
release (PlacardQuotedPrintable *self, GString *out)
{
  guint n_behind = self->n_held - 1;
  char behind[sizeof self->held];

  memcpy (behind, self->held + 1, n_behind);
  self->n_held = 0;
  put (self, '=', out);
  placard_quoted_printable_feed (self, behind, n_behind, out);
}

/* With a "=" held: "=41", or "=" and a line break, which both vanish. */
static void
take_escape (PlacardQuotedPrintable *self, char byte, GString *out)
{
  self->held[self->n_held++] = byte;
  if (byte == '\n' && (self->n_held == 2 || self->held[1] == '\r')) {
    if (self->blanks) {
      g_string_append_len (out, self->blanks->str, (gssize) self->blanks->len);
      g_string_truncate (self->blanks, 0);
    }
    self->n_held = 0;
  } else if (self->n_held == 2 && byte != '\r' && !g_ascii_isxdigit (byte)) {
    release (self, out);
  } else if (self->n_held == 3) {
    int high = g_ascii_xdigit_value (self->held[1]), low = g_ascii_xdigit_value (byte);

    if (high < 0 || low < 0) {
      release (self, out);
      return;
    }
    if (self->blanks) {
      g_string_append_len (out, self->blanks->str, (gssize) self->blanks->len);
      g_string_truncate (self->blanks, 0);
    }
    g_string_append_c (out, (char) (high * 16 + low));
    self->n_held = 0;
  }
}

void
placard_quoted_printable_feed (PlacardQuotedPrintable *self,
                               const char *bytes,
                               gsize n_bytes,
                               GString *out)
{
  for (gsize i = 0; i < n_bytes; i++) {
    if (self->n_held > 0)
      take_escape (self, bytes[i], out);
    else if (bytes[i] == '=')
      self->held[self->n_held++] = '=';
    else
      put (self, bytes[i], out);
  }
}

void
placard_quoted_printable_end (PlacardQuotedPrintable *self, GString *out)
{
  if (self->n_held > 0)
    release (self, out);
  if (self->blanks)
    g_string_free (self->blanks, TRUE);
  *self = (PlacardQuotedPrintable){.blanks = NULL};
}
