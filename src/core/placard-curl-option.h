/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The names of curl 7.88's options (from `curl --help all`): what a pasted command may say that Placard
 * has no row for, so that its argument is not taken for an address. */

/* Whether curl has an option of that name. @takes_value: (out) */
gboolean placard_curl_option_lookup (const char *name, gboolean *takes_value);
/* The name that a letter stands for, or %NULL. */
const char *placard_curl_option_lookup_short (char letter);

G_END_DECLS
