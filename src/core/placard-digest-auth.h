/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Digest access authentication (RFC 7616), the client's side. Pure. Own, since libsoup knows MD5 alone and
 * falls back to Basic, which sends the password as it is. */
typedef struct {
  const char *user;
  const char *password;
  const char *method;
  const char *target; /* path and query as in the request line */
  const char *cnonce; /* fresh for each request */
  guint count;        /* requests with this nonce, from 1 */
} PlacardDigestAuthRequest;

/**
 * placard_digest_auth_answer:
 * @challenges: (array zero-terminated): the values of the WWW-Authenticate fields, each one or several
 *   challenges
 * @host: for the message
 *
 * The Authorization field's value for the strongest Digest challenge that is understood: SHA-256 before
 * MD5, their -sess forms too, qop "auth" or none. Fails with %PLACARD_ERROR_HTTP_STATUS when there is
 * none: nothing weaker is sent. (transfer full)
 */
char *placard_digest_auth_answer (const char *const *challenges,
                                  const PlacardDigestAuthRequest *request,
                                  const char *host,
                                  GError **error);

/* Whether one of them can be answered at all. */
gboolean placard_digest_auth_is_understood (const char *const *challenges);

/* Whether a Digest challenge says that only the nonce was old: asking again is no refusal. */
gboolean placard_digest_auth_is_stale (const char *const *challenges);

/* A fresh cnonce. (transfer full) */
char *placard_digest_auth_make_cnonce (void);

G_END_DECLS
