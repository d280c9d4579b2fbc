/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-field-value.h"

#include <string.h>

#include "placard-header.h"
#include "placard-response.h"

char *
placard_field_value_combine (GPtrArray *headers, const char *name)
{
  g_autoptr (GString) joined = NULL;

  for (guint i = 0; headers && i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);
    g_autofree char *value = NULL;

    if (g_ascii_strcasecmp (header->name, name) != 0)
      continue;
    value = g_strstrip (g_strdup (header->value));
    if (!joined)
      joined = g_string_new (value);
    else
      g_string_append_printf (joined, ", %s", value);
  }
  return joined ? g_string_free (g_steal_pointer (&joined), FALSE) : NULL;
}

char **
placard_field_value_get_tokens (GPtrArray *headers, const char *name, gboolean *failed)
{
  g_autofree char *value = placard_field_value_combine (headers, name);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;

  *failed = FALSE;
  if (!value)
    return NULL;
  parts = g_strsplit (value, ",", -1);
  for (char **part = parts; *part; part++) {
    /* Only blanks and tabs are white space here (RFC 9110, section 5.6.3). */
    char *from = *part + strspn (*part, " \t");
    gsize length = strlen (from);

    while (length > 0 && strchr (" \t", from[length - 1]))
      length--;
    from[length] = '\0';
    if (length == 0)
      continue;
    if (!placard_header_is_token (from)) {
      *failed = TRUE;
      return NULL;
    }
    g_ptr_array_add (tokens, g_strdup (from));
  }
  g_ptr_array_add (tokens, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&tokens), FALSE);
}

gboolean
placard_field_value_has (char **tokens, const char *token, gboolean exact)
{
  for (; tokens && *tokens; tokens++)
    if (exact ? strcmp (*tokens, token) == 0 : g_ascii_strcasecmp (*tokens, token) == 0)
      return TRUE;
  return FALSE;
}
