/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a label says, written as the standard writes it, is read as the same; of several fields (lines) the
 * one that counts is the last that is a type. */
#include "placard-mime-type.h"
#include "placard-response.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
check (PlacardMimeType *type)
{
  g_autofree char *text = placard_mime_type_to_string (type);
  g_autoptr (PlacardMimeType) again = placard_mime_type_parse (text);
  g_autofree char *text_again = NULL;
  const char *essence = placard_mime_type_get_essence (type);

  g_assert_nonnull (again);
  text_again = placard_mime_type_to_string (again);
  g_assert_cmpstr (text, ==, text_again);
  g_assert_true (g_str_has_prefix (text, essence));
  g_assert_true (strchr (essence, '/') && !strpbrk (essence, "; \t\r\n,\""));
  for (const char *at = text; *at; at++)
    g_assert_true (*at == '\t' || !g_ascii_iscntrl (*at));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 20);
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  g_autoptr (PlacardMimeType) whole = placard_mime_type_parse (text);
  g_autoptr (PlacardMimeType) counted = NULL;
  g_autoptr (PlacardMimeType) last = NULL;

  for (char **line = lines; *line; line++) {
    g_ptr_array_add (headers, placard_response_header_new ("Content-Type", *line));
    g_clear_pointer (&last, placard_mime_type_free);
    last = placard_mime_type_parse (*line);
  }
  counted = placard_mime_type_extract (headers);
  if (whole)
    check (whole);
  if (counted)
    check (counted);
  /* A quote that is left open would take the next field in. */
  if (last && !strpbrk (text, ",\"") && strcmp (placard_mime_type_get_essence (last), "*/*") != 0) {
    g_assert_nonnull (counted);
    g_assert_cmpstr (placard_mime_type_get_essence (last), ==,
                     placard_mime_type_get_essence (counted));
  }
  return 0;
}
