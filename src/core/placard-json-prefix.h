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

G_END_DECLS
