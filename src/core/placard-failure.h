/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-fetch.h"

G_BEGIN_DECLS

/* What is known when something below fails; with it a library's error becomes a sentence. */
typedef struct {
  GUri *uri; /* of the hop */
  const PlacardRoute *route;
  PlacardPhase phase;
  GTlsCertificate *certificate; /* (nullable): the peer's */
  GTlsCertificateFlags certificate_errors;
  gboolean certificate_changed; /* an exception was made for another one */
  goffset head_bytes;           /* of the answer's head so far */
} PlacardFailureFacts;

/* The host of the proxy on the way to @uri, or %NULL. May ask the system's settings. (transfer full) */
char *placard_failure_find_proxy (const PlacardRoute *route, GUri *uri);

/**
 * placard_failure_describe:
 * @cause: what GIO, the TLS library, the resolver or libsoup said
 *
 * The error in %PLACARD_ERROR that says it in plain words. (transfer full)
 */
GError *placard_failure_describe (const GError *cause, const PlacardFailureFacts *facts);

/* "The server closed the connection after 500 of 1,000 bytes". @expected: -1 when not known.
 * (transfer full) */
GError *placard_failure_truncated (goffset received, goffset expected, const GError *cause);

/* 1234567 -> "1,234,567", with the locale's separator where it has one. (transfer full) */
char *placard_failure_format_count (goffset count);

/* Why a certificate is not acceptable: "it expired on 2024-01-01; ...". (transfer full) */
char *placard_failure_format_certificate (GTlsCertificate *certificate, GTlsCertificateFlags flags);

G_END_DECLS
