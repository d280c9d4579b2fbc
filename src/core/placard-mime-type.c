/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-mime-type.h"

#include <string.h>

#include "placard-field-value.h"

#define SPACE " \t\r\n"

struct _PlacardMimeType {
  char *essence;
  GPtrArray *parameters; /* name, value, name, value ...; each name once, in the order they came */
};

/* RFC 9110, section 5.6.2. */
static gboolean
is_token (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && (!text[i] || !strchr ("!#$%&'*+-.^_`|~", text[i])))
      return FALSE;
  return length > 0;
}

static gboolean
is_quotable (const char *text)
{
  for (; *text; text++)
    if (*text != '\t' && g_ascii_iscntrl (*text))
      return FALSE;
  return TRUE;
}

static gsize
trim_end (const char *text, gsize length)
{
  while (length && strchr (SPACE, text[length - 1]))
    length--;
  return length;
}

/* Fetch, "collect an HTTP quoted string": @at is at the quote, and ends behind the string. */
static char *
collect_quoted (const char **at)
{
  GString *value = g_string_new (NULL);
  const char *next = *at + 1;

  for (; *next && *next != '"'; next++) {
    /* A backslash at the very end stands for itself. */
    if (*next == '\\' && next[1])
      next++;
    g_string_append_c (value, *next);
  }
  *at = *next ? next + 1 : next;
  return g_string_free (value, FALSE);
}

const char *
placard_mime_type_get_parameter (PlacardMimeType *self, const char *name)
{
  for (guint i = 0; i < self->parameters->len; i += 2)
    if (strcmp (g_ptr_array_index (self->parameters, i), name) == 0)
      return g_ptr_array_index (self->parameters, i + 1);
  return NULL;
}

/* @name may be anything; @value, which is taken, too. */
static void
add_parameter (PlacardMimeType *self, const char *name, gsize length, char *value)
{
  g_autofree char *lower = g_ascii_strdown (name, (gssize) length);

  if (!is_token (name, length) || !is_quotable (value) ||
      placard_mime_type_get_parameter (self, lower)) {
    g_free (value);
    return;
  }
  g_ptr_array_add (self->parameters, g_steal_pointer (&lower));
  g_ptr_array_add (self->parameters, value);
}

/* One parameter, from behind its ";" to the next one or the end. */
static const char *
read_parameter (PlacardMimeType *self, const char *at)
{
  const char *name = at + strspn (at, SPACE);
  gsize length = strcspn (name, ";=");
  gsize value_length;

  at = name + length;
  if (*at != '=')
    return at;
  if (*++at == '"') {
    add_parameter (self, name, length, collect_quoted (&at));
    return at + strcspn (at, ";");
  }
  value_length = strcspn (at, ";");
  if (trim_end (at, value_length))
    add_parameter (self, name, length, g_strndup (at, trim_end (at, value_length)));
  return at + value_length;
}

PlacardMimeType *
placard_mime_type_parse (const char *text)
{
  const char *type = text + strspn (text, SPACE);
  const char *slash = strchr (type, '/');
  PlacardMimeType *self;
  gsize length, subtype;

  if (!slash)
    return NULL;
  subtype = strcspn (slash + 1, ";");
  length = trim_end (slash + 1, subtype);
  if (!is_token (type, slash - type) || !is_token (slash + 1, length))
    return NULL;

  self = g_new0 (PlacardMimeType, 1);
  self->essence = g_ascii_strdown (type, slash + 1 + length - type);
  self->parameters = g_ptr_array_new_with_free_func (g_free);
  for (const char *at = slash + 1 + subtype; *at == ';';)
    at = read_parameter (self, at + 1);
  return self;
}

void
placard_mime_type_free (PlacardMimeType *self)
{
  g_free (self->essence);
  g_ptr_array_unref (self->parameters);
  g_free (self);
}

const char *
placard_mime_type_get_essence (PlacardMimeType *self)
{
  return self->essence;
}

static void
append_value (GString *text, const char *value)
{
  if (is_token (value, strlen (value))) {
    g_string_append (text, value);
    return;
  }
  g_string_append_c (text, '"');
  for (; *value; value++) {
    if (*value == '"' || *value == '\\')
      g_string_append_c (text, '\\');
    g_string_append_c (text, *value);
  }
  g_string_append_c (text, '"');
}

char *
placard_mime_type_to_string (PlacardMimeType *self)
{
  GString *text = g_string_new (self->essence);

  for (guint i = 0; i < self->parameters->len; i += 2) {
    g_string_append_printf (text, ";%s=", (const char *) g_ptr_array_index (self->parameters, i));
    append_value (text, g_ptr_array_index (self->parameters, i + 1));
  }
  return g_string_free (text, FALSE);
}

/* --- several fields ----------------------------------------------------------------------------- */

/* Fetch, "get, decode, and split": to the next comma that is in no quoted string. */
static char *
split_off (const char **at)
{
  const char *start = *at;
  const char *next = start;

  while (*next && *next != ',')
    if (*next == '"')
      g_free (collect_quoted (&next));
    else
      next++;
  *at = *next ? next + 1 : NULL;
  return g_strndup (start, next - start);
}

/* @charset: of the essence so far, and after. */
static void
inherit_charset (PlacardMimeType *type, PlacardMimeType *before, char **charset)
{
  const char *own = placard_mime_type_get_parameter (type, "charset");

  if (!before || strcmp (before->essence, type->essence) != 0) {
    g_free (*charset);
    *charset = g_strdup (own);
  } else if (!own && *charset) {
    add_parameter (type, "charset", strlen ("charset"), g_strdup (*charset));
  }
}

PlacardMimeType *
placard_mime_type_extract (GPtrArray *headers)
{
  g_autofree char *all = placard_field_value_combine (headers, "Content-Type");
  g_autoptr (PlacardMimeType) type = NULL;
  g_autofree char *charset = NULL;

  for (const char *at = all; at;) {
    g_autofree char *value = split_off (&at);
    PlacardMimeType *next = placard_mime_type_parse (value);

    if (next && strcmp (next->essence, "*/*") == 0)
      g_clear_pointer (&next, placard_mime_type_free);
    if (!next)
      continue;
    inherit_charset (next, type, &charset);
    g_clear_pointer (&type, placard_mime_type_free);
    type = next;
  }
  return g_steal_pointer (&type);
}
