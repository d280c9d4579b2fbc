/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server's key, known beforehand: "sha256//BASE64" of the public key as in curl's --pinnedpubkey, or the
 * certificate's SHA-256 fingerprint in hexadecimal, with or without colons; several between semicolons.
 *
 * A pin is stricter than an authority and takes its place: the one key is accepted even when nobody signed
 * it, and no other is, whoever signed it. Pure. */

/* Fails with %PLACARD_ERROR_USAGE, naming what cannot be read. */
gboolean placard_pin_validate (const char *pins, GError **error);

/* Whether @certificate is one of @pins. */
gboolean placard_pin_matches (const char *pins, GTlsCertificate *certificate);

/* The public key's pin of @certificate: "sha256//BASE64". (transfer full) (nullable): not readable. */
char *placard_pin_from_certificate (GTlsCertificate *certificate);

G_END_DECLS
