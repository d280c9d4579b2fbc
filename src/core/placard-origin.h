/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Origins (RFC 6454; HTML standard, "Origin") as the policy rooms compare and write them. Pure. */

/* The port that a connection to @uri goes to; -1 when the scheme has none of its own. */
int placard_origin_get_port (GUri *uri);

/* "https://host", with ":port" when the port is not the scheme's own; "null" for a scheme that has no
 * host. (transfer full) */
char *placard_origin_serialise (GUri *uri);

/* Scheme, host and port are equal. */
gboolean placard_origin_equal (GUri *a, GUri *b);

/**
 * placard_origin_is_trustworthy:
 *
 * "Is url potentially trustworthy?" (Secure Contexts, section 3.2): https, or a host that never leaves
 * this machine.
 */
gboolean placard_origin_is_trustworthy (GUri *uri);

G_END_DECLS
