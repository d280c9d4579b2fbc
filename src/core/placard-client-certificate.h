/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * placard_client_certificate_load:
 * @path: PEM, the key perhaps in it, or PKCS#12; told apart by what is in the file
 * @key: (nullable): the file of the key, PEM
 * @password: (nullable): of the key, or of the PKCS#12 file
 *
 * A certificate to show to servers that ask (SPEC CR6). Blocks on the disk. Fails with
 * %PLACARD_ERROR_TLS; the sentence names the file, never the password. (transfer full)
 */
GTlsCertificate *placard_client_certificate_load (const char *path,
                                                  const char *key,
                                                  const char *password,
                                                  GError **error);

G_END_DECLS
