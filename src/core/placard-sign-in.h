/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"
#include "placard-response.h"

G_BEGIN_DECLS

/* Somebody on the way wants to know who asks: the server by 401, a proxy by 407. What a person is told
 * before typing a password. Immutable. */
typedef struct {
  gboolean proxy;
  char *host;       /* "host:port" as in sentences */
  char *origin;     /* that the credentials are for, serialised; of a proxy its host */
  PlacardAuth auth; /* the strongest way that is offered and understood: Digest, Basic or Bearer */
  char *realm;      /* (nullable): the server's own word for what is behind the door */
  gboolean encrypted; /* the connection is */
  gboolean refused;   /* there were credentials, and they were not accepted */
} PlacardSignIn;

#define PLACARD_TYPE_SIGN_IN (placard_sign_in_get_type ())
GType placard_sign_in_get_type (void);

/**
 * placard_sign_in_new:
 * @challenges: (array zero-terminated): WWW-Authenticate or Proxy-Authenticate
 * @least: nothing weaker is offered to the person: %PLACARD_AUTH_DIGEST, or %PLACARD_AUTH_NONE for any
 *
 * %NULL when there is no way that Placard and the server both know: then nobody needs to be asked. The rest is
 * filled in by the caller. (transfer full) (nullable)
 */
PlacardSignIn *placard_sign_in_new (const char *const *challenges, PlacardAuth least);
PlacardSignIn *placard_sign_in_copy (const PlacardSignIn *self);
void placard_sign_in_free (PlacardSignIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardSignIn, placard_sign_in_free)

/* The values of the fields named @name. (transfer full) */
char **placard_sign_in_collect (GPtrArray *headers, const char *name);

G_END_DECLS
