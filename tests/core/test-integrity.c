/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW15, IN29. */
#include <glib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-integrity.h"

/* The hashes of "abc" (FIPS 180-2, appendix B and after) in base64. */
#define ABC_256 "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
#define ABC_384 "ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
#define ABC_512                                                                                    \
  "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=="
/* Well-formed, of nothing in particular. */
#define WRONG_256 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define WRONG_384 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const struct {
  const char *why;
  const char *metadata;
  gboolean passes;
} bodies[] = {
    {"nothing asked for", "", TRUE},
    {"only white space", " \t\n ", TRUE},
    {"sha256", "sha256-" ABC_256, TRUE},
    {"sha384", "sha384-" ABC_384, TRUE},
    {"sha512", "sha512-" ABC_512, TRUE},
    {"wrong sha256", "sha256-" WRONG_256, FALSE},
    {"wrong sha384", "sha384-" WRONG_384, FALSE},
    {"two of one kind, the second is right", "sha256-" WRONG_256 " sha256-" ABC_256, TRUE},
    {"two of one kind, the first is right", "sha256-" ABC_256 "\tsha256-" WRONG_256, TRUE},
    {"strongest is right, weaker is wrong", "sha256-" WRONG_256 " sha384-" ABC_384, TRUE},
    {"strongest is wrong, weaker is right", "sha256-" ABC_256 " sha384-" WRONG_384, FALSE},
    {"the same, the other way round", "sha384-" WRONG_384 "\nsha256-" ABC_256, FALSE},
    {"right after wrong of the strongest",
     "sha384-" WRONG_384 " sha256-" WRONG_256 " sha384-" ABC_384, TRUE},
    {"options are ignored", "sha256-" ABC_256 "?ct=image/png?x", TRUE},
    {"options without a name", "sha256-" ABC_256 "?", TRUE},
    {"unknown algorithms are passed over", "md5-kAFQmDzST7DWlj99KOF/cg== sha256-" ABC_256, TRUE},
    {"no dash is passed over", "foo sha256-" ABC_256, TRUE},
    {"any case", "SHA256-" ABC_256, TRUE},
    {"base64url",
     "sha512-3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_"
     "BqDa6PCOj_uu9RU1EI2Q86A4qmslPpUyknw==",
     TRUE},
    {"no padding", "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0", TRUE},
};

static gboolean
check (const char *metadata, gsize slice, GError **error)
{
  g_autoptr (GError) invalid = NULL;
  g_autoptr (PlacardIntegrity) integrity = placard_integrity_new (metadata, &invalid);
  g_autoptr (PlacardIntegrityCheck) run = NULL;

  g_assert_no_error (invalid);
  run = placard_integrity_check_new (integrity);
  for (gsize at = 0; at < 3; at += slice)
    placard_integrity_check_update (run, "abc" + at, MIN (slice, 3 - at));
  return placard_integrity_check_finish (run, error);
}

static void
test_bodies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (gsize slice = 1; slice <= 3; slice++) {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bodies[i].why);
      g_assert_cmpint (check (bodies[i].metadata, slice, &error), ==, bodies[i].passes);
      if (!bodies[i].passes)
        g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INTEGRITY);
    }
}

static void
test_message (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check ("sha256-" WRONG_256, 3, &error));
  g_assert_nonnull (strstr (error->message, "sha256-" ABC_256));
  g_assert_cmpint (placard_error_exit_code (error), ==, PLACARD_EXIT_INTEGRITY);
}

static const struct {
  const char *metadata;
  const char *says;
} invalid_rows[] = {
    {"sha256-", "0 bytes, not 32"},
    {"sha256-YWJj", "3 bytes, not 32"},
    {"sha384-" ABC_256, "32 bytes, not 48"},
    {"sha256-" ABC_384, "48 bytes, not 32"},
    {"sha256-" ABC_256 " sha512-YWJj", "3 bytes, not 64"},
    {"sha256-!!!!", "base64"},
    {"sha256-A", "base64"},
    {"sha256-ung=Wv48", "base64"},
    {"md5-kAFQmDzST7DWlj99KOF/cg==", "no sha256"},
    {"garbage", "no sha256"},
};

static void
test_invalid (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (invalid_rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (placard_integrity_new (invalid_rows[i].metadata, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, "integrity"));
    g_assert_nonnull (strstr (error->message, invalid_rows[i].says));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/integrity/bodies", test_bodies);
  g_test_add_func ("/integrity/message", test_message);
  g_test_add_func ("/integrity/invalid", test_invalid);
  return g_test_run ();
}
