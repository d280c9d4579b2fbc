/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer.h"
#include "placard-fetch.h"
#include "placard-verdict.h"

G_BEGIN_DECLS

/* From an answer that is no picture to the fetch of the picture in it. */

/**
 * placard_answer_make_request:
 * @request: what was sent for @outer
 * @url: an address in @outer
 *
 * The request for a picture that an answer names: a GET with the limits and modes of @request. What
 * belongs to the origin of @request (credentials, configured fields, client certificate) goes along only
 * to that origin, and only if the answer came from there without a way over another one; else nothing but
 * Accept, Accept-Encoding, Accept-Language, User-Agent and the fields that may go to other hosts.
 * (transfer full)
 */
PlacardRequest *
placard_answer_make_request (PlacardRequest *request, PlacardResponse *outer, const char *url);

/**
 * placard_answer_fetch_async:
 * @outer: ended
 * @verdict: the final one over it
 * @session: for a second request
 * @directory: (nullable): see placard_spool_new()
 *
 * Looks for a picture in the body of @outer where its request says, or by itself. A body that is a picture,
 * is not whole or came under a status that is not ok is left alone; where nobody said to look, so is an
 * address beside the server's own message of an error.
 */
void placard_answer_fetch_async (PlacardFetch *outer,
                                 PlacardVerdict *verdict,
                                 PlacardSession *session,
                                 const char *directory,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * placard_answer_fetch_finish:
 * @answer: (out) (optional) (transfer full) (nullable)
 *
 * A fetch that has not been run yet and brings the picture: of the bytes that were found, or of the (first)
 * address. %NULL without an error: there is nothing but the body itself. Fails as placard_answer_find()
 * does. (transfer full) (nullable)
 */
PlacardFetch *
placard_answer_fetch_finish (GAsyncResult *result, PlacardAnswer **answer, GError **error);

G_END_DECLS
