/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-variables.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-error.h"
#include "placard-form.h"
#include "placard-url.h"

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

/* Texts longer than this are data, not something that a person wrote references into. */
#define MAX_TEXT_BYTES (8 * 1024 * 1024)

typedef struct {
  PlacardRequest *request;
  gboolean expands;
  GPtrArray *missing; /* of utf8 */
  GPtrArray *keyring; /* (nullable) of utf8: names of secrets that are not here yet */
} Expansion;

/* The reference that begins at @at: its name, and its length altogether; 0 when there is none. */
static gsize
match_reference (const char *at, const char **name, gsize *name_length)
{
  const char *start;
  const char *end;
  gboolean braces = at[0] == '{' && at[1] == '{';

  if (!braces && !(at[0] == '$' && at[1] == '{'))
    return 0;
  start = at + 2;
  end = start + (braces && *start == '$');
  end += strspn (end, NAME_CHARACTERS);
  if (end == start || !g_str_has_prefix (end, braces ? "}}" : "}"))
    return 0;
  *name = start;
  *name_length = (gsize) (end - start);
  return (gsize) (end - at) + (braces ? 2 : 1);
}

gsize
placard_variables_match (const char *text)
{
  const char *name;
  gsize length;

  return match_reference (text, &name, &length);
}

gboolean
placard_variables_has_reference (const char *text)
{
  const char *name;
  gsize length;

  for (const char *at = text; (at = strpbrk (at, "{$")); at++)
    if (match_reference (at, &name, &length))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
built_in (const char *name)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (strcmp (name, "$now") == 0)
    return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  if (strcmp (name, "$timestamp") == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_date_time_to_unix (now));
  if (strcmp (name, "$uuid") == 0)
    return g_uuid_string_random ();
  return NULL;
}

static void
note_missing (Expansion *expansion, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (expansion->missing, name, g_str_equal, NULL))
    g_ptr_array_add (expansion->missing, g_strdup (name));
}

static gboolean
is_of_keyring (const char *name)
{
  return g_str_has_prefix (name, PLACARD_VARIABLES_KEYRING);
}

static void
note_keyring (Expansion *expansion, const char *name)
{
  name += strlen (PLACARD_VARIABLES_KEYRING);
  if (expansion->keyring &&
      !g_ptr_array_find_with_equal_func (expansion->keyring, name, g_str_equal, NULL))
    g_ptr_array_add (expansion->keyring, g_strdup (name));
}

static char *
look_up (Expansion *expansion, gboolean environment, const char *name)
{
  g_autofree char *shown = NULL;

  if (!environment && *name == '$' && !is_of_keyring (name))
    return built_in (name);
  if (!environment)
    return g_strdup (placard_request_get_variable (expansion->request, name));
  if (g_getenv (name))
    return g_strdup (g_getenv (name));
  /* What a person was asked for in its place. */
  shown = g_strconcat ("${", name, "}", NULL);
  return g_strdup (placard_request_get_variable (expansion->request, shown));
}

/* @encoded: it becomes part of a parameter's value */
static void
append_reference (Expansion *expansion,
                  GString *out,
                  const char *at,
                  gsize length,
                  const char *name,
                  gboolean encoded)
{
  gboolean environment = *at == '$';
  g_autofree char *value =
      environment && !expansion->expands ? NULL : look_up (expansion, environment, name);

  if (value) {
    if (encoded)
      placard_url_append_form_encoded (out, value, -1);
    else
      g_string_append (out, value);
    return;
  }
  g_string_append_len (out, at, (gssize) length);
  if (expansion->expands && !environment && is_of_keyring (name)) {
    note_keyring (expansion, name);
  } else if (expansion->expands) {
    g_autofree char *shown = environment ? g_strndup (at, length) : g_strdup (name);

    note_missing (expansion, shown);
  }
}

/* @pairs: (nullable): where in @text "name=value&name=value" begins. (transfer full) */
static char *
expand_pairs (Expansion *expansion, const char *text, const char *pairs)
{
  GString *out = g_string_new (NULL);
  const char *at = text;
  gboolean in_value = FALSE;

  while (*at) {
    const char *start;
    gsize name_length;
    gsize length = match_reference (at, &start, &name_length);
    g_autofree char *name = NULL;

    if (length == 0) {
      if (pairs && at >= pairs && strchr ("=&#", *at))
        in_value = *at == '=' || (in_value && *at != '&' && *at != '#');
      g_string_append_c (out, *at++);
      continue;
    }
    name = g_strndup (start, name_length);
    append_reference (expansion, out, at, length, name, in_value);
    at += length;
  }
  return g_string_free (out, FALSE);
}

static char *
expand_text (Expansion *expansion, const char *text)
{
  return expand_pairs (expansion, text, NULL);
}

static void
expand_in_place (Expansion *expansion, char **text)
{
  char *expanded;

  if (!*text)
    return;
  expanded = expand_text (expansion, *text);
  g_free (*text);
  *text = expanded;
}

static void
expand_fields (Expansion *expansion, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++) {
    PlacardField *field = g_ptr_array_index (fields, i);

    if (!field->enabled)
      continue;
    if (field->encoded)
      expand_in_place (expansion, &field->name);
    expand_in_place (expansion, &field->value);
  }
}

static gboolean
is_urlencoded (PlacardBody *body)
{
  const char *type = placard_body_get_content_type (body);

  return type && g_str_has_prefix (type, "application/x-www-form-urlencoded");
}

/* %NULL: nothing in it to expand. (transfer full) */
static PlacardBody *
expand_bytes (Expansion *expansion, PlacardBody *body)
{
  GBytes *bytes = placard_body_get_bytes (body);
  gsize length;
  const char *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *expanded = NULL;
  g_autoptr (GBytes) replaced = NULL;

  if (!data || length > MAX_TEXT_BYTES || memchr (data, '\0', length))
    return NULL;
  text = g_strndup (data, length);
  if (!placard_variables_has_reference (text))
    return NULL;
  expanded = expand_pairs (expansion, text, is_urlencoded (body) ? text : NULL);
  replaced = g_bytes_new (expanded, strlen (expanded));
  return placard_body_new_bytes (replaced, placard_body_get_content_type (body));
}

static PlacardBody *
expand_form (Expansion *expansion, PlacardForm *form)
{
  g_autoptr (PlacardForm) copy = placard_form_new ();
  GPtrArray *parts = placard_form_get_parts (form);

  for (guint i = 0; i < parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (parts, i);
    g_autoptr (PlacardBody) content =
        part->enabled ? expand_bytes (expansion, part->content) : NULL;

    if (part->enabled)
      placard_form_append (copy, part->name, part->file_name, content ? content : part->content);
  }
  return placard_body_new_form (copy);
}

static void
expand_body (Expansion *expansion, PlacardRequest *copy)
{
  PlacardBody *body = placard_request_get_body (copy);
  g_autoptr (PlacardBody) expanded = NULL;

  if (!body)
    return;
  expanded = placard_body_get_form (body) ? expand_form (expansion, placard_body_get_form (body))
                                          : expand_bytes (expansion, body);
  if (expanded)
    placard_request_set_body (copy, expanded);
}

static void
expand_credentials (Expansion *expansion, PlacardRequest *copy)
{
  g_autofree char *user = g_strdup (placard_request_get_auth_user (copy));
  g_autofree char *secret = g_strdup (placard_request_get_auth_secret (copy));

  expand_in_place (expansion, &user);
  expand_in_place (expansion, &secret);
  placard_request_set_auth (copy, placard_request_get_auth (copy), user, secret);
}

/* The secrets among them: a proxy's password, a key's. */
static void
expand_transport (Expansion *expansion, PlacardRequest *copy)
{
  g_autoptr (PlacardTransport) transport =
      placard_transport_copy (placard_request_get_transport (copy));

  expand_in_place (expansion, &transport->proxy_user);
  expand_in_place (expansion, &transport->proxy_password);
  expand_in_place (expansion, &transport->key_password);
  placard_request_set_transport (copy, transport);
}

static PlacardRequest *
expand (PlacardRequest *request, GPtrArray *missing, GPtrArray *keyring)
{
  PlacardRequest *copy = placard_request_copy (request);
  Expansion expansion = {copy, placard_request_get_expands (request), missing, keyring};
  const char *typed = placard_request_get_url (request);
  const char *query = typed + strcspn (typed, "?#");
  g_autofree char *url = expand_pairs (&expansion, typed, *query == '?' ? query : NULL);

  placard_request_set_url (copy, url);
  expand_fields (&expansion, placard_request_get_query (copy));
  expand_fields (&expansion, placard_request_get_headers (copy));
  expand_credentials (&expansion, copy);
  expand_transport (&expansion, copy);
  expand_body (&expansion, copy);
  return copy;
}

GPtrArray *
placard_variables_list_missing (PlacardRequest *request)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func (g_free);

  g_object_unref (expand (request, missing, NULL));
  return missing;
}

GPtrArray *
placard_variables_list_keyring (PlacardRequest *request)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  /* What is not expanded refers to nothing. */
  if (placard_request_get_expands (request))
    g_object_unref (expand (request, missing, names));
  return names;
}

/* Every name at once: nobody is asked twice. */
static void
fail_missing (char **missing, GError **error)
{
  const char *first = missing[0];

  if (missing[1]) {
    g_autofree char *all = g_strjoinv (", ", missing);

    g_set_error (
        error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
        _ ("The request needs values for %s: --variable NAME=VALUE for each, or ${NAME} in "
           "the environment"),
        all);
  } else if (g_str_has_prefix (first, "${"))
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("The request needs %s, which is not in the environment"), first);
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("The request needs a value for {{%s}}: --variable %s=VALUE"), first, first);
}

PlacardRequest *
placard_variables_expand (PlacardRequest *request, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PlacardRequest) copy = expand (request, missing, NULL);

  if (missing->len == 0)
    return g_steal_pointer (&copy);

  g_ptr_array_add (missing, NULL);
  fail_missing ((char **) missing->pdata, error);
  return NULL;
}
