/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW9: RFC 6797, the store and the field. */
#include "placard-hsts.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW 1700000000

static void
test_field (void)
{
  static const struct {
    const char *field;
    gboolean heeded;
    gboolean itself;
    gboolean below;
  } rows[] = {
      {"max-age=100", TRUE, TRUE, FALSE},
      {"max-age=100; includeSubDomains", TRUE, TRUE, TRUE},
      {" Max-Age = \"100\" ; INCLUDESUBDOMAINS ; preload", TRUE, TRUE, TRUE},
      {"includeSubDomains; max-age=100;", TRUE, TRUE, TRUE},
      {"max-age=100; foo=bar; baz", TRUE, TRUE, FALSE},
      {"max-age=99999999999999999999", TRUE, TRUE, FALSE},
      {"max-age=0", TRUE, FALSE, FALSE},
      {"", FALSE, FALSE, FALSE},
      {"includeSubDomains", FALSE, FALSE, FALSE},
      {"max-age", FALSE, FALSE, FALSE},
      {"max-age=", FALSE, FALSE, FALSE},
      {"max-age=-1", FALSE, FALSE, FALSE},
      {"max-age=1d", FALSE, FALSE, FALSE},
      {"max-age=100; max-age=100", FALSE, FALSE, FALSE},
      {"max-age=100; includeSubDomains=1", FALSE, FALSE, FALSE},
      {"=; max-age=100", FALSE, FALSE, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardHsts) hsts = placard_hsts_new (NULL);

    g_test_message ("%s", rows[i].field);
    g_assert_cmpint (placard_hsts_take (hsts, "Till.Example", rows[i].field, NOW), ==,
                     rows[i].heeded);
    g_assert_cmpint (placard_hsts_is_known (hsts, "till.example", NOW), ==, rows[i].itself);
    g_assert_cmpint (placard_hsts_is_known (hsts, "TILL.example.", NOW), ==, rows[i].itself);
    g_assert_cmpint (placard_hsts_is_known (hsts, "a.b.till.example", NOW), ==, rows[i].below);
    g_assert_false (placard_hsts_is_known (hsts, "xtill.example", NOW));
    g_assert_false (placard_hsts_is_known (hsts, "example", NOW));
  }
}

static void
test_time (void)
{
  g_autoptr (PlacardHsts) hsts = placard_hsts_new (NULL);

  placard_hsts_take (hsts, "till.example", "max-age=100", NOW);
  g_assert_true (placard_hsts_is_known (hsts, "till.example", NOW + 99));
  g_assert_false (placard_hsts_is_known (hsts, "till.example", NOW + 100));
  placard_hsts_take (hsts, "till.example", "max-age=100", NOW + 50);
  g_assert_true (placard_hsts_is_known (hsts, "till.example", NOW + 149));
  placard_hsts_take (hsts, "till.example", "max-age=0", NOW + 60);
  g_assert_false (placard_hsts_is_known (hsts, "till.example", NOW + 61));
}

/* Section 8.1.1: an address is never one. */
static void
test_addresses (void)
{
  static const char *const addresses[] = {"127.0.0.1", "::1", "192.0.2.7"};
  g_autoptr (PlacardHsts) hsts = placard_hsts_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_assert_false (placard_hsts_take (hsts, addresses[i], "max-age=100; includeSubDomains", NOW));
    g_assert_false (placard_hsts_is_known (hsts, addresses[i], NOW));
  }
}

static void
test_upgrade (void)
{
  static const struct {
    const char *url;
    const char *expected;
  } rows[] = {
      {"http://till.example/a?b#c", "https://till.example/a?b#c"},
      {"http://till.example:80/", "https://till.example/"},
      {"http://till.example:8080/", "https://till.example:8080/"},
      {"https://till.example/", NULL},
      {"http://other.example/", NULL},
  };
  g_autoptr (PlacardHsts) hsts = placard_hsts_new (NULL);

  placard_hsts_take (hsts, "till.example", "max-age=100", NOW);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GUri) uri = g_uri_parse (rows[i].url, G_URI_FLAGS_ENCODED, NULL);
    g_autoptr (GUri) upgraded = placard_hsts_upgrade (hsts, uri, NOW);
    g_autofree char *text = upgraded ? g_uri_to_string (upgraded) : NULL;

    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("placard-hsts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "deep", "hsts", NULL);
  g_autofree char *deep = g_path_get_dirname (path);
  g_autoptr (PlacardHsts) one = placard_hsts_new (path);
  g_autoptr (PlacardHsts) other = placard_hsts_new (path);
  g_autoptr (PlacardHsts) third = NULL;
  g_autofree char *text = NULL;
  GStatBuf status;

  placard_hsts_take (one, "a.example", "max-age=100; includeSubDomains", NOW);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  /* Two at once: neither takes away what the other wrote. */
  placard_hsts_take (other, "b.example", "max-age=100", NOW);
  third = placard_hsts_new (path);
  g_assert_true (placard_hsts_is_known (third, "x.a.example", NOW));
  g_assert_true (placard_hsts_is_known (third, "b.example", NOW));
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_nonnull (strstr (text, ".a.example \"20231114 22:15:00\"\n"));
  g_assert_nonnull (strstr (text, "\nb.example \"20231114 22:15:00\"\n"));

  g_clear_pointer (&third, placard_hsts_free);
  g_file_set_contents (path,
                       "# curl\nc.example \"unlimited\"\nnonsense\n\"\" x\nd.example \"x\"\n"
                       "e.example.. \"unlimited\"\nf.example . \"unlimited\"\n.. \"unlimited\"\n",
                       -1, NULL);
  third = placard_hsts_new (path);
  g_assert_true (placard_hsts_is_known (third, "c.example", NOW));
  g_assert_false (placard_hsts_is_known (third, "d.example", NOW));
  /* No names, which would be others when they are read again. */
  g_assert_false (placard_hsts_is_known (third, "e.example.", NOW));
  placard_hsts_take (third, "a.example", "max-age=100", NOW);
  g_clear_pointer (&text, g_free);
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_nonnull (strstr (text, "c.example"));
  g_assert_null (strstr (text, "e.example."));
  g_assert_null (strstr (text, "f.example"));
  g_unlink (path);
  g_rmdir (deep);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hsts/field", test_field);
  g_test_add_func ("/hsts/time", test_time);
  g_test_add_func ("/hsts/addresses", test_addresses);
  g_test_add_func ("/hsts/upgrade", test_upgrade);
  g_test_add_func ("/hsts/file", test_file);
  return g_test_run ();
}
