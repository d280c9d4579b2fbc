/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The redirect modes of the Fetch standard. */
typedef enum {
  PLACARD_REDIRECT_FOLLOW,
  PLACARD_REDIRECT_ERROR,
  PLACARD_REDIRECT_MANUAL, /* the redirect itself is the answer */
} PlacardRedirectMode;

/* How a request reaches its server: inert, a part of #PlacardRequest. Texts are %NULL when nothing was
 * said; paths are absolute. */
typedef struct {
  PlacardRedirectMode redirect;
  gboolean location_trusted; /* credentials and bodies go wherever a redirect leads */

  char *
      proxy; /* "http://host:port", "socks5h://host:port", ...; "" for none, %NULL for the system's */
  char *proxy_user;
  char *proxy_password;
  char *noproxy; /* hosts, domains and addresses between commas; "*" for all */

  char *cert; /* client certificate, PEM or PKCS#12 */
  char *key;  /* its private key, when that is a file of its own */
  char *key_password;
  char *pinnedpubkey; /* "sha256//BASE64" between semicolons */
  GPtrArray *resolve; /* (element-type utf8): "HOST:PORT:ADDRESS[,ADDRESS]..." */

  guint retry;           /* how many more attempts; 0 for none */
  gint64 retry_delay_ms; /* 0: 1 s, doubled each time */
  gint64 retry_max_ms;   /* 0: no limit */
  char *range;           /* as after "bytes=" */
  gboolean compressed;   /* codings that make the answer smaller are asked for */
} PlacardTransport;

PlacardTransport *placard_transport_new (void);
PlacardTransport *placard_transport_copy (const PlacardTransport *self);
void placard_transport_free (PlacardTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardTransport, placard_transport_free)

G_END_DECLS
