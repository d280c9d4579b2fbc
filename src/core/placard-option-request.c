/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about the request's head: method, header fields, query. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-header.h"
#include "placard-mask.h"
#include "placard-printable.h"
#include "placard-url.h"

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

PLACARD_OPTION_WRITER (url)
{
  g_autofree char *url = placard_request_dup_absolute_url (writing->request);
  g_autofree char *masked = placard_mask_url (url);

  if (*url)
    placard_option_writing_add (writing, option, url, masked);
}

PLACARD_OPTION_READER (method)
{
  placard_request_set_method (reading->request, value);
  return TRUE;
}

/* HEAD has a row of its own: curl waits for a body after "-X HEAD". */
PLACARD_OPTION_WRITER (method)
{
  const char *method = placard_request_get_effective_method (writing->request);
  gboolean derived = !placard_request_get_method (writing->request);
  gboolean upload = placard_option_body_style (writing->request) == PLACARD_BODY_UPLOAD;

  if ((derived && !upload) || strcmp (method, "HEAD") == 0)
    return;
  if (!(upload && strcmp (method, "PUT") == 0))
    placard_option_writing_add (writing, option, method, NULL);
}

PLACARD_OPTION_READER (head)
{
  reading->head = value != NULL;
  return TRUE;
}

PLACARD_OPTION_WRITER (head)
{
  if (g_strcmp0 (placard_request_get_method (writing->request), "HEAD") == 0)
    placard_option_writing_add (writing, option, NULL, NULL);
}

PLACARD_OPTION_READER (get)
{
  reading->data_query = value != NULL;
  return TRUE;
}

PLACARD_OPTION_READER (allow_trace)
{
  placard_request_set_allow_trace (reading->request, value != NULL);
  return TRUE;
}

PLACARD_OPTION_WRITER (allow_trace)
{
  if (placard_request_get_allow_trace (writing->request))
    placard_option_writing_add (writing, option, NULL, NULL);
}

PLACARD_OPTION_READER (user_agent)
{
  replace (&reading->user_agent, value);
  return TRUE;
}

PLACARD_OPTION_READER (referer)
{
  replace (&reading->referer, value);
  return TRUE;
}

/* "Name: value", "Name:" (leave the default out), "Name;" (send it empty): as curl reads them. */
static gboolean
read_field (PlacardOptionReading *reading,
            const PlacardOption *option,
            const char *line,
            GError **error)
{
  const char *end = strchr (line, ':');
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *shown = NULL;

  if (end) {
    value = g_strstrip (g_strdup (end + 1));
    if (!*value)
      g_clear_pointer (&value, g_free);
  } else if ((end = strchr (line, ';')) && end[strspn (end, "; \t")] == '\0') {
    value = g_strdup ("");
  } else {
    /* The rest may be a credential. */
    g_autofree char *word = g_strndup (line, strcspn (line, " \t="));
    g_autofree char *cut = g_strconcat (word, line[strlen (word)] ? "…" : "", NULL);

    shown = placard_printable (cut);
    return placard_option_fail (option, error, _ ("“%s” is no header field: write “Name: value”"),
                                shown);
  }

  name = g_strndup (line, (gsize) (end - line));
  if (value && g_ascii_strcasecmp (name, "Host") == 0)
    placard_request_set_allow_host (reading->request, TRUE);
  if (!placard_header_check (name, value, TRUE, error)) {
    g_prefix_error (error, "--%s: ", option->name);
    return FALSE;
  }
  placard_option_override_profile_header (reading, name);
  placard_request_append_header (reading->request, name, value);
  return TRUE;
}

static gboolean
read_field_file (PlacardOptionReading *reading,
                 const PlacardOption *option,
                 const char *path,
                 GError **error)
{
  g_autoptr (GBytes) bytes = placard_option_read_file (reading, option, path, error);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!bytes)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL) ?: "", g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_strchomp (*line);
    if (**line && !read_field (reading, option, *line, error))
      return FALSE;
  }
  return TRUE;
}

/* As --header, and the field goes to whatever host the request is sent on to: chosen for one at a time. */
PLACARD_OPTION_READER (header_everywhere)
{
  GPtrArray *headers = placard_request_get_headers (reading->request);
  PlacardField *field;

  if (!read_field (reading, option, value, error))
    return FALSE;
  field = g_ptr_array_index (headers, headers->len - 1);
  field->other_hosts = TRUE;
  return TRUE;
}

PLACARD_OPTION_READER (secret)
{
  if (!reading->secret_names)
    reading->secret_names = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (reading->secret_names, g_strdup (value));
  return TRUE;
}

static void
mark_secret (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++) {
    PlacardField *field = g_ptr_array_index (fields, i);

    if (!field->encoded && g_ascii_strcasecmp (field->name, name) == 0)
      field->secret = TRUE;
  }
}

void
placard_option_finish_secrets (PlacardOptionReading *reading)
{
  for (guint i = 0; reading->secret_names && i < reading->secret_names->len; i++) {
    const char *name = g_ptr_array_index (reading->secret_names, i);

    mark_secret (placard_request_get_headers (reading->request), name);
    mark_secret (placard_request_get_query (reading->request), name);
  }
}

PLACARD_OPTION_READER (header)
{
  if (*value == '@')
    return read_field_file (reading, option, value + 1, error);
  return read_field (reading, option, value, error);
}

static void
write_field (PlacardOptionWriting *writing, const PlacardOption *option, const PlacardField *field)
{
  g_autofree char *line = NULL;
  g_autofree char *masked = NULL;

  if (!field->value)
    line = g_strconcat (field->name, ":", NULL);
  else if (!*field->value)
    line = g_strconcat (field->name, ";", NULL);
  else
    line = g_strconcat (field->name, ": ", field->value, NULL);
  if (field->secret && field->value && *field->value)
    masked = g_strconcat (field->name, ": " PLACARD_MASK, NULL);
  placard_option_writing_add (writing, option, line, masked);
}

/* The body's type, where the option that will say the body would say another. */
static void
write_body_type (PlacardOptionWriting *writing, const PlacardOption *option)
{
  PlacardBody *body = placard_request_get_body (writing->request);
  const char *type = body ? placard_body_get_content_type (body) : NULL;
  PlacardBodyStyle style = placard_option_body_style (writing->request);
  g_autoptr (PlacardField) field = placard_field_new ("Content-Type", type);

  if (!body || style == PLACARD_BODY_FORM ||
      placard_field_list_find (placard_request_get_headers (writing->request), field->name))
    return;
  if (g_strcmp0 (type, placard_option_body_style_type (style)) != 0)
    write_field (writing, option, field);
}

PLACARD_OPTION_WRITER (header)
{
  GPtrArray *headers = placard_request_get_headers (writing->request);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (field->enabled && !field->other_hosts)
      write_field (writing, option, field);
  }
  write_body_type (writing, option);
}

PLACARD_OPTION_WRITER (header_everywhere)
{
  GPtrArray *headers = placard_request_get_headers (writing->request);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (field->enabled && field->other_hosts)
      write_field (writing, option, field);
  }
}

static void
add_secret_names (GPtrArray *names, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);

    if (field->enabled && field->secret && !placard_field_name_is_secret (field->name) &&
        !g_ptr_array_find_with_equal_func (names, field->name, g_str_equal, NULL))
      g_ptr_array_add (names, field->name);
  }
}

/* The names that a person marked; those that say it themselves need no option. */
PLACARD_OPTION_WRITER (secret)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  add_secret_names (names, placard_request_get_headers (writing->request));
  add_secret_names (names, placard_request_get_query (writing->request));
  for (guint i = 0; i < names->len; i++)
    placard_option_writing_add (writing, option, g_ptr_array_index (names, i), NULL);
}

void
placard_option_append_parameter (PlacardOptionReading *reading, PlacardField *field)
{
  g_autoptr (GPtrArray) query =
      placard_field_list_copy (placard_request_get_query (reading->request));

  g_ptr_array_add (query, field);
  placard_request_set_query (reading->request, query);
}

/* curl takes the name as it is: it may be encoded already. Then the whole parameter is kept as text. */
static PlacardField *
parameter_new (const char *name, const char *content, gssize length)
{
  g_autoptr (GString) text = NULL;

  if (!strpbrk (name, "%+&#") && !memchr (content, '\0', (gsize) length)) {
    g_autofree char *value = g_strndup (content, (gsize) length);

    return placard_field_new (name, value);
  }
  text = g_string_new (NULL);
  placard_url_append_query (text, name);
  if (*name)
    g_string_append_c (text, '=');
  placard_url_append_form_encoded (text, content, length);
  return placard_field_new_encoded (text->str);
}

/* CONTENT, =CONTENT, NAME=CONTENT, @FILE, NAME@FILE, +TEXT */
PLACARD_OPTION_READER (url_query)
{
  gsize length = placard_option_split_content (value);
  g_autofree char *name = g_strndup (value, length);
  g_autoptr (GBytes) bytes = NULL;

  if (*value == '+') {
    placard_option_append_parameter (reading, placard_field_new_encoded (value + 1));
    return TRUE;
  }
  if (value[length] == '@')
    bytes = placard_option_read_file (reading, option, value + length + 1, error);
  else if (value[length] == '=')
    bytes = g_bytes_new (value + length + 1, strlen (value + length + 1));
  else
    bytes = g_bytes_new (value, length);
  if (!bytes)
    return FALSE;

  if (value[length] == '\0')
    *name = '\0';
  placard_option_append_parameter (reading,
                                   parameter_new (name, g_bytes_get_data (bytes, NULL) ?: "",
                                                  (gssize) g_bytes_get_size (bytes)));
  return TRUE;
}

PLACARD_OPTION_WRITER (url_query)
{
  GPtrArray *query = placard_request_get_query (writing->request);

  for (guint i = 0; i < query->len; i++) {
    const PlacardField *field = g_ptr_array_index (query, i);
    g_autofree char *encoded = placard_field_to_encoded (field);
    g_autofree char *text = NULL;
    g_autofree char *masked = NULL;

    if (!field->enabled)
      continue;
    if (field->encoded || !field->value || strpbrk (field->name, "%+&#=@"))
      text = g_strconcat ("+", encoded, NULL);
    else
      text = g_strconcat (field->name, "=", field->value, NULL);
    if (field->secret)
      masked = g_strdup_printf ("%.*s=" PLACARD_MASK, (int) strcspn (text, "="), text);
    placard_option_writing_add (writing, option, text, masked);
  }
}
