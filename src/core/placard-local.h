/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-response.h"
#include "placard-spool.h"

G_BEGIN_DECLS

/* Addresses that need no server: data: (RFC 2397) and file: (RFC 8089), as the Fetch standard's "scheme
 * fetch" has them. Only what a person typed comes here: no redirect and no answer leads to them. */

gboolean placard_local_is_local (const char *url);

typedef void (*PlacardLocalHead) (PlacardResponse *response, gpointer user_data);

/**
 * placard_local_read:
 * @url: a local one
 * @into: stays open; sealing it is the caller's
 * @max_bytes: 0 for no limit
 * @head: called once, as soon as the head is known, before it returns
 *
 * Reads what @url stands for. The head is that of a "default" response: status 200, the type that a data:
 * URL declares, none for a file. Fails with %PLACARD_ERROR_INVALID_URL, %PLACARD_ERROR_TOO_LARGE or
 * %PLACARD_ERROR_CANCELLED. Blocks on the disk.
 */
gboolean placard_local_read (const char *url,
                             PlacardSpool *into,
                             goffset max_bytes,
                             PlacardLocalHead head,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
