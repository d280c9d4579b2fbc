/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

/**
 * placard_digest_async:
 * @spool: sealed, or growing: then its bytes are taken in as they come
 *
 * The SHA-256 of all bytes of @spool, computed in a worker thread. Of a spool that was cut: of the
 * bytes that came.
 */
void placard_digest_async (PlacardSpool *spool,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* Lower-case hexadecimal. Fails only with %PLACARD_ERROR_CANCELLED. (transfer full) */
char *placard_digest_finish (GAsyncResult *result, GError **error);
/* The same where the caller is, who may be kept waiting by a growing spool. (transfer full) */
char *placard_digest (PlacardSpool *spool, GCancellable *cancellable, GError **error);

G_END_DECLS
