/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-effective.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-form.h"
#include "placard-mask.h"
#include "placard-option.h"
#include "placard-printable.h"
#include "placard-sent-field.h"
#include "placard-setting.h"
#include "placard-variables.h"

/* Of a text body: what fits a look. */
#define SHOWN_BYTES 2000

static void
line_free (PlacardEffectiveLine *line)
{
  g_free (line->name);
  g_free (line->value);
  g_free (line->reason);
  g_free (line);
}

/* @value: (transfer full) */
static PlacardEffectiveLine *
add (GPtrArray *lines, PlacardEffectiveSection section, const char *name, char *value)
{
  PlacardEffectiveLine *line = g_new0 (PlacardEffectiveLine, 1);

  line->section = section;
  line->name = g_strdup (name);
  line->value = value;
  g_ptr_array_add (lines, line);
  return line;
}

const char *
placard_effective_section_title (PlacardEffectiveSection section)
{
  switch (section) {
  case PLACARD_EFFECTIVE_REQUEST:
    return _ ("Request");
  case PLACARD_EFFECTIVE_FIELDS:
    return _ ("Header Fields");
  case PLACARD_EFFECTIVE_BODY:
    return _ ("Body");
  case PLACARD_EFFECTIVE_OPTIONS:
    return _ ("Options");
  }
  return "";
}

/* --- request line and fields ------------------------------------------------------------------- */

static gboolean
add_request (GPtrArray *lines, PlacardRequest *request, GError **error)
{
  g_autoptr (GUri) uri = placard_request_build_uri (request, error);
  PlacardEffectiveLine *line;
  g_autofree char *text = NULL;

  if (!uri)
    return FALSE;
  text = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO);
  line = add (lines, PLACARD_EFFECTIVE_REQUEST, _ ("Method"),
              g_strdup (placard_request_get_effective_method (request)));
  line->initial = placard_request_get_method (request) == NULL;
  if (placard_request_get_auth (request) == PLACARD_AUTH_API_KEY_QUERY) {
    /* Whatever its name is. */
    const char *name = placard_request_get_auth_user (request);
    g_autofree char *encoded = g_uri_escape_string (name, NULL, FALSE);
    g_autofree char *wanted = g_strconcat (encoded, "=", NULL);
    char *at = strstr (text, wanted);

    if (at)
      at[strlen (wanted)] = '\0';
    add (lines, PLACARD_EFFECTIVE_REQUEST, _ ("Address"),
         at ? g_strconcat (text, PLACARD_MASK, NULL) : placard_mask_url (text));
    return TRUE;
  }
  add (lines, PLACARD_EFFECTIVE_REQUEST, _ ("Address"), placard_mask_url (text));
  return TRUE;
}

/* "Bearer ***": which scheme it is is no secret. */
static char *
mask_value (const char *name, const char *value)
{
  const char *space = strchr (value, ' ');

  if (g_ascii_strcasecmp (name, "Authorization") != 0 || !space)
    return g_strdup (PLACARD_MASK);
  return g_strdup_printf ("%.*s " PLACARD_MASK, (int) (space - value), value);
}

static char *
show_value (const char *name, const char *value, gboolean secret)
{
  if (!value)
    return g_strdup (_ ("known when it is sent"));
  return secret ? mask_value (name, value) : g_strdup (value);
}

static void
add_fields (GPtrArray *lines, PlacardRequest *request)
{
  GPtrArray *own = placard_request_get_headers (request);
  g_autoptr (GPtrArray) others = placard_sent_field_list (request);

  for (guint i = 0; i < own->len; i++) {
    const PlacardField *field = g_ptr_array_index (own, i);

    if (field->enabled && field->value)
      add (lines, PLACARD_EFFECTIVE_FIELDS, field->name,
           show_value (field->name, field->value, field->secret));
  }
  for (guint i = 0; i < others->len; i++) {
    const PlacardSentField *field = g_ptr_array_index (others, i);
    PlacardEffectiveLine *line = add (lines, PLACARD_EFFECTIVE_FIELDS, field->name,
                                      show_value (field->name, field->value, field->secret));

    line->initial = TRUE;
    line->reason = g_strdup (field->reason);
  }
}

/* --- body -------------------------------------------------------------------------------------- */

static char *
describe_size (PlacardBody *body)
{
  goffset length = placard_body_get_length (body);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) length);

  if (length < 0)
    return g_strdup (_ ("of a length that only its end tells"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte", "%s bytes", (gulong) length),
                          number);
}

/* The text that it is, masked; %NULL when it is none. */
static char *
show_text (PlacardBody *body)
{
  GBytes *bytes = placard_body_get_bytes (body);
  const char *type = placard_body_get_content_type (body);
  gsize length = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *masked = NULL;
  g_autofree char *cut = NULL;

  if (!data || memchr (data, '\0', length) || !g_utf8_validate_len (data, length, NULL))
    return NULL;
  text = g_strndup (data, length);
  if (type && strstr (type, "json"))
    masked = placard_mask_json (text);
  else if (type && strstr (type, "urlencoded"))
    masked = placard_mask_form (text);
  else
    masked = g_steal_pointer (&text);
  if (strlen (masked) <= SHOWN_BYTES)
    return g_steal_pointer (&masked);
  cut = g_strndup (masked, SHOWN_BYTES);
  text = g_utf8_make_valid (cut, -1);
  return g_strconcat (text, "…", NULL);
}

static char *
describe_source (PlacardBody *body)
{
  GFile *file = placard_body_get_file (body);
  g_autofree char *name = file ? g_file_get_parse_name (file) : NULL;

  if (name)
    return placard_printable (name);
  return placard_body_is_one_shot (body) ? g_strdup (_ ("standard input, sent once"))
                                         : g_strdup (NULL);
}

static void
add_part (GPtrArray *lines, const PlacardFormPart *part)
{
  const char *type = placard_body_get_content_type (part->content);
  gboolean secret = !part->file_name && placard_field_name_is_secret (part->name);
  g_autofree char *size = describe_size (part->content);
  g_autofree char *source = describe_source (part->content);
  g_autofree char *text = secret ? g_strdup (PLACARD_MASK) : show_text (part->content);
  GString *value = g_string_new (size);

  if (part->file_name)
    g_string_append_printf (value, ", “%s”", part->file_name);
  if (type)
    g_string_append_printf (value, ", %s", type);
  if (source)
    g_string_append_printf (value, ", %s", source);
  if (!part->file_name && text)
    g_string_append_printf (value, ": %s", text);
  add (lines, PLACARD_EFFECTIVE_BODY, part->name, g_string_free (value, FALSE));
}

static void
add_form (GPtrArray *lines, PlacardForm *form)
{
  GPtrArray *parts = placard_form_get_parts (form);

  for (guint i = 0; i < parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (parts, i);

    if (part->enabled)
      add_part (lines, part);
  }
}

static void
add_body (GPtrArray *lines, PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);
  char *text;

  if (!body) {
    add (lines, PLACARD_EFFECTIVE_BODY, _ ("Body"), g_strdup (_ ("none")))->initial = TRUE;
    return;
  }
  add (lines, PLACARD_EFFECTIVE_BODY, _ ("Size"), describe_size (body));
  if (placard_body_get_form (body)) {
    add_form (lines, placard_body_get_form (body));
    return;
  }
  text = describe_source (body);
  if (text)
    add (lines, PLACARD_EFFECTIVE_BODY, _ ("From"), text);
  text = show_text (body);
  if (text)
    add (lines, PLACARD_EFFECTIVE_BODY, _ ("Text"), text);
}

/* --- options ----------------------------------------------------------------------------------- */

/* Rows that a request can have and that are no part of the message above. */
static gboolean
is_listed (const PlacardOption *option)
{
  static const char *const fields[] = {"oauth2-bearer", "user",  "api-key", "api-key-query",
                                       "cookie",        "range", NULL};

  return option->write && option->section != PLACARD_OPTION_REQUEST &&
         option->section != PLACARD_OPTION_BODY && option->section != PLACARD_OPTION_ABOUT &&
         !g_strv_contains (fields, option->name);
}

static char *
describe_default (const PlacardOption *option)
{
  char *value = placard_setting_get_default (option->name);

  if (value)
    return value;
  return g_strdup (option->argument ? _ ("not said") : _ ("no"));
}

static void
add_option (GPtrArray *lines, PlacardOptionWriting *writing, const PlacardOption *option)
{
  guint n_lines = lines->len;

  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);

    if (entry->option != option)
      continue;
    add (lines, PLACARD_EFFECTIVE_OPTIONS, option->name,
         g_strdup (entry->masked  ? entry->masked
                   : entry->value ? entry->value
                                  : _ ("yes")));
  }
  if (lines->len == n_lines)
    add (lines, PLACARD_EFFECTIVE_OPTIONS, option->name, describe_default (option))->initial = TRUE;
}

static void
add_options (GPtrArray *lines, PlacardRequest *request)
{
  g_autoptr (PlacardOptionWriting) writing = placard_option_writing_new (request);
  gsize n_options;
  const PlacardOption *table = placard_option_table (&n_options);

  for (gsize i = 0; i < n_options; i++)
    if (is_listed (&table[i]))
      add_option (lines, writing, &table[i]);
}

/* --- all --------------------------------------------------------------------------------------- */

GPtrArray *
placard_effective_list (PlacardRequest *request, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  g_autoptr (PlacardRequest) expanded = NULL;

  if (!placard_request_validate (request, NULL, error))
    return NULL;
  expanded = placard_variables_expand (request, error);
  if (!expanded || !add_request (lines, expanded, error))
    return NULL;
  add_fields (lines, expanded);
  add_body (lines, expanded);
  add_options (lines, request);
  return g_steal_pointer (&lines);
}

char *
placard_effective_format (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);
  int section = -1;

  for (guint i = 0; i < lines->len; i++) {
    const PlacardEffectiveLine *line = g_ptr_array_index (lines, i);

    if ((int) line->section != section)
      g_string_append_printf (text, "%s%s\n", text->len ? "\n" : "",
                              placard_effective_section_title (line->section));
    section = (int) line->section;
    g_string_append_printf (text, "  %s: %s", line->name, line->value);
    if (line->initial)
      /* Translators: nobody said so, it is so by itself */
      g_string_append_printf (text, "  (%s)", line->reason ? line->reason : _ ("default"));
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}
