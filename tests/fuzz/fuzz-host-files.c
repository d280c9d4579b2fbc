/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two files with a line for each host, and the field that fills one of them. The first line is the field, the
 * rest either file. What was read of a file and written is read as the same; an exception to a certificate is
 * for a host that can be shown and a fingerprint; an empty directive changes nothing of what a field says. */
#include "placard-hsts.h"
#include "placard-tls-exceptions.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NOW G_GINT64_CONSTANT (1700000000)

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static const char *
get_path (void)
{
  static char *path;
  /* Every write waits for the disk. */
  const char *folder = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();

  if (!path)
    path = g_strdup_printf ("%s/placard-fuzz-hosts-%d", folder, (int) getpid ());
  return path;
}

static void
check_field (const char *field)
{
  g_autofree char *longer = g_strdup_printf (";%s;", field);
  g_autoptr (PlacardHsts) one = placard_hsts_new (NULL);
  g_autoptr (PlacardHsts) other = placard_hsts_new (NULL);
  gboolean heeded = placard_hsts_take (one, "a.example", field, NOW);

  g_assert_cmpint (heeded, ==, placard_hsts_take (other, "A.example.", longer, NOW));
  for (gint64 after = 1; after < 1000000; after *= 10) {
    g_assert_cmpint (placard_hsts_is_known (one, "a.example", NOW + after), ==,
                     placard_hsts_is_known (other, "a.example", NOW + after));
    g_assert_cmpint (placard_hsts_is_known (one, "b.a.example", NOW + after), ==,
                     placard_hsts_is_known (other, "b.a.example", NOW + after));
  }
  g_assert_true (heeded || !placard_hsts_is_known (one, "a.example", NOW));
  g_assert_false (placard_hsts_is_known (one, "example", NOW));
}

static int
compare (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What the file has after it was read and one host was put in, in any order of its lines. */
static char *
rewrite (const char *field)
{
  g_autoptr (PlacardHsts) hsts = placard_hsts_new (get_path ());
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  placard_hsts_take (hsts, "fuzz.example", field, NOW);
  g_assert_true (g_file_get_contents (get_path (), &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  qsort (lines, g_strv_length (lines), sizeof *lines, compare);
  return g_strjoinv ("\n", lines);
}

static void
check_hsts (const char *file)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  /* A host that is known well enough is not written again. */
  if (strcasestr (file, "fuzz.example"))
    return;
  g_file_set_contents_full (get_path (), file, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  first = rewrite ("max-age=1000");
  g_free (rewrite ("max-age=2000"));
  second = rewrite ("max-age=1000");
  g_assert_cmpstr (first, ==, second);
}

static void
check_exception (PlacardTlsExceptions *again, const PlacardTlsException *exception)
{
  g_autofree char *known = placard_tls_exceptions_lookup (again, exception->host, exception->port);

  g_assert_cmpstr (known, ==, exception->fingerprint);
  g_assert_true (exception->port >= 1 && exception->port <= 65535 && *exception->host);
  for (const char *at = exception->host; *at; at++)
    g_assert_true (g_ascii_isgraph (*at) && !g_ascii_isupper (*at));
  for (gsize i = 0; known[i]; i++)
    g_assert_true (i % 3 == 2 ? known[i] == ':' : g_ascii_isxdigit (known[i]));
}

static void
check_exceptions (const char *file)
{
  g_autoptr (PlacardTlsExceptions) one = NULL;
  g_autoptr (PlacardTlsExceptions) other = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_file_set_contents_full (get_path (), file, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  one = placard_tls_exceptions_new (get_path ());
  g_assert_true (placard_tls_exceptions_remove (one, "fuzz.example", 1, NULL));
  other = placard_tls_exceptions_new (get_path ());
  before = placard_tls_exceptions_list (one);
  after = placard_tls_exceptions_list (other);
  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < before->len; i++)
    check_exception (other, g_ptr_array_index (before, i));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *file = strchr (text, '\n');

  if (file)
    *file++ = '\0';
  check_field (text);
  if (file) {
    check_hsts (file);
    check_exceptions (file);
    g_unlink (get_path ());
  }
  return 0;
}
