/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "placard-transport.h"

G_BEGIN_DECLS

/* The way one hop takes to its server: which of a transport's settings hold for it. What belongs to the
 * origin of the first request, a client certificate and the pins, is left out anywhere else. Requests with
 * equal routes share connections; others never do. */
typedef struct {
  char *ca_file;        /* (nullable): the system's authorities */
  char *proxy;          /* URI; "" for none; %NULL for the system's */
  char *proxy_host;     /* (nullable): for sentences */
  char *proxy_user;     /* (nullable): for an HTTP proxy that asks; SOCKS has it in the URI */
  char *proxy_password; /* (nullable) */
  char *pins;           /* (nullable) */
  char *cert;           /* (nullable) */
  char *key;            /* (nullable) */
  char *key_password;   /* (nullable) */
  char *exception; /* (nullable): fingerprint of the one certificate that was accepted by hand */
  GSocketConnectable *address; /* (nullable): instead of what the name resolves to */
  char *identity;              /* equal for equal routes */
} PlacardRoute;

/**
 * placard_route_new:
 * @ca_file: (nullable)
 * @home: @uri is of the origin that the credentials belong to
 * @credentials: the client certificate may go there
 */
PlacardRoute *placard_route_new (const PlacardTransport *transport,
                                 const char *ca_file,
                                 GUri *uri,
                                 gboolean home,
                                 gboolean credentials);
/* From now on the certificate with @fingerprint is accepted too. (nullable): %NULL changes nothing */
void placard_route_except (PlacardRoute *route, const char *fingerprint);
void placard_route_free (PlacardRoute *route);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardRoute, placard_route_free)

/* curl's --noproxy: names match with all below them, addresses as they are or by network, "*" anything. */
gboolean placard_route_is_excepted (const char *noproxy, const char *host);

/* (transfer full) (nullable): %NULL without an error when there is none. Fails with %PLACARD_ERROR_TLS,
 * naming the file. Blocks on the disk. */
GTlsCertificate *placard_route_load_certificate (const PlacardRoute *route, GError **error);

G_END_DECLS
