/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a text view can show of a body without becoming slow. */
#define PLACARD_EXCERPT_BYTES (1024 * 1024)
/* Pango lays out a line as a whole: longer ones are broken. In bytes. */
#define PLACARD_EXCERPT_LINE 4096

/**
 * placard_excerpt_make:
 * @bytes: the beginning of a body
 * @charset: (nullable): as declared
 * @whole: whether these are all bytes; else the last character may be cut
 *
 * Text for a view: valid UTF-8 from the byte order mark, UTF-8, the declared charset or GBK, whichever
 * fits first; no line is too long. Pure. (transfer full)
 */
char *placard_excerpt_make (const char *bytes, gsize n_bytes, const char *charset, gboolean whole);

/* "gbk" from "text/html; charset=GBK"; %NULL when there is none. (transfer full) (nullable) */
char *placard_excerpt_find_charset (const char *content_type);

G_END_DECLS
