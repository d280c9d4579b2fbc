/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every reader of options does, whatever tongue they came in: applies rows one by one, and at the
 * end makes the body, the query, the credentials of what waited. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "placard-error.h"
#include "placard-form.h"
#include "placard-printable.h"

PlacardOptionReading *
placard_option_reading_new (const char *cwd, PlacardRequest *request, GInputStream *stdin_stream)
{
  PlacardOptionReading *reading = g_new0 (PlacardOptionReading, 1);

  reading->options = g_new0 (PlacardOptions, 1);
  reading->options->parallel_max = 50;
  reading->options->urls = g_ptr_array_new_with_free_func (g_free);
  reading->request = g_object_ref (request);
  reading->cwd = cwd ? g_strdup (cwd) : g_get_current_dir ();
  if (stdin_stream)
    reading->stdin_stream = g_object_ref (stdin_stream);
  return reading;
}

void
placard_option_reading_free (PlacardOptionReading *reading)
{
  g_clear_pointer (&reading->options, placard_options_free);
  g_clear_object (&reading->request);
  g_clear_object (&reading->stdin_stream);
  g_clear_pointer (&reading->data, g_byte_array_unref);
  g_free (reading->cwd);
  g_free (reading->data_file);
  g_clear_pointer (&reading->addresses, g_ptr_array_unref);
  g_clear_pointer (&reading->form, placard_form_unref);
  g_clear_object (&reading->upload);
  g_free (reading->upload_name);
  g_free (reading->user);
  g_free (reading->cookie);
  g_free (reading->output);
  g_free (reading->bearer);
  g_clear_pointer (&reading->secret_names, g_ptr_array_unref);
  g_free (reading->user_agent);
  g_free (reading->referer);
  g_free (reading);
}

gboolean
placard_option_fail (const PlacardOption *option, GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *reason = NULL;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: an option of the command line, and what is wrong with it */
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("The option --%s: %s"), option->name,
               reason);
  return FALSE;
}

gboolean
placard_option_reading_apply (PlacardOptionReading *reading,
                              const PlacardOption *option,
                              const char *value,
                              GError **error)
{
  return option->read (reading, option, value, error);
}

char *
placard_option_resolve_path (PlacardOptionReading *reading, const char *path)
{
  return g_canonicalize_filename (path, reading->cwd);
}

static GBytes *
read_stdin (PlacardOptionReading *reading, const PlacardOption *option, GError **error)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) cause = NULL;

  if (!reading->stdin_stream) {
    placard_option_fail (option, error, _ ("standard input cannot be read here"));
    return NULL;
  }
  if (g_output_stream_splice (out, reading->stdin_stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                              &cause) < 0) {
    placard_option_fail (option, error, _ ("standard input cannot be read: %s"), cause->message);
    return NULL;
  }
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* A file whose end can be waited for: no terminal, no endless device, and a pipe only on a command line of
 * one's own. */
static gboolean
can_be_read (PlacardOptionReading *reading, const char *path)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return FALSE;
  if (S_ISFIFO (status.st_mode))
    return reading->stdin_stream != NULL;
  return S_ISREG (status.st_mode) || strcmp (path, "/dev/null") == 0;
}

GBytes *
placard_option_read_file (PlacardOptionReading *reading,
                          const PlacardOption *option,
                          const char *path,
                          GError **error)
{
  g_autofree char *resolved = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (strcmp (path, "-") == 0)
    return read_stdin (reading, option, error);

  resolved = placard_option_resolve_path (reading, path);
  if (can_be_read (reading, resolved) && g_file_get_contents (resolved, &contents, &length, NULL))
    return g_bytes_new_take (g_steal_pointer (&contents), length);

  shown = placard_printable (resolved);
  placard_option_fail (option, error, _ ("the file “%s” cannot be read"), shown);
  return NULL;
}

/* A header field of that name written by hand wins, as with curl. */
void
placard_option_add_default (PlacardRequest *request, const char *name, const char *value)
{
  if (!placard_field_list_find (placard_request_get_headers (request), name))
    placard_request_append_header (request, name, value && *value ? value : NULL);
}

/* A key that is not alone is a field, or a parameter, like any other that is secret. */
static void
move_key (PlacardRequest *request)
{
  gboolean query = placard_request_get_auth (request) == PLACARD_AUTH_API_KEY_QUERY;
  GPtrArray *list =
      query ? placard_request_get_query (request) : placard_request_get_headers (request);
  PlacardField *field = placard_field_new (placard_request_get_auth_user (request),
                                           placard_request_get_auth_secret (request));

  field->secret = TRUE;
  g_ptr_array_add (list, field);
}

/* Which wins is curl's choice: what --digest says, else the token. */
static void
finish_credentials (PlacardOptionReading *reading)
{
  char *colon = reading->user ? strchr (reading->user, ':') : NULL;

  if (reading->has_key && (reading->bearer || colon))
    move_key (reading->request);
  if (colon && (reading->digest || !reading->bearer)) {
    g_autofree char *name = g_strndup (reading->user, (gsize) (colon - reading->user));

    placard_request_set_auth (reading->request,
                              reading->digest ? PLACARD_AUTH_DIGEST : PLACARD_AUTH_BASIC, name,
                              colon + 1);
  } else if (reading->bearer) {
    placard_request_set_auth (reading->request, PLACARD_AUTH_BEARER, NULL, reading->bearer);
  }
}

/* The first address is the request's, and a name and a password in it are its credentials. */
static void
finish_address (PlacardOptionReading *reading)
{
  PlacardRequest *request = reading->request;
  GPtrArray *urls = reading->options->urls;

  if (urls->len == 0) {
    if (reading->profile_depth == 0 && *placard_request_get_url (request))
      g_ptr_array_add (urls, g_strdup (placard_request_get_url (request)));
    return;
  }
  placard_request_set_url (request, g_ptr_array_index (urls, 0));
  /* Of several each has its own: the first one's are not for the others. */
  if (urls->len == 1 && placard_request_move_userinfo (request)) {
    g_free (urls->pdata[0]);
    urls->pdata[0] = g_strdup (placard_request_get_url (request));
  }
  if (reading->digest && placard_request_get_auth (request) == PLACARD_AUTH_BASIC) {
    g_autofree char *user = g_strdup (placard_request_get_auth_user (request));
    g_autofree char *secret = g_strdup (placard_request_get_auth_secret (request));

    placard_request_set_auth (request, PLACARD_AUTH_DIGEST, user, secret);
  }
}

/* What an option of its own says of a header field, unless the field was written out. */
static void
add_own_field (PlacardOptionReading *reading, const char *name, const char *value)
{
  if (!value)
    return;
  placard_option_override_profile_header (reading, name);
  placard_option_add_default (reading->request, name, value);
}

gboolean
placard_option_reading_finish (PlacardOptionReading *reading, GError **error)
{
  PlacardRequest *request = reading->request;

  finish_credentials (reading);
  if (!placard_option_finish_form (reading, error) || !placard_option_finish_body (reading, error))
    return FALSE;
  add_own_field (reading, "User-Agent", reading->user_agent);
  add_own_field (reading, "Referer", reading->referer);
  add_own_field (reading, "Cookie", reading->cookie);
  placard_option_finish_secrets (reading);
  if (reading->head && !placard_request_get_method (request))
    placard_request_set_method (request, "HEAD");
  finish_address (reading);
  return TRUE;
}
