/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the first private key in @pem is locked with a password: PKCS#8's or the older form with
 * "Proc-Type: 4,ENCRYPTED" (RFC 7468, section 11; RFC 1421, section 4.6.1.1). */
gboolean placard_private_key_is_locked (const char *pem);

/**
 * placard_private_key_unlock:
 * @password: (nullable)
 *
 * The first private key in @pem as an unlocked PEM of PKCS#8; free it with placard_private_key_free().
 * Fails with %PLACARD_ERROR_TLS. GLib cannot do this, GnuTLS can: it is loaded when the first key asks for
 * it, so that nobody else pays.
 */
char *placard_private_key_unlock (const char *pem, const char *password, GError **error);

/* Overwrites what was unlocked before the memory goes back. */
void placard_private_key_free (char *pem);

G_END_DECLS
