/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* curl's --resolve: "HOST:PORT:ADDRESS[,ADDRESS]...", where HOST may be "*" and an IPv6 address may stand in
 * brackets. The name stays the name for TLS, for the Host field and for the origin; only where it is found
 * is said. */

/* Fails with %PLACARD_ERROR_USAGE, naming the entry. */
gboolean placard_resolve_validate (const char *entry, GError **error);

/**
 * placard_resolve_lookup:
 * @entries: (nullable) (element-type utf8): the last one that fits counts
 *
 * (transfer full) (nullable): what to connect to for @host and @port, %NULL when nothing is said of them.
 */
GSocketConnectable *placard_resolve_lookup (GPtrArray *entries, const char *host, guint port);

/* The entry that placard_resolve_lookup() goes by, or %NULL. */
const char *placard_resolve_find (GPtrArray *entries, const char *host, guint port);

G_END_DECLS
