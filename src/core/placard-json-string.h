/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes the escapes out of the inside of a JSON string, in any slicing (RFC 8259 section 7). Start with
 * one that is all zero. */
typedef struct {
  guint8 state;
  guint8 n_digits;
  guint16 unit; /* of \uXXXX, as far as it was read */
  guint16 high; /* a high surrogate that waits for its low one, or 0 */
} PlacardJsonUnescaper;

/* Appends what @bytes stand for: what is no Unicode character, and NUL, as U+FFFD; other bytes as they
 * are. %FALSE on an escape that does not exist. */
gboolean
placard_json_unescape (PlacardJsonUnescaper *self, const char *bytes, gsize n_bytes, GString *text);
/* Call once after the last byte; %FALSE inside an escape. */
gboolean placard_json_unescape_end (PlacardJsonUnescaper *self, GString *text);

G_END_DECLS
