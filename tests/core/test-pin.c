/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-certificates.h"
#include "placard-pin.h"

#include "placard-error.h"

static FixtureCertificates *certificates;

static void
test_validate (void)
{
  static const struct {
    const char *pins;
    gboolean valid;
  } rows[] = {
      {"sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE=", TRUE},
      {"sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE=; "
       "sha256//t62CeU2tQiqkexU74Gxa2eg7fRbEgoChTociMee9wno=",
       TRUE},
      {"4B2E5E5839D6A50D80A30B0371A33D670E5BDA1796849DAEF7B481710BCBFD28", TRUE},
      {"4B:2E:5E:58:39:D6:A5:0D:80:A3:0B:03:71:A3:3D:67:0E:5B:DA:17:96:84:9D:AE:F7:B4:81:71:0B:CB:"
       "FD:28",
       TRUE},
      {"sha256//", FALSE},
      {"sha256//YhKJ", FALSE},
      {"sha1//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE=", FALSE},
      {"4B2E5E", FALSE},
      {"", FALSE},
      {";", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (placard_pin_validate (rows[i].pins, &error) == rows[i].valid);
    if (!rows[i].valid)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  }
}

/* openssl is the judge of what the public key is. */
static char *
ask_openssl (FixtureCertificate which)
{
  g_autofree char *path = fixture_certificates_get_file (certificates, which);
  g_autofree char *script = g_strdup_printf ("openssl x509 -in '%s' -pubkey -noout | openssl pkey "
                                             "-pubin -outform der | openssl dgst -sha256 -binary | "
                                             "openssl base64 -A",
                                             path);
  const char *arguments[] = {"sh", "-c", script, NULL};
  g_autofree char *out = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               &out, NULL, NULL, NULL));
  return g_strconcat ("sha256//", out, NULL);
}

static void
test_matches (void)
{
  g_autoptr (GTlsCertificate) good =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_GOOD);
  g_autoptr (GTlsCertificate) other =
      fixture_certificates_load (certificates, FIXTURE_CERTIFICATE_EXPIRED);
  g_autofree char *own = placard_pin_from_certificate (good);
  g_autofree char *expected = ask_openssl (FIXTURE_CERTIFICATE_GOOD);
  g_autofree char *foreign = placard_pin_from_certificate (other);
  g_autofree char *both = g_strconcat (foreign, ";", own, NULL);
  g_autofree char *fingerprint = NULL;
  g_autoptr (GByteArray) der = NULL;

  g_assert_cmpstr (own, ==, expected);
  g_assert_true (placard_pin_matches (own, good));
  g_assert_true (placard_pin_matches (both, good));
  g_assert_false (placard_pin_matches (foreign, good));
  g_assert_false (placard_pin_matches ("", good));

  g_object_get (good, "certificate", &der, NULL);
  fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  g_assert_true (placard_pin_matches (fingerprint, good));
  g_assert_false (placard_pin_matches (fingerprint, other));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates = fixture_certificates_new ();
  g_test_add_func ("/pin/validate", test_validate);
  if (certificates)
    g_test_add_func ("/pin/matches", test_matches);
  status = g_test_run ();
  g_clear_pointer (&certificates, fixture_certificates_free);
  return status;
}
