/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"

G_BEGIN_DECLS

/**
 * placard_markup_sniff:
 * @text: ASCII-compatible text without a byte order mark
 * @is_window: whether no more bytes will be asked for
 * @type: (out): HTML, SVG or XML
 *
 * Looks for the tags of the MIME Sniffing standard (section 7.1) and, behind prolog, comments and
 * DOCTYPE, for the root element. Returns %FALSE when it is none of them; @type is
 * %PLACARD_MEDIA_UNKNOWN when more bytes are needed, which they never are with @is_window.
 */
gboolean
placard_markup_sniff (const char *text, gsize length, gboolean is_window, PlacardMediaType *type);

G_END_DECLS
