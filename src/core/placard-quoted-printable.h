/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quoted-printable (RFC 2045 section 6.7), undone as the bytes come, in any slicing. What is no valid
 * escape stays as it is, as mail programs do; it never fails. */
typedef struct {
  char held[3]; /* an escape that is not whole yet */
  guint n_held;
  GString *blanks; /* at the end of a line they do not count; NULL before the first */
} PlacardQuotedPrintable;

/* Appends what @bytes stand for to @out. */
void placard_quoted_printable_feed (PlacardQuotedPrintable *self,
                                    const char *bytes,
                                    gsize n_bytes,
                                    GString *out);
/* What was held back; the decoder is as new then, and holds no memory. */
void placard_quoted_printable_end (PlacardQuotedPrintable *self, GString *out);

G_END_DECLS
