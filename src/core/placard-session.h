/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "placard-cache.h"
#include "placard-hsts.h"
#include "placard-preflight.h"
#include "placard-route.h"
#include "placard-tls-exceptions.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SESSION (placard_session_get_type ())
/* Owns the network thread and the SoupSessions in it (one for each credential scope and trust setting).
 * No other thread touches libsoup. None of libsoup's optional features is added: no cookie jar, no
 * sniffer, no cache, no automatic NTLM. */
G_DECLARE_FINAL_TYPE (PlacardSession, placard_session, PLACARD, SESSION, GObject)

PlacardSession *placard_session_new (void);

/* The certificates that were accepted by hand; none until they are set, which is done before the first
 * request. (transfer none) (nullable) */
PlacardTlsExceptions *placard_session_get_tls_exceptions (PlacardSession *self);
void placard_session_set_tls_exceptions (PlacardSession *self, PlacardTlsExceptions *exceptions);

/* The rest is for the core's network rooms. */

/* Tokens that requests before others brought. Any thread. (transfer none) */
struct _PlacardTokens *placard_session_get_tokens (PlacardSession *self);

/* The network thread's context; everything that touches libsoup runs in it. */
GMainContext *placard_session_get_context (PlacardSession *self);

/**
 * placard_session_get_soup:
 *
 * The SoupSession, a `SoupSession *`, for requests that take @route. Call it in the network thread only.
 * (transfer none). Fails with %PLACARD_ERROR_TLS: the file of authorities cannot be read or holds none.
 */
gpointer placard_session_get_soup (PlacardSession *self, const PlacardRoute *route, GError **error);

/* The user's cache. Network thread only. (transfer none) */
PlacardCache *placard_session_get_cache (PlacardSession *self);

/**
 * placard_session_get_hsts:
 * @file: (nullable): "memory", or a path; %NULL for the person's own, in the state folder
 *
 * Hosts that are asked over TLS alone. Network thread only. (transfer none)
 */
PlacardHsts *placard_session_get_hsts (PlacardSession *self, const char *file);

/* Preflights that still count. Network thread only. (transfer none) */
PlacardPreflightCache *placard_session_get_preflights (PlacardSession *self);

/* Whether the connection goes through a proxy that speaks HTTP. In the network thread. */
gboolean placard_session_is_proxied (PlacardSession *self, guint64 id);
/* libsoup has no call to end a connection that it reads from: it is remembered by libsoup's number for it
 * when it is made, @stream being a GSocketConnection, and its socket is shut down then. Network thread
 * only; a number that is not known is passed over. */
void placard_session_remember_connection (PlacardSession *self, guint64 id, GIOStream *stream);
void placard_session_hang_up (PlacardSession *self, guint64 id);

G_END_DECLS
