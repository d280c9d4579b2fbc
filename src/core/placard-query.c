/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-query.h"

#include <string.h>

#include "placard-url.h"
#include "placard-variables.h"

/* One parameter of the address: what it says, and how it is written there. */
typedef struct {
  PlacardField *field;
  char *text;
  gboolean used;
} Parameter;

static void
parameter_free (Parameter *parameter)
{
  placard_field_free (parameter->field);
  g_free (parameter->text);
  g_free (parameter);
}

/* (nullable): no text, or one with a NUL in it */
static char *
decode (const char *text, gsize length)
{
  g_autofree char *spaced = g_strndup (text, length);
  g_autofree char *decoded = NULL;

  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);
  return decoded && g_utf8_validate (decoded, -1, NULL) ? g_steal_pointer (&decoded) : NULL;
}

static PlacardField *
field_of (const char *text)
{
  gsize length = strcspn (text, "=");
  g_autofree char *name = decode (text, length);
  g_autofree char *value =
      text[length] ? decode (text + length + 1, strlen (text + length + 1)) : NULL;
  PlacardField *field;

  if (name && (value || !text[length]) && (*name || (value && *value)))
    return placard_field_new (name, value);
  field = placard_field_new (text, NULL);
  field->encoded = TRUE;
  return field;
}

/* Where the query of a typed address begins, at its "?" or its end, and how long it is. */
static const char *
find_query (const char *url, gsize *length)
{
  const char *start = url + strcspn (url, "?#");

  *length = *start == '?' ? strcspn (start, "#") : 0;
  return start;
}

static GPtrArray *
list_parameters (const char *url)
{
  GPtrArray *parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) parameter_free);
  gsize length;
  const char *start = find_query (url, &length);
  g_autofree char *query = g_strndup (start + (length > 0), length - (length > 0));
  g_auto (GStrv) texts = g_strsplit (query, "&", -1);

  for (char **text = texts; *text; text++) {
    Parameter *parameter;

    if (!**text)
      continue;
    parameter = g_new0 (Parameter, 1);
    parameter->field = field_of (*text);
    parameter->text = g_strdup (*text);
    g_ptr_array_add (parameters, parameter);
  }
  return parameters;
}

GPtrArray *
placard_query_list (PlacardRequest *request)
{
  g_autoptr (GPtrArray) own = list_parameters (placard_request_get_url (request));
  GPtrArray *added = placard_request_get_query (request);
  GPtrArray *fields = placard_field_list_new ();

  for (guint i = 0; i < own->len; i++) {
    Parameter *parameter = g_ptr_array_index (own, i);

    g_ptr_array_add (fields, placard_field_copy (parameter->field));
  }
  for (guint i = 0; i < added->len; i++)
    g_ptr_array_add (fields, placard_field_copy (g_ptr_array_index (added, i)));
  return fields;
}

static gboolean
says_the_same (const PlacardField *a, const PlacardField *b)
{
  return a->encoded == b->encoded && g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->value, b->value) == 0;
}

/* As it stands in the address already. (nullable) */
static const char *
find_text (GPtrArray *parameters, const PlacardField *field)
{
  for (guint i = 0; i < parameters->len; i++) {
    Parameter *parameter = g_ptr_array_index (parameters, i);

    if (parameter->used || !says_the_same (parameter->field, field))
      continue;
    parameter->used = TRUE;
    return parameter->text;
  }
  return NULL;
}

static void
append_encoded (GString *out, const char *text)
{
  const char *at = text;

  while (*at) {
    gsize length = placard_variables_match (at);
    const char *end = at + (length ? length : strcspn (at + 1, "{$") + 1);

    if (length)
      g_string_append_len (out, at, end - at);
    else
      placard_url_append_form_encoded (out, at, end - at);
    at = end;
  }
}

static void
append_field (GString *out, const PlacardField *field)
{
  if (field->encoded) {
    placard_url_append_query (out, field->name);
    return;
  }
  append_encoded (out, field->name);
  if (field->value) {
    g_string_append_c (out, '=');
    append_encoded (out, field->value);
  }
}

/* A secret that was given beside the address does not come to stand in it. */
static gboolean
stays_beside (PlacardRequest *request, const PlacardField *field)
{
  return field->secret &&
         placard_field_list_find (placard_request_get_query (request), field->name) != NULL;
}

/* The address as far as its query, which is what @fields say, and what comes after that. @beside: gets what
 * does not stand in it. */
static char *
build_url (PlacardRequest *request, GPtrArray *fields, GPtrArray *beside)
{
  const char *url = placard_request_get_url (request);
  g_autoptr (GPtrArray) parameters = list_parameters (url);
  gsize length;
  const char *start = find_query (url, &length);
  GString *out = g_string_new_len (url, start - url);
  char separator = '?';

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);
    const char *text = field->enabled ? find_text (parameters, field) : NULL;

    if (!field->enabled || (!text && stays_beside (request, field))) {
      g_ptr_array_add (beside, placard_field_copy (field));
      continue;
    }
    g_string_append_c (out, separator);
    separator = '&';
    if (text)
      g_string_append (out, text);
    else
      append_field (out, field);
  }
  g_string_append (out, start + length);
  return g_string_free (out, FALSE);
}

void
placard_query_set (PlacardRequest *request, GPtrArray *fields)
{
  g_autoptr (GPtrArray) beside = placard_field_list_new ();
  g_autofree char *url = build_url (request, fields, beside);

  placard_request_set_address (request, url, beside);
}

static const PlacardField *
take_next (GPtrArray *fields, guint *at, gboolean enabled)
{
  while (*at < fields->len) {
    const PlacardField *field = g_ptr_array_index (fields, (*at)++);

    if (!!field->enabled == enabled)
      return field;
  }
  return NULL;
}

GPtrArray *
placard_query_merge (GPtrArray *shown, GPtrArray *fields)
{
  GPtrArray *merged = placard_field_list_new ();
  guint on = 0, off = 0;
  const PlacardField *field;

  for (guint i = 0; i < shown->len; i++) {
    const PlacardField *row = g_ptr_array_index (shown, i);

    field = row->enabled ? take_next (fields, &on, TRUE) : take_next (fields, &off, FALSE);
    if (field)
      g_ptr_array_add (merged, placard_field_copy (field));
  }
  while ((field = take_next (fields, &on, TRUE)))
    g_ptr_array_add (merged, placard_field_copy (field));
  while ((field = take_next (fields, &off, FALSE)))
    g_ptr_array_add (merged, placard_field_copy (field));
  return merged;
}
