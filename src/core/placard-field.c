/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-field.h"

#include <string.h>

#include "placard-url.h"

PlacardField *
placard_field_new (const char *name, const char *value)
{
  PlacardField *field = g_new0 (PlacardField, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->enabled = TRUE;
  field->secret = placard_field_name_is_secret (name);
  return field;
}

char *
placard_field_to_encoded (const PlacardField *field)
{
  GString *text = g_string_new (NULL);

  if (field->encoded) {
    placard_url_append_query (text, field->name);
    return g_string_free (text, FALSE);
  }
  placard_url_append_form_encoded (text, field->name, -1);
  if (*field->name && field->value)
    g_string_append_c (text, '=');
  if (field->value)
    placard_url_append_form_encoded (text, field->value, -1);
  return g_string_free (text, FALSE);
}

/* %NULL when @text is no form-encoded text, or one with a NUL in it. */
/* %NULL for what is no text: a field that holds it stays as it was written. */
static char *
decode (const char *text, gsize length)
{
  g_autofree char *spaced = g_strndup (text, length);
  g_autofree char *decoded = NULL;

  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);
  return decoded && g_utf8_validate (decoded, -1, NULL) ? g_steal_pointer (&decoded) : NULL;
}

PlacardField *
placard_field_new_encoded (const char *text)
{
  gsize length = strcspn (text, "=");
  g_autofree char *name = decode (text, length);
  g_autofree char *value =
      text[length] ? decode (text + length + 1, strlen (text + length + 1)) : NULL;
  g_autoptr (PlacardField) field = placard_field_new (name ? name : text, value);
  g_autofree char *again = placard_field_to_encoded (field);

  if (!name || !*name || strcmp (again, text) != 0) {
    g_free (field->name);
    field->name = g_strdup (text);
    g_clear_pointer (&field->value, g_free);
    field->encoded = TRUE;
  }
  return g_steal_pointer (&field);
}

void
placard_field_free (PlacardField *field)
{
  if (!field)
    return;
  g_free (field->name);
  g_free (field->value);
  g_free (field);
}

PlacardField *
placard_field_copy (const PlacardField *field)
{
  PlacardField *copy = g_new0 (PlacardField, 1);

  *copy = *field;
  copy->name = g_strdup (field->name);
  copy->value = g_strdup (field->value);
  return copy;
}

GPtrArray *
placard_field_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
}

GPtrArray *
placard_field_list_copy (GPtrArray *fields)
{
  GPtrArray *copy = placard_field_list_new ();

  for (guint i = 0; i < fields->len; i++)
    g_ptr_array_add (copy, placard_field_copy (g_ptr_array_index (fields, i)));
  return copy;
}

PlacardField *
placard_field_list_find (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++) {
    PlacardField *field = g_ptr_array_index (fields, i);

    if (field->enabled && g_ascii_strcasecmp (field->name, name) == 0)
      return field;
  }
  return NULL;
}

gboolean
placard_field_name_is_secret (const char *name)
{
  static const char *const parts[] = {
      "auth", "cookie", "token", "key",        "secret",    "passw", "passphrase", "session",
      "pwd",  "jwt",    "otp",   "credential", "signature", "csrf",  "ticket",
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (lower, parts[i]))
      return TRUE;
  return strcmp (lower, "sid") == 0 || strcmp (lower, "sig") == 0 || strcmp (lower, "pass") == 0;
}
