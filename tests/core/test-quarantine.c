/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-quarantine.h"

#define BODY_BYTES (5 * 1000 * 1000 + 7)

static guint8 *
make_body (void)
{
  guint8 *body = g_malloc (BODY_BYTES);

  for (gsize i = 0; i < BODY_BYTES; i++)
    body[i] = (guint8) (i * 31 + i / 251);
  return body;
}

static PlacardIntegrity *
make_integrity (const guint8 *body, gsize n_bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA384);
  guint8 digest[48];
  gsize length = sizeof digest;
  g_autofree char *text = NULL, *metadata = NULL;

  g_checksum_update (checksum, body, (gssize) n_bytes);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  metadata = g_strconcat ("sha384-", text, NULL);
  return placard_integrity_new (metadata, NULL);
}

static void
fill (PlacardQuarantine *quarantine, const guint8 *body)
{
  const gsize part = 70000;

  for (gsize at = 0; at < BODY_BYTES; at += part) {
    g_assert_true (placard_spool_append (placard_quarantine_get_spool (quarantine), body + at,
                                         MIN (part, BODY_BYTES - at), NULL));
    g_assert_true (placard_quarantine_update (quarantine, NULL));
  }
}

static void
released_cb (GError *error, gpointer user_data)
{
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
test_passes (void)
{
  g_autofree guint8 *body = make_body ();
  g_autofree guint8 *got = g_malloc (BODY_BYTES);
  g_autoptr (PlacardIntegrity) integrity = make_integrity (body, BODY_BYTES);
  g_autoptr (PlacardSpool) target = placard_spool_new (NULL, NULL);
  g_autoptr (PlacardQuarantine) quarantine = placard_quarantine_new (integrity, NULL, NULL);
  g_autoptr (GError) error = NULL;
  gboolean released = FALSE;

  fill (quarantine, body);
  g_assert_cmpint (placard_spool_get_size (target), ==, 0);
  g_assert_true (placard_quarantine_judge (quarantine, &error));
  g_assert_cmpint (placard_spool_get_size (target), ==, 0);
  placard_quarantine_release (quarantine, target, NULL, released_cb, &released);
  while (!released)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (placard_spool_get_size (target), ==, BODY_BYTES);
  g_assert_cmpint (placard_spool_read_at (target, 0, got, BODY_BYTES, NULL), ==, BODY_BYTES);
  g_assert_cmpmem (got, BODY_BYTES, body, BODY_BYTES);
  placard_spool_seal (target, PLACARD_SPOOL_COMPLETE);
}

static void
test_fails (void)
{
  g_autofree guint8 *body = make_body ();
  g_autoptr (PlacardIntegrity) integrity = make_integrity (body, BODY_BYTES - 1);
  g_autoptr (PlacardQuarantine) quarantine = placard_quarantine_new (integrity, NULL, NULL);
  g_autoptr (GError) error = NULL;

  fill (quarantine, body);
  g_assert_false (placard_quarantine_judge (quarantine, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INTEGRITY);
}

/* Freed while it lets bytes out, as a cancelled transfer does: nobody is called any more. */
static void
test_stopped (void)
{
  g_autofree guint8 *body = make_body ();
  g_autoptr (PlacardIntegrity) integrity = make_integrity (body, BODY_BYTES);
  g_autoptr (PlacardSpool) target = placard_spool_new (NULL, NULL);
  PlacardQuarantine *quarantine = placard_quarantine_new (integrity, NULL, NULL);
  gboolean released = FALSE;

  fill (quarantine, body);
  g_assert_true (placard_quarantine_judge (quarantine, NULL));
  placard_quarantine_release (quarantine, target, NULL, released_cb, &released);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (placard_spool_get_size (target), >, 0);
  placard_quarantine_free (quarantine);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (released);
  g_assert_cmpint (placard_spool_get_size (target), <, BODY_BYTES);
  placard_spool_seal (target, PLACARD_SPOOL_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quarantine/passes", test_passes);
  g_test_add_func ("/quarantine/fails", test_fails);
  g_test_add_func ("/quarantine/stopped", test_stopped);
  return g_test_run ();
}
