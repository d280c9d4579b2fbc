/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that make a body of files: --form, --form-string, --upload-file. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-form.h"
#include "placard-mask.h"
#include "placard-printable.h"

static PlacardForm *
form (PlacardOptionReading *reading)
{
  if (!reading->form)
    reading->form = placard_form_new ();
  return reading->form;
}

/* "NAME=..." */
static const char *
split_name (const PlacardOption *option, const char *value, char **name, GError **error)
{
  const char *equals = strchr (value, '=');

  if (!equals) {
    placard_option_fail (option, error, _ ("write NAME=CONTENT"));
    return NULL;
  }
  *name = g_strndup (value, (gsize) (equals - value));
  return equals + 1;
}

static void
append_text (PlacardOptionReading *reading, const char *name, const char *text, const char *type)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (PlacardBody) content = placard_body_new_bytes (bytes, type);

  placard_form_append (form (reading), name, NULL, content);
}

PLACARD_OPTION_READER (form_string)
{
  g_autofree char *name = NULL;
  const char *text = split_name (option, value, &name, error);

  if (!text)
    return FALSE;
  append_text (reading, name, text, NULL);
  return TRUE;
}

/* A word that ends at one of @ends; in double quotes nothing but a backslash is special, as with curl.
 * @at is moved behind it. */
static char *
take_word (const char **at, const char *ends)
{
  GString *word = g_string_new (NULL);
  const char *c = *at;

  if (*c == '"') {
    for (c++; *c && *c != '"'; c++) {
      if (*c == '\\' && (c[1] == '\\' || c[1] == '"'))
        c++;
      g_string_append_c (word, *c);
    }
    if (*c == '"')
      c++;
    c += strcspn (c, ends);
  } else {
    gsize length = strcspn (c, ends);

    g_string_append_len (word, c, (gssize) length);
    c += length;
  }
  *at = c;
  return g_string_free (word, FALSE);
}

/* What may follow a content: ";type=..." ";filename=..." */
typedef struct {
  char *type;
  char *file_name;
} FormDetails;

static void
form_details_clear (FormDetails *details)
{
  g_free (details->type);
  g_free (details->file_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FormDetails, form_details_clear)

/* A media type may have parameters: "text/plain; charset=x" goes on, ";filename=" does not. */
static char *
take_type (const char **at)
{
  g_autoptr (GString) type = g_string_new (NULL);
  g_autofree char *first = take_word (at, ";,");

  g_string_append (type, first);
  while (**at == ';') {
    const char *rest = *at + 1;
    g_autofree char *parameter = NULL;

    rest += strspn (rest, " \t");
    if (g_str_has_prefix (rest, "filename=") || g_str_has_prefix (rest, "headers=") ||
        g_str_has_prefix (rest, "encoder=") || g_str_has_prefix (rest, "type="))
      break;
    parameter = g_strndup (*at, 1 + strcspn (*at + 1, ";,"));
    g_string_append (type, parameter);
    *at += strlen (parameter);
  }
  return g_strchomp (g_string_free (g_steal_pointer (&type), FALSE));
}

static gboolean
take_details (const PlacardOption *option, const char **at, FormDetails *details, GError **error)
{
  while (**at == ';') {
    const char *rest = *at + 1;

    rest += strspn (rest, " \t");
    if (g_str_has_prefix (rest, "type=")) {
      rest += strlen ("type=");
      g_free (details->type);
      details->type = take_type (&rest);
    } else if (g_str_has_prefix (rest, "filename=")) {
      rest += strlen ("filename=");
      g_free (details->file_name);
      details->file_name = take_word (&rest, ";,");
    } else {
      gsize length = strcspn (rest, "=;,");
      g_autofree char *word = g_strndup (rest, length);
      g_autofree char *shown = placard_printable (word);

      return placard_option_fail (
          option, error, _ ("“;%s” is not understood: there is ;type= and ;filename="), shown);
    }
    *at = rest;
  }
  return TRUE;
}

static PlacardBody *
open_content (PlacardOptionReading *reading,
              const PlacardOption *option,
              const char *path,
              const char *type,
              GError **error)
{
  g_autofree char *resolved = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GFile) file = NULL;

  if (strcmp (path, "-") == 0) {
    if (reading->stdin_stream)
      return placard_body_new_stream (reading->stdin_stream, type);
    placard_option_fail (option, error, _ ("standard input cannot be read here"));
    return NULL;
  }

  resolved = placard_option_resolve_path (reading, path);
  if (!g_file_test (resolved, G_FILE_TEST_EXISTS) || g_file_test (resolved, G_FILE_TEST_IS_DIR)) {
    shown = placard_printable (resolved);
    placard_option_fail (option, error, _ ("the file “%s” cannot be read"), shown);
    return NULL;
  }
  file = g_file_new_for_path (resolved);
  return placard_body_new_file (file, type);
}

/* As curl: by the name that is sent, else by the file's own. */
static const char *
guess_type (const char *file_name, const char *own_name)
{
  const char *type = placard_form_guess_type (file_name);

  return strcmp (type, "application/octet-stream") == 0 ? placard_form_guess_type (own_name) : type;
}

/* "@FILE[;details][,FILE...]": as many parts under one name, as a page makes them. */
static gboolean
append_files (PlacardOptionReading *reading,
              const PlacardOption *option,
              const char *name,
              const char *at,
              GError **error)
{
  for (;;) {
    g_autofree char *path = take_word (&at, ";,");
    g_autofree char *own_name = g_path_get_basename (path);
    g_auto (FormDetails) details = {NULL};
    g_autoptr (PlacardBody) content = NULL;
    const char *file_name;

    if (!take_details (option, &at, &details, error))
      return FALSE;
    file_name = details.file_name ? details.file_name : own_name;
    content = open_content (reading, option, path,
                            details.type ? details.type : guess_type (file_name, own_name), error);
    if (!content)
      return FALSE;
    placard_form_append (form (reading), name, file_name, content);
    if (*at != ',')
      return TRUE;
    at++;
  }
}

/* "<FILE[;details]": a text field whose text is in a file. */
static gboolean
append_text_file (PlacardOptionReading *reading,
                  const PlacardOption *option,
                  const char *name,
                  const char *at,
                  GError **error)
{
  g_autofree char *path = take_word (&at, ";");
  g_auto (FormDetails) details = {NULL};
  g_autoptr (PlacardBody) content = NULL;

  if (!take_details (option, &at, &details, error))
    return FALSE;
  content = open_content (reading, option, path, details.type, error);
  if (!content)
    return FALSE;
  placard_form_append (form (reading), name, details.file_name, content);
  return TRUE;
}

/* NAME=CONTENT, NAME=@FILE, NAME=<FILE, each with ";type=" and ";filename=" */
PLACARD_OPTION_READER (form)
{
  g_autofree char *name = NULL;
  const char *at = split_name (option, value, &name, error);
  g_autofree char *text = NULL;
  g_auto (FormDetails) details = {NULL};
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PlacardBody) content = NULL;

  if (!at)
    return FALSE;
  if (*at == '@')
    return append_files (reading, option, name, at + 1, error);
  if (*at == '<')
    return append_text_file (reading, option, name, at + 1, error);
  if (*at == '(')
    return placard_option_fail (option, error, _ ("a form within a form is not sent"));

  text = take_word (&at, ";");
  if (!take_details (option, &at, &details, error))
    return FALSE;
  bytes = g_bytes_new (text, strlen (text));
  content = placard_body_new_bytes (bytes, details.type);
  placard_form_append (form (reading), name, details.file_name, content);
  return TRUE;
}

/* "-" and "." are standard input, sent as it comes. */
PLACARD_OPTION_READER (upload_file)
{
  const char *path = strcmp (value, ".") == 0 ? "-" : value;
  g_autofree char *name = g_path_get_basename (value);

  if (reading->upload)
    return placard_option_fail (option, error, _ ("only one file can be the body"));
  reading->upload = open_content (reading, option, path, NULL, error);
  if (!reading->upload)
    return FALSE;
  if (strcmp (path, "-") != 0)
    reading->upload_name = g_steal_pointer (&name);
  return TRUE;
}

/* As curl: an address that names no file gets the file's name. */
static void
name_upload (PlacardOptionReading *reading)
{
  GPtrArray *urls = reading->options->urls;
  char *url = urls->len > 0 ? g_ptr_array_index (urls, 0) : NULL;
  const char *authority = url ? strstr (url, "://") : NULL;
  g_autofree char *escaped = NULL;

  if (!url || !reading->upload_name)
    return;
  authority = authority ? authority + strlen ("://") : url;
  if (strchr (authority, '/') && !g_str_has_suffix (authority, "/"))
    return;
  escaped = g_uri_escape_string (reading->upload_name, NULL, FALSE);
  urls->pdata[0] = g_strconcat (url, strchr (authority, '/') ? "" : "/", escaped, NULL);
  g_free (url);
}

gboolean
placard_option_finish_form (PlacardOptionReading *reading, GError **error)
{
  gboolean has_data = reading->data || reading->data_file;
  int kinds = (reading->form != NULL) + (reading->upload != NULL) + has_data;
  g_autoptr (PlacardBody) body = NULL;

  if (kinds > 1 || (reading->form && reading->data_query))
    return placard_option_fail (placard_option_find (reading->form ? "form" : "upload-file"), error,
                                _ ("a request has one body: --data, --form or --upload-file"));
  if (reading->form) {
    body = placard_body_new_form (reading->form);
    placard_request_set_body (reading->request, body);
  } else if (reading->upload) {
    name_upload (reading);
    placard_request_set_body (reading->request, reading->upload);
    if (!placard_request_get_method (reading->request))
      placard_request_set_method (reading->request, "PUT");
  }
  return TRUE;
}

/* Writing back */

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *at = text; *at; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *at);
  }
  g_string_append_c (out, '"');
}

static void
append_details (GString *out, const PlacardFormPart *part)
{
  const char *type = placard_body_get_content_type (part->content);

  if (type)
    g_string_append_printf (out, ";type=%s", type);
  if (part->file_name) {
    g_string_append (out, ";filename=");
    append_quoted (out, part->file_name);
  }
}

/* What follows "NAME=", or %NULL when no option can say it. */
static char *
format_content (const PlacardFormPart *part)
{
  GBytes *bytes = placard_body_get_bytes (part->content);
  GFile *file = placard_body_get_file (part->content);
  g_autofree char *path = file ? g_file_get_path (file) : g_strdup ("-");
  g_autoptr (GString) out = g_string_new (NULL);

  if (bytes) {
    gsize length;
    const char *data = g_bytes_get_data (bytes, &length);
    g_autofree char *text = g_strndup (data ? data : "", length);

    if (strlen (text) != length)
      return NULL;
    append_quoted (out, text);
  } else if (path) {
    g_string_append (out, part->file_name ? "@" : "<");
    append_quoted (out, path);
  } else {
    return NULL;
  }
  append_details (out, part);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

PLACARD_OPTION_WRITER (form)
{
  PlacardBody *body = placard_request_get_body (writing->request);
  PlacardForm *own = body ? placard_body_get_form (body) : NULL;
  GPtrArray *parts = own ? placard_form_get_parts (own) : NULL;

  for (guint i = 0; parts && i < parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (parts, i);
    g_autofree char *content = format_content (part);
    g_autofree char *value = g_strdup_printf ("%s=%s", part->name, content ? content : "");
    g_autofree char *masked = placard_field_name_is_secret (part->name)
                                  ? g_strdup_printf ("%s=" PLACARD_MASK, part->name)
                                  : NULL;

    if (!part->enabled)
      continue;
    if (content && !strchr (part->name, '='))
      placard_option_writing_add (writing, option, value, masked);
    else
      placard_option_writing_refuse (
          writing,
          _ ("A field of the form has a NUL in it or a “=” in its name: no option can say that"));
  }
}

PLACARD_OPTION_READER (one_per_file)
{
  placard_request_set_one_per_file (reading->request, value != NULL);
  return TRUE;
}

PLACARD_OPTION_WRITER (one_per_file)
{
  if (placard_request_get_one_per_file (writing->request))
    placard_option_writing_add (writing, option, NULL, NULL);
}
