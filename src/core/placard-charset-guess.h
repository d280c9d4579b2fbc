/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_charset_guess:
 *
 * The likeliest charset of bytes that are not UTF-8 and that nobody declared: "GBK", "Big5", "Shift_JIS",
 * "EUC-KR", "EUC-JP" or "windows-1252". A guess by how common the characters would be.
 */
const char *placard_charset_guess (const guint8 *bytes, gsize n_bytes);

/* Whether @bytes are UTF-8; a character cut by the end is allowed unless @at_end. */
gboolean placard_charset_is_utf8 (const guint8 *bytes, gsize n_bytes, gboolean at_end);

/**
 * placard_charset_utf8_step:
 * @complete: (out): whether it is a whole, valid character
 * @cut: (out): whether more bytes could make it one
 *
 * The length of the character at @bytes or of the longest start of one (Unicode, section 3.9,
 * "maximal subpart"); at least 1. @n_bytes is at least 1.
 */
gsize
placard_charset_utf8_step (const guint8 *bytes, gsize n_bytes, gboolean *complete, gboolean *cut);

G_END_DECLS
