/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cache.h"

G_BEGIN_DECLS

/* How a stored answer is written down; for placard-cache.c. */

/* Everything before the body. (transfer full) */
char *placard_cache_entry_format_head (const PlacardCacheEntry *entry);

/* @fd: owned by the entry from here on, closed on failure. %NULL when the file is no whole entry.
 * (transfer full) (nullable) */
PlacardCacheEntry *placard_cache_entry_read (int fd);

G_END_DECLS
