/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * placard_certificate_format_fingerprint:
 *
 * The SHA-256 of the certificate's DER form as browsers show it, "AB:CD:...". (transfer full)
 */
char *placard_certificate_format_fingerprint (GTlsCertificate *certificate);

G_END_DECLS
