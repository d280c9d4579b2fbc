/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One certificate that a person accepted for one host, though nobody vouches for it. */
typedef struct {
  char *host; /* lower case */
  guint port;
  char *fingerprint; /* as placard_certificate_format_fingerprint() writes it */
} PlacardTlsException;

void placard_tls_exception_free (PlacardTlsException *self);

#define PLACARD_TYPE_TLS_EXCEPTIONS (placard_tls_exceptions_get_type ())
/* The certificates that were accepted by hand: each for one host and port, and for that very certificate
 * (SPEC CR7, S5). They are kept in a file that only its owner reads. Lookups come from any thread, changes
 * from the one that made the object; "changed" is emitted after each. */
G_DECLARE_FINAL_TYPE (
    PlacardTlsExceptions, placard_tls_exceptions, PLACARD, TLS_EXCEPTIONS, GObject)

/* @path: (nullable): %NULL keeps them in memory. A file that is missing or broken is an empty one: less is
 * trusted then, never more. Blocks on the disk. */
PlacardTlsExceptions *placard_tls_exceptions_new (const char *path);
/* Those of the person, in the state folder. */
PlacardTlsExceptions *placard_tls_exceptions_new_default (void);

/* (transfer full) (nullable): the fingerprint */
char *placard_tls_exceptions_lookup (PlacardTlsExceptions *self, const char *host, guint port);
/* Replaces the one before. Fails with %PLACARD_ERROR_SAVE: it holds until the program ends then. */
gboolean placard_tls_exceptions_put (PlacardTlsExceptions *self,
                                     const char *host,
                                     guint port,
                                     const char *fingerprint,
                                     GError **error);
gboolean placard_tls_exceptions_remove (PlacardTlsExceptions *self,
                                        const char *host,
                                        guint port,
                                        GError **error);
/* By host. (transfer full) (element-type PlacardTlsException) */
GPtrArray *placard_tls_exceptions_list (PlacardTlsExceptions *self);

/* A certificate that was not accepted, and why: what a person needs to know before making an exception. */
typedef struct {
  char *host;
  guint port;
  GTlsCertificate *certificate;
  GTlsCertificateFlags errors;
  gboolean changed; /* there is an exception, for another certificate */
} PlacardRefusedCertificate;

PlacardRefusedCertificate *placard_refused_certificate_copy (const PlacardRefusedCertificate *self);
void placard_refused_certificate_free (PlacardRefusedCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardRefusedCertificate, placard_refused_certificate_free)

G_END_DECLS
