/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_json_prefix_is_plausible:
 * @is_whole: whether nothing comes after @text
 *
 * Whether @text can be the start (or, with @is_whole, the whole) of a JSON object or array by the
 * grammar of RFC 8259. White space before it is allowed. Keeps no text and needs no memory.
 */
gboolean placard_json_prefix_is_plausible (const char *text, gsize length, gboolean is_whole);

/* Whether json-glib may be led through @text: it goes as deep as the stack does, and takes comments and texts
 * in single quotes, neither of which is JSON. %FALSE at more than @most_levels too. */
gboolean placard_json_is_tame (const char *text, guint most_levels);

G_END_DECLS
