/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges and lists in an address: refused in a sentence, or a bounded number of addresses. Each of them, its
 * brackets escaped, stands for itself alone; what stood in the brackets is as many words every time. */
#include "placard-glob.h"

#include <string.h>

/* A hundred thousand addresses take their time. */
#define MAX_BYTES 64

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static char *
escape (const char *url)
{
  GString *text = g_string_new (NULL);

  for (; *url; url++) {
    if (strchr ("[]{}", *url))
      g_string_append_c (text, '\\');
    g_string_append_c (text, *url);
  }
  return g_string_free (text, FALSE);
}

static void
check_match (const PlacardGlobMatch *match, guint n_captures)
{
  g_autofree char *pattern = escape (match->url);
  g_autofree char *joined = g_strjoinv ("/", match->captures);
  g_autoptr (GString) numbers = g_string_new (NULL);
  g_autofree char *filled = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) again = placard_glob_expand (pattern, &error);
  const PlacardGlobMatch *itself;

  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 1);
  itself = g_ptr_array_index (again, 0);
  g_assert_cmpstr (itself->url, ==, match->url);
  g_assert_null (itself->captures[0]);
  g_assert_cmpuint (g_strv_length (match->captures), ==, n_captures);
  for (guint i = 0; i < n_captures; i++)
    g_string_append_printf (numbers, "%s#%u", i ? "/" : "", i + 1);
  filled = placard_glob_fill_in (numbers->str, (const char *const *) match->captures);
  g_assert_cmpstr (filled, ==, joined);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *pattern = g_strndup ((const char *) data, MIN (size, MAX_BYTES));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) matches = placard_glob_expand (pattern, &error);
  const PlacardGlobMatch *first;

  g_assert_true ((matches == NULL) == (error != NULL));
  if (!matches)
    return 0;
  g_assert_true (matches->len >= 1 && matches->len <= PLACARD_GLOB_MAX);
  first = g_ptr_array_index (matches, 0);
  for (guint i = 0; i < matches->len; i += 1 + matches->len / 8)
    check_match (g_ptr_array_index (matches, i), g_strv_length (first->captures));
  return 0;
}
