/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  FIXTURE_PROXY_HTTP,        /* CONNECT tunnels; credentials u / p when asked for */
  FIXTURE_PROXY_HTTP_REFUSE, /* answers CONNECT with 403 and a page */
  FIXTURE_PROXY_SOCKS,       /* SOCKS 5; credentials u / p when asked for */
  FIXTURE_PROXY_GARBAGE,     /* answers anything with nonsense */
} FixtureProxyKind;

/* A proxy on loopback. Whatever it is asked for, it connects to 127.0.0.1 and the port that was named: names
 * need not exist. */
typedef struct _FixtureProxy FixtureProxy;

FixtureProxy *fixture_proxy_new (FixtureProxyKind kind, gboolean credentials);
void fixture_proxy_free (FixtureProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FixtureProxy, fixture_proxy_free)

guint fixture_proxy_get_port (FixtureProxy *self);
/* What was asked for so far, a line each: "CONNECT name:port", "SOCKS name:port", or a request line, with
 * " +cookie" when a Cookie field and " +auth" when the right credentials came along. (transfer full) */
char *fixture_proxy_dup_log (FixtureProxy *self);

G_END_DECLS
