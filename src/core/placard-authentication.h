/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-redirect.h"
#include "placard-response.h"

G_BEGIN_DECLS

/* Answers a server's Digest challenge within one transfer. The credentials belong to the origin of the
 * first request: a step that does not carry them any more (see placard_redirect_follow()) gets none, and
 * its challenge is nobody's business. */
typedef struct _PlacardAuthentication PlacardAuthentication;

PlacardAuthentication *placard_authentication_new (const char *user, const char *password);
void placard_authentication_free (PlacardAuthentication *self);

/**
 * placard_authentication_add:
 * @bearer: @secret is a token
 *
 * Gives @step Basic (RFC 7617) or Bearer (RFC 6750) credentials, in the place of older ones.
 */
void placard_authentication_add (PlacardStep *step,
                                 gboolean bearer,
                                 const char *user,
                                 const char *secret);

/* Gives @step the Authorization field that the last challenge asks for, in the place of an older one. */
void placard_authentication_apply (PlacardAuthentication *self, PlacardStep *step);

/**
 * placard_authentication_is_challenge:
 *
 * Whether @response is a challenge that has not been answered yet: then @step can be sent again, after
 * placard_authentication_take().
 */
gboolean placard_authentication_is_challenge (PlacardAuthentication *self,
                                              const PlacardStep *step,
                                              PlacardResponse *response);
/* Fails with %PLACARD_ERROR_HTTP_STATUS when only something weaker than Digest is offered, with
 * %PLACARD_ERROR_INVALID_BODY when the body cannot be sent again. */
gboolean placard_authentication_take (PlacardAuthentication *self,
                                      const PlacardStep *step,
                                      PlacardResponse *response,
                                      GError **error);

G_END_DECLS
