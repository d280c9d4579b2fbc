/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-tokens.h"

G_BEGIN_DECLS

/* What a request needs before it can be sent, and that takes a while: secrets out of the keyring, and the
 * token that another request brings. */

gboolean placard_preparation_is_needed (PlacardRequest *request);

/**
 * placard_preparation_run_async:
 * @request: its variables get what is in the keyring
 * @refused: (nullable): a token that was not accepted
 */
void placard_preparation_run_async (PlacardSession *session,
                                    PlacardRequest *request,
                                    const PlacardToken *refused,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* @token: (out) (transfer full) (nullable): %NULL when the request needs none */
gboolean
placard_preparation_run_finish (GAsyncResult *result, PlacardToken **token, GError **error);

/**
 * placard_preparation_apply:
 * @request: expanded already: nothing in a token stands for something else
 *
 * Puts @token where the request's token step says. It is a secret of the origin of the request's address from then on.
 * Fails with %PLACARD_ERROR_USAGE when that place is taken.
 */
gboolean
placard_preparation_apply (const PlacardToken *token, PlacardRequest *request, GError **error);

G_END_DECLS
