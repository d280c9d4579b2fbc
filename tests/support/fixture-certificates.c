/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-certificates.h"

#include "config.h"

#include <glib/gstdio.h>

#if PLACARD_SANITIZED
/* LeakSanitizer's tracer itself crashes at the end of a program that has loaded GnuTLS; everything else
 * that a sanitizer finds is still found. */
const char *__lsan_default_options (void);

const char *
__lsan_default_options (void)
{
  return "detect_leaks=0";
}
#endif

static const char config[] = "[ca]\ndefault_ca = a\n"
                             "[a]\ndatabase = index\nserial = serial\nnew_certs_dir = .\n"
                             "default_md = sha256\npolicy = p\ncopy_extensions = copy\n"
                             "unique_subject = no\n"
                             "[p]\ncommonName = supplied\n"
                             "[req]\ndistinguished_name = d\n[d]\n"
                             "[authority]\nbasicConstraints = critical,CA:TRUE\n"
                             "keyUsage = critical,keyCertSign,cRLSign\n";

static const struct {
  const char *name;
  const char *alternative;
  const char *from;
  const char *until;
} kinds[] = {
    [FIXTURE_CERTIFICATE_GOOD] = {"good", "IP:127.0.0.1,DNS:localhost", "20200101000000Z",
                                  "20490101000000Z"},
    [FIXTURE_CERTIFICATE_EXPIRED] = {"expired", "IP:127.0.0.1", "20200101000000Z",
                                     "20210101000000Z"},
    [FIXTURE_CERTIFICATE_NOT_YET] = {"not-yet", "IP:127.0.0.1", "20480101000000Z",
                                     "20490101000000Z"},
    [FIXTURE_CERTIFICATE_WRONG_HOST] = {"wrong-host", "DNS:other.example", "20200101000000Z",
                                        "20490101000000Z"},
    [FIXTURE_CERTIFICATE_SELF_SIGNED] = {"self-signed", "IP:127.0.0.1", "20200101000000Z",
                                         "20490101000000Z"},
    [FIXTURE_CERTIFICATE_CLIENT] = {"client", "email:u@example.org", "20200101000000Z",
                                    "20490101000000Z"},
};

static void
run (FixtureCertificates *self, const char *command)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_shell_parse_argv (command, NULL, &arguments, &error);
  g_assert_no_error (error);
  g_spawn_sync (self->folder, arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL, NULL, NULL, &errors, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", command, errors);
}

static void
write_file (FixtureCertificates *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
append_file (FixtureCertificates *self, const char *name, GString *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *part = NULL;

  g_assert_true (g_file_get_contents (path, &part, NULL, NULL));
  g_string_append (text, part);
}

static void
make_certificate (FixtureCertificates *self, FixtureCertificate which)
{
  const char *name = kinds[which].name;
  gboolean self_signed = which == FIXTURE_CERTIFICATE_SELF_SIGNED;
  g_autofree char *request = g_strdup_printf (
      "openssl req -config config -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
      "-keyout %s.key -out %s.csr -subj '/CN=%s' -addext subjectAltName=%s",
      name, name, name, kinds[which].alternative);
  g_autofree char *sign = g_strdup_printf (
      "openssl ca -config config -batch -notext -cert %s -keyfile %s.key %s -in %s.csr -out %s.crt "
      "-startdate %s -enddate %s",
      "authority.crt", self_signed ? name : "authority", self_signed ? "-selfsign" : "", name, name,
      kinds[which].from, kinds[which].until);
  g_autoptr (GString) both = g_string_new (NULL);
  g_autofree char *crt = g_strconcat (name, ".crt", NULL);
  g_autofree char *key = g_strconcat (name, ".key", NULL);
  g_autofree char *pem = g_strconcat (name, ".pem", NULL);

  run (self, request);
  run (self, sign);
  append_file (self, crt, both);
  append_file (self, key, both);
  write_file (self, pem, both->str);
}

FixtureCertificates *
fixture_certificates_new (void)
{
  FixtureCertificates *self;
  g_autofree char *openssl = g_find_program_in_path ("openssl");

  if (!openssl)
    return NULL;
  self = g_new0 (FixtureCertificates, 1);
  self->folder = g_dir_make_tmp ("placard-certificates-XXXXXX", NULL);
  write_file (self, "config", config);
  write_file (self, "index", "");
  write_file (self, "serial", "01\n");
  run (self, "openssl req -config config -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
             "-keyout authority.key -out authority.crt -subj '/CN=Fixture authority' -days 3650 "
             "-extensions authority");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    make_certificate (self, i);
  return self;
}

void
fixture_certificates_free (FixtureCertificates *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder))) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

char *
fixture_certificates_get_authority (FixtureCertificates *self)
{
  return g_build_filename (self->folder, "authority.crt", NULL);
}

char *
fixture_certificates_get_file (FixtureCertificates *self, FixtureCertificate which)
{
  g_autofree char *name = g_strconcat (kinds[which].name, ".pem", NULL);

  return g_build_filename (self->folder, name, NULL);
}

GTlsCertificate *
fixture_certificates_load (FixtureCertificates *self, FixtureCertificate which)
{
  g_autofree char *path = fixture_certificates_get_file (self, which);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}
