/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Certificates made by openssl when the test runs: no key is kept anywhere, and none grows old. */
typedef enum {
  FIXTURE_CERTIFICATE_GOOD, /* for 127.0.0.1 and localhost, signed by the authority */
  FIXTURE_CERTIFICATE_EXPIRED,
  FIXTURE_CERTIFICATE_NOT_YET,
  FIXTURE_CERTIFICATE_WRONG_HOST,
  FIXTURE_CERTIFICATE_SELF_SIGNED,
  FIXTURE_CERTIFICATE_CLIENT, /* signed by the authority too */
} FixtureCertificate;

/* A folder for one test run; removed by fixture_certificates_free(). */
typedef struct {
  char *folder;
} FixtureCertificates;

/* %NULL when there is no openssl: the test is skipped then. */
FixtureCertificates *fixture_certificates_new (void);
void fixture_certificates_free (FixtureCertificates *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FixtureCertificates, fixture_certificates_free)

/* The authority's own certificate, a PEM file. (transfer full) */
char *fixture_certificates_get_authority (FixtureCertificates *self);
/* Certificate and key in one PEM file. (transfer full) */
char *fixture_certificates_get_file (FixtureCertificates *self, FixtureCertificate which);
GTlsCertificate *fixture_certificates_load (FixtureCertificates *self, FixtureCertificate which);

G_END_DECLS
