/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about the request's body, byte for byte as curl makes it. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-mask.h"
#include "placard-url.h"
#include "placard-variables.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
#define JSON_TYPE "application/json"

gsize
placard_option_split_content (const char *value)
{
  const char *equals = strchr (value, '=');

  return equals ? (gsize) (equals - value) : strcspn (value, "@");
}

/* The one file that was the whole body so far is only a part of it now. */
static gboolean
load_data_file (PlacardOptionReading *reading, const PlacardOption *option, GError **error)
{
  g_autofree char *path = g_steal_pointer (&reading->data_file);
  g_autoptr (GBytes) bytes = NULL;

  if (!path)
    return TRUE;
  bytes = placard_option_read_file (reading, option, path, error);
  if (!bytes)
    return FALSE;
  reading->data = g_byte_array_new ();
  g_byte_array_append (reading->data, g_bytes_get_data (bytes, NULL),
                       (guint) g_bytes_get_size (bytes));
  return TRUE;
}

/* A "&" stands between any two pieces, empty ones too. */
static gboolean
append_data (PlacardOptionReading *reading,
             const PlacardOption *option,
             gconstpointer data,
             gsize length,
             gboolean separated,
             GError **error)
{
  if (!load_data_file (reading, option, error))
    return FALSE;
  if (!reading->data)
    reading->data = g_byte_array_new ();
  else if (separated)
    g_byte_array_append (reading->data, (const guint8 *) "&", 1);
  if (reading->data->len + length > G_MAXINT)
    return placard_option_fail (option, error,
                                _ ("more than 2 GiB cannot be joined: use one file"));
  g_byte_array_append (reading->data, data, (guint) length);
  return TRUE;
}

static gboolean
append_text (PlacardOptionReading *reading,
             const PlacardOption *option,
             const char *text,
             GError **error)
{
  return append_data (reading, option, text, strlen (text), TRUE, error);
}

/* curl drops line breaks and NUL when --data reads a file, and only then. */
static GBytes *
without_line_breaks (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  GByteArray *kept = g_byte_array_sized_new ((guint) length);

  for (gsize i = 0; i < length; i++)
    if (data[i] != '\r' && data[i] != '\n' && data[i] != '\0')
      g_byte_array_append (kept, (const guint8 *) &data[i], 1);
  return g_byte_array_free_to_bytes (kept);
}

PLACARD_OPTION_READER (data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) kept = NULL;

  if (*value != '@')
    return append_text (reading, option, value, error);
  bytes = placard_option_read_file (reading, option, value + 1, error);
  if (!bytes)
    return FALSE;
  kept = without_line_breaks (bytes);
  return append_data (reading, option, g_bytes_get_data (kept, NULL), g_bytes_get_size (kept), TRUE,
                      error);
}

PLACARD_OPTION_READER (data_raw)
{
  return append_text (reading, option, value, error);
}

/* @FILE alone is streamed when the request is sent: it may be larger than memory. */
static gboolean
append_whole_file (PlacardOptionReading *reading,
                   const PlacardOption *option,
                   const char *path,
                   gboolean separated,
                   GError **error)
{
  g_autofree char *resolved = placard_option_resolve_path (reading, path);
  g_autoptr (GBytes) bytes = NULL;

  if (!reading->data && !reading->data_file && g_file_test (resolved, G_FILE_TEST_IS_REGULAR)) {
    reading->data_file = g_steal_pointer (&resolved);
    return TRUE;
  }
  bytes = placard_option_read_file (reading, option, path, error);
  return bytes && append_data (reading, option, g_bytes_get_data (bytes, NULL),
                               g_bytes_get_size (bytes), separated, error);
}

PLACARD_OPTION_READER (data_binary)
{
  if (*value == '@')
    return append_whole_file (reading, option, value + 1, TRUE, error);
  return append_text (reading, option, value, error);
}

/* Several pieces of JSON are one after the other, with nothing in between. */
PLACARD_OPTION_READER (json)
{
  reading->data_json = TRUE;
  if (*value == '@')
    return append_whole_file (reading, option, value + 1, FALSE, error);
  return append_data (reading, option, value, strlen (value), FALSE, error);
}

/* CONTENT, =CONTENT, NAME=CONTENT, @FILE, NAME@FILE: the name is taken as it is. */
/* What stands for something else is encoded when it is known what for. */
static void
append_encoded (PlacardOptionReading *reading, GString *out, const char *text)
{
  gboolean expands = placard_request_get_expands (reading->request);
  const char *from = text;
  const char *at = text;

  while (*at) {
    gsize length = expands ? placard_variables_match (at) : 0;

    if (length == 0) {
      at++;
      continue;
    }
    placard_url_append_form_encoded (out, from, at - from);
    g_string_append_len (out, at, (gssize) length);
    at += length;
    from = at;
  }
  placard_url_append_form_encoded (out, from, at - from);
}

PLACARD_OPTION_READER (data_urlencode)
{
  gsize length = placard_option_split_content (value);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (value[length] == '\0') {
    placard_url_append_form_encoded (text, value, -1);
    return append_text (reading, option, text->str, error);
  }
  g_string_append_len (text, value, (gssize) length);
  if (length > 0)
    g_string_append_c (text, '=');
  if (value[length] == '=') {
    append_encoded (reading, text, value + length + 1);
    return append_text (reading, option, text->str, error);
  }
  bytes = placard_option_read_file (reading, option, value + length + 1, error);
  if (!bytes)
    return FALSE;
  placard_url_append_form_encoded (text, g_bytes_get_data (bytes, NULL) ?: "",
                                   (gssize) g_bytes_get_size (bytes));
  return append_text (reading, option, text->str, error);
}

/* --get: what would have been the body is the query, as it stands. */
static gboolean
finish_query (PlacardOptionReading *reading, GError **error)
{
  const PlacardOption *get = placard_option_find ("get");
  const char *data;
  g_autofree char *text = NULL;
  g_auto (GStrv) pieces = NULL;

  if (!load_data_file (reading, get, error))
    return FALSE;
  if (!reading->data)
    return TRUE;
  data = (const char *) reading->data->data;
  if (data && memchr (data, '\0', reading->data->len))
    return placard_option_fail (get, error, _ ("the data has a NUL in it"));
  text = g_strndup (data ? data : "", reading->data->len);
  pieces = g_strsplit (text, "&", -1);
  for (char **piece = pieces; *piece; piece++)
    placard_option_append_parameter (reading, placard_field_new_encoded (*piece));
  return TRUE;
}

gboolean
placard_option_finish_body (PlacardOptionReading *reading, GError **error)
{
  const char *type = reading->data_json ? JSON_TYPE : FORM_TYPE;
  g_autoptr (PlacardBody) body = NULL;

  if (reading->data_query)
    return finish_query (reading, error);
  if (reading->data_file) {
    g_autoptr (GFile) file = g_file_new_for_path (reading->data_file);

    body = placard_body_new_file (file, type);
  } else if (reading->data) {
    g_autoptr (GBytes) bytes = g_bytes_new (reading->data->data, reading->data->len);

    body = placard_body_new_bytes (bytes, type);
  }
  if (body)
    placard_request_set_body (reading->request, body);
  if (body && reading->data_json)
    placard_option_add_default (reading->request, "Accept", JSON_TYPE);
  return TRUE;
}

/* Writing back */

static gboolean
accepts_json (PlacardRequest *request)
{
  PlacardField *accept = placard_field_list_find (placard_request_get_headers (request), "Accept");

  return accept && g_strcmp0 (accept->value, JSON_TYPE) == 0;
}

static gboolean
starts_with_at (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > 0 && *data == '@';
}

/* A file that is the body as it is; --upload-file would add its name to an address that is a folder. */
static PlacardBodyStyle
file_style (PlacardRequest *request, const char *type)
{
  const char *url = placard_request_get_url (request);
  const char *authority = strstr (url, "://");

  if (g_strcmp0 (type, JSON_TYPE) == 0 && accepts_json (request))
    return PLACARD_BODY_JSON;
  authority = authority ? authority + strlen ("://") : url;
  if (g_strcmp0 (type, FORM_TYPE) == 0 || g_str_has_suffix (url, "/") || !strchr (authority, '/'))
    return PLACARD_BODY_BINARY;
  return PLACARD_BODY_UPLOAD;
}

PlacardBodyStyle
placard_option_body_style (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);
  const char *type = body ? placard_body_get_content_type (body) : NULL;
  GBytes *bytes = body ? placard_body_get_bytes (body) : NULL;

  if (!body)
    return PLACARD_BODY_NONE;
  if (placard_body_get_form (body))
    return PLACARD_BODY_FORM;
  if (placard_body_get_file (body))
    return file_style (request, type);
  if (!bytes)
    return PLACARD_BODY_UPLOAD;
  if (g_strcmp0 (type, JSON_TYPE) == 0 && accepts_json (request) && !starts_with_at (bytes))
    return PLACARD_BODY_JSON;
  return PLACARD_BODY_RAW;
}

const char *
placard_option_body_style_type (PlacardBodyStyle style)
{
  switch (style) {
  case PLACARD_BODY_RAW:
  case PLACARD_BODY_BINARY:
    return FORM_TYPE;
  case PLACARD_BODY_JSON:
    return JSON_TYPE;
  case PLACARD_BODY_NONE:
  case PLACARD_BODY_FORM:
  case PLACARD_BODY_UPLOAD:
    break;
  }
  return NULL;
}

static void
write_text (PlacardOptionWriting *writing, const PlacardOption *option, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data ? data : "", length);
  g_autofree char *masked = NULL;

  if (strlen (text) != length) {
    placard_option_writing_refuse (
        writing,
        _ ("The body has a NUL in it: only a file can say that, with --data-binary @FILE"));
    return;
  }
  masked = *text == '{' || *text == '[' ? placard_mask_json (text) : placard_mask_form (text);
  placard_option_writing_add (writing, option, text, masked);
}

static void
write_path (PlacardOptionWriting *writing,
            const PlacardOption *option,
            const char *prefix,
            GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *value = g_strconcat (prefix, path ? path : "", NULL);

  if (path)
    placard_option_writing_add (writing, option, value, NULL);
  else
    placard_option_writing_refuse (writing, _ ("The body's file is not on this machine"));
}

PLACARD_OPTION_WRITER (data_raw)
{
  PlacardBody *body = placard_request_get_body (writing->request);

  if (placard_option_body_style (writing->request) == PLACARD_BODY_RAW)
    write_text (writing, option, placard_body_get_bytes (body));
}

PLACARD_OPTION_WRITER (data_binary)
{
  PlacardBody *body = placard_request_get_body (writing->request);

  if (placard_option_body_style (writing->request) == PLACARD_BODY_BINARY)
    write_path (writing, option, "@", placard_body_get_file (body));
}

PLACARD_OPTION_WRITER (json)
{
  PlacardBody *body = placard_request_get_body (writing->request);

  if (placard_option_body_style (writing->request) != PLACARD_BODY_JSON)
    return;
  if (placard_body_get_file (body))
    write_path (writing, option, "@", placard_body_get_file (body));
  else
    write_text (writing, option, placard_body_get_bytes (body));
}

PLACARD_OPTION_WRITER (upload_file)
{
  PlacardBody *body = placard_request_get_body (writing->request);

  if (placard_option_body_style (writing->request) != PLACARD_BODY_UPLOAD)
    return;
  if (placard_body_get_file (body))
    write_path (writing, option, "", placard_body_get_file (body));
  else
    placard_option_writing_add (writing, option, "-", NULL);
}
