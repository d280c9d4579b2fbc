/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-duplicate.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-form.h"
#include "placard-mask.h"
#include "placard-origin.h"
#include "placard-setting.h"
#include "placard-url.h"

/* A larger text is data. */
#define MAX_TEXT_BYTES (1024 * 1024)

gboolean
placard_duplicate_changes_origin (PlacardRequest *request, const char *url)
{
  g_autofree char *present = placard_request_dup_absolute_url (request);
  g_autofree char *absolute = placard_url_resolve (present, url);
  g_autoptr (PlacardRequest) other = placard_request_copy (request);
  g_autofree char *here = placard_request_dup_absolute_url (request);
  g_autofree char *there = NULL;
  g_autoptr (GUri) from = placard_url_parse (here, NULL, NULL, NULL);
  g_autoptr (GUri) to = NULL;

  /* Relative to the profile's address, if it is relative. */
  placard_request_set_url (other, url);
  there = placard_request_dup_absolute_url (other);
  to = placard_url_parse (there, NULL, NULL, NULL);
  return from && to && !placard_origin_equal (from, to);
}

static gboolean
stays_behind (const PlacardField *field)
{
  return !field->other_hosts && (field->secret || g_ascii_strcasecmp (field->name, "Referer") == 0);
}

/* (transfer full) (nullable): the fields that go along; %NULL when all do. */
static GPtrArray *
leave_fields (GPtrArray *fields, GPtrArray *left_behind)
{
  g_autoptr (GPtrArray) kept = placard_field_list_new ();

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);

    if (stays_behind (field))
      g_ptr_array_add (left_behind, g_strdup (field->name));
    else
      g_ptr_array_add (kept, placard_field_copy (field));
  }
  return kept->len == fields->len ? NULL : g_steal_pointer (&kept);
}

static void
leave_certificate (PlacardRequest *request, GPtrArray *left_behind)
{
  const PlacardTransport *transport = placard_request_get_transport (request);

  if (!transport->cert && !transport->key)
    return;
  placard_setting_set (request, "cert", NULL, NULL);
  placard_setting_set (request, "key", NULL, NULL);
  placard_setting_set (request, "pass", NULL, NULL);
  g_ptr_array_add (left_behind, g_strdup (_ ("the client certificate")));
}

static gboolean
text_has_secret (PlacardBody *body)
{
  GBytes *bytes = placard_body_get_bytes (body);
  gsize length = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *masked = NULL;

  if (!data || length > MAX_TEXT_BYTES || memchr (data, '\0', length))
    return FALSE;
  text = g_strndup (data, length);
  masked = *text == '{' || *text == '[' ? placard_mask_json (text) : placard_mask_form (text);
  return strcmp (text, masked) != 0;
}

static gboolean
form_has_secret (PlacardForm *form)
{
  GPtrArray *parts = placard_form_get_parts (form);

  for (guint i = 0; i < parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (parts, i);

    if (part->enabled && !part->file_name && placard_field_name_is_secret (part->name))
      return TRUE;
  }
  return FALSE;
}

static void
leave_body (PlacardRequest *request, GPtrArray *left_behind)
{
  PlacardBody *body = placard_request_get_body (request);

  if (!body || !(placard_body_get_form (body) ? form_has_secret (placard_body_get_form (body))
                                              : text_has_secret (body)))
    return;
  placard_request_set_body (request, NULL);
  g_ptr_array_add (left_behind, g_strdup (_ ("the body, which has a secret in it")));
}

static void
leave_variables (PlacardRequest *request, GPtrArray *left_behind)
{
  g_autoptr (GPtrArray) names = placard_request_list_variables (request);

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);

    if (!placard_field_name_is_secret (name))
      continue;
    placard_request_set_variable (request, name, NULL);
    g_ptr_array_add (left_behind, g_strdup_printf ("{{%s}}", name));
  }
}

GPtrArray *
placard_duplicate_leave_secrets (PlacardRequest *request)
{
  GPtrArray *left_behind = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) headers = leave_fields (placard_request_get_headers (request), left_behind);
  g_autoptr (GPtrArray) query = leave_fields (placard_request_get_query (request), left_behind);

  if (headers)
    placard_request_set_headers (request, headers);
  if (query)
    placard_request_set_query (request, query);
  if (placard_request_get_auth (request) != PLACARD_AUTH_NONE) {
    placard_request_set_auth (request, PLACARD_AUTH_NONE, NULL, NULL);
    g_ptr_array_add (left_behind, g_strdup (_ ("the credentials")));
  }
  leave_certificate (request, left_behind);
  leave_body (request, left_behind);
  leave_variables (request, left_behind);
  if (placard_policy_get_mode (placard_request_get_policy (request)) == PLACARD_MODE_NAVIGATE)
    placard_setting_set (request, "mode", "same-origin", NULL);
  return left_behind;
}

PlacardRequest *
placard_duplicate_new (PlacardRequest *original, const char *url, GPtrArray **left_behind)
{
  PlacardRequest *request = placard_request_copy (original);

  if (placard_duplicate_changes_origin (original, url))
    *left_behind = placard_duplicate_leave_secrets (request);
  else
    *left_behind = g_ptr_array_new_with_free_func (g_free);
  placard_request_set_url (request, url);
  placard_request_set_profile (request, NULL);
  return request;
}
