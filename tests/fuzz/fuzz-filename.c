/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "placard-filename.h"

/* A Content-Disposition field, a line feed, an address. Whatever comes out is one safe component. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
check (const char *name)
{
  g_autofree char *again = placard_filename_sanitise (name);
  g_autofree char *numbered = placard_filename_with_suffix (name, " (12)");

  g_assert_cmpstr (again, ==, name);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_true (*name && *name != '.' && strlen (name) <= 255 && strlen (numbered) <= 255);
  g_assert_null (strpbrk (name, "/\\:*?\"<>|"));
  for (const char *at = name; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_assert_false (g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) ||
                    (c >= 0x2066 && c <= 0x2069));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *url = strchr (text, '\n');

  if (url)
    *url++ = '\0';
  for (int type = PLACARD_MEDIA_UNKNOWN; type <= PLACARD_MEDIA_BINARY; type++) {
    g_autofree char *name = placard_filename_suggest (text, url, (PlacardMediaType) type);

    check (name);
  }
  return 0;
}
