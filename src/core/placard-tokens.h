/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"
#include "placard-session.h"

G_BEGIN_DECLS

/* What a request before the request brought. */
typedef struct {
  char *text;            /* (nullable): %NULL when the cookies are the token */
  PlacardCookieJar *jar; /* (nullable): with the cookies that were set */
} PlacardToken;

PlacardToken *placard_token_copy (const PlacardToken *self);
void placard_token_free (PlacardToken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardToken, placard_token_free)

/* Tokens in memory, each for one origin and one way to get it, until it expires or is refused: many requests
 * that need the same one send one request for it. A part of the session; called from the threads that own
 * fetches. Nothing of it is ever written to disk. */
typedef struct _PlacardTokens PlacardTokens;

PlacardTokens *placard_tokens_new (void);
/* Nothing may be under way. */
void placard_tokens_free (PlacardTokens *self);

/**
 * placard_tokens_list_missing:
 *
 * The variables without a value of @request and of the request before it, each once: to be asked for before
 * either is sent. A profile that cannot be read adds none; sending says why. (transfer full) (element-type utf8)
 */
GPtrArray *placard_tokens_list_missing (PlacardRequest *request);

/**
 * placard_tokens_obtain_async:
 * @request: that needs the token, as its token step says
 * @refused: (nullable): a token that does not count any more
 *
 * Fails with what the request before failed with, saying so, with %PLACARD_ERROR_HTTP_STATUS when it was not
 * answered well, with %PLACARD_ERROR_PROTOCOL when there is no token in its answer. A cancelled one is ended
 * with the others that wait for the same; the request before is stopped when nobody waits any more.
 */
void placard_tokens_obtain_async (PlacardTokens *self,
                                  PlacardSession *session,
                                  PlacardRequest *request,
                                  const PlacardToken *refused,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* (transfer full) */
PlacardToken *placard_tokens_obtain_finish (GAsyncResult *result, GError **error);

G_END_DECLS
