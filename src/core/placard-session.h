/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_SESSION (placard_session_get_type ())
/* Owns the network thread and the SoupSessions in it (one for each credential scope and trust setting).
 * No other thread touches libsoup. None of libsoup's optional features is added: no cookie jar, no
 * sniffer, no cache, no automatic NTLM. */
G_DECLARE_FINAL_TYPE (PlacardSession, placard_session, PLACARD, SESSION, GObject)

PlacardSession *placard_session_new (void);

G_END_DECLS
