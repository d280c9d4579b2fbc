/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that bring in a profile, and the variables that its references stand for. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-duplicate.h"
#include "placard-form.h"
#include "placard-mask.h"
#include "placard-printable.h"
#include "placard-profile.h"

/* A profile within a profile within itself ends somewhere. */
#define MAX_DEPTH 8

/* What the profile said is in the request now; what is said after it replaces that instead of joining it. */
static void
start_over (PlacardOptionReading *reading)
{
  g_clear_pointer (&reading->data, g_byte_array_unref);
  g_clear_pointer (&reading->data_file, g_free);
  g_clear_pointer (&reading->form, placard_form_unref);
  g_clear_object (&reading->upload);
  g_clear_pointer (&reading->upload_name, g_free);
  g_clear_pointer (&reading->user, g_free);
  g_clear_pointer (&reading->bearer, g_free);
  g_clear_pointer (&reading->user_agent, g_free);
  g_clear_pointer (&reading->referer, g_free);
  g_clear_pointer (&reading->cookie, g_free);
  reading->has_key = FALSE;
  reading->data_json = FALSE;
  reading->data_query = FALSE;
  reading->head = FALSE;
  g_ptr_array_set_size (reading->options->urls, 0);
  reading->n_profile_headers = placard_request_get_headers (reading->request)->len;
}

/* What the profile was given for its own origin is not for the one that the command line names. */
static void
stay_at_home (PlacardOptionReading *reading)
{
  for (guint i = 0; reading->addresses && i < reading->addresses->len; i++) {
    const char *address = g_ptr_array_index (reading->addresses, i);

    if (address == reading->profile_address ||
        !placard_duplicate_changes_origin (reading->request, address))
      continue;
    g_clear_pointer (&reading->options->left_behind, g_ptr_array_unref);
    reading->options->left_behind = placard_duplicate_leave_secrets (reading->request);
    return;
  }
}

gboolean
placard_option_read_profile (PlacardOptionReading *reading,
                             const PlacardOption *option,
                             const char *value,
                             GError **error)
{
  g_autofree char *path = placard_option_resolve_path (reading, value);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = placard_printable (base);
  g_autofree char *text = NULL;
  gboolean read;

  if (reading->profile_depth == MAX_DEPTH)
    return placard_option_fail (option, error, _ ("the profiles name each other in a circle"));
  text = placard_profile_read_file (path, error);
  if (!text)
    return FALSE;

  reading->profile_depth++;
  read = placard_profile_read_into (reading, text, name, folder, error) &&
         placard_option_reading_finish (reading, error);
  reading->profile_depth--;
  if (read)
    start_over (reading);
  if (read && reading->profile_depth == 0) {
    /* The outermost one: what is kept goes where the person looks. */
    placard_request_set_profile (reading->request, path);
    stay_at_home (reading);
  }
  return read;
}

void
placard_option_override_profile_header (PlacardOptionReading *reading, const char *name)
{
  GPtrArray *headers = placard_request_get_headers (reading->request);
  g_autoptr (GPtrArray) kept = placard_field_list_new ();
  guint n_profile_headers = 0;

  if (reading->n_profile_headers == 0)
    return;
  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);
    gboolean of_profile = i < reading->n_profile_headers;

    if (of_profile && g_ascii_strcasecmp (field->name, name) == 0)
      continue;
    g_ptr_array_add (kept, placard_field_copy (field));
    n_profile_headers += of_profile;
  }
  placard_request_set_headers (reading->request, kept);
  reading->n_profile_headers = n_profile_headers;
}

PLACARD_OPTION_READER (variable)
{
  const char *equals = strchr (value, '=');
  g_autofree char *name = NULL;

  if (!equals || equals == value)
    return placard_option_fail (option, error, _ ("write NAME=VALUE"));
  name = g_strndup (value, (gsize) (equals - value));
  placard_request_set_variable (reading->request, name, equals + 1);
  return TRUE;
}

PLACARD_OPTION_WRITER (variable)
{
  g_autoptr (GPtrArray) names = placard_request_list_variables (writing->request);

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    const char *value = placard_request_get_variable (writing->request, name);
    g_autofree char *text = g_strconcat (name, "=", value, NULL);
    g_autofree char *masked =
        placard_field_name_is_secret (name) ? g_strconcat (name, "=" PLACARD_MASK, NULL) : NULL;

    placard_option_writing_add (writing, option, text, masked);
  }
}
