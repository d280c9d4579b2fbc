/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CR7, S5: the file of the exceptions; a line that is none trusts nobody. */
#include "placard-tls-exceptions.h"

#include <glib/gstdio.h>

#define FOUR "AB:CD:EF:01:"
#define FINGERPRINT FOUR FOUR FOUR FOUR FOUR FOUR FOUR "AB:CD:EF:01"

static guint
count (const char *path, const char *line)
{
  g_autoptr (PlacardTlsExceptions) exceptions = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_assert_true (g_file_set_contents (path, line, -1, NULL));
  exceptions = placard_tls_exceptions_new (path);
  list = placard_tls_exceptions_list (exceptions);
  return list->len;
}

static void
test_file (void)
{
  static const struct {
    const char *line;
    guint n;
  } rows[] = {
      {"a.example 443 " FINGERPRINT "\n", 1},
      {"a.example 443 " FINGERPRINT "\nb.example 8443 " FINGERPRINT, 2},
      {"a.example 0 " FINGERPRINT "\n", 0},
      {"a.example 65536 " FINGERPRINT "\n", 0},
      {"a.example 443 " FINGERPRINT ":\n", 0},
      {"a.example 443 " FOUR "\n", 0},
      /* As long as one, and of its characters. */
      {"a.example 443 :" FOUR FOUR FOUR FOUR FOUR FOUR FOUR "AB:CD:EF:0\n", 0},
      {"a\xff 443 " FINGERPRINT "\n", 0},
      {"a\x1b[2J 443 " FINGERPRINT "\n", 0},
      {" 443 " FINGERPRINT "\n", 0},
  };
  g_autofree char *folder = g_dir_make_tmp ("placard-exceptions-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "exceptions", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("row %u", (guint) i);
    g_assert_cmpuint (count (path, rows[i].line), ==, rows[i].n);
  }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-exceptions/file", test_file);
  return g_test_run ();
}
