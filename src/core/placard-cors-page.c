/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cors-page.h"

#include "placard-preflight.h"
#include "placard-setting.h"
#include "placard-variables.h"

struct _PlacardCorsPage {
  PlacardCorsRequest request;
  char *origin;
  GUri *uri;
  char *method;
  GPtrArray *headers;
};

/* A browser has its own of these, unless the page sets them. */
static gboolean
is_of_page (PlacardRequest *request, const PlacardField *field)
{
  static const char *const own[] = {"User-Agent", "Accept", "Accept-Encoding", "Referer"};

  if (!field->enabled || !field->value)
    return FALSE;
  if (g_ascii_strcasecmp (field->name, "Referer") == 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_ascii_strcasecmp (field->name, own[i]) == 0)
      return placard_field_list_find (placard_request_get_headers (request), own[i]) != NULL;
  return TRUE;
}

static GPtrArray *
list_page_fields (PlacardRequest *request)
{
  g_autoptr (GPtrArray) all = placard_request_build_headers (request);
  GPtrArray *fields = placard_field_list_new ();

  for (guint i = 0; i < all->len; i++) {
    const PlacardField *field = g_ptr_array_index (all, i);

    if (is_of_page (request, field))
      g_ptr_array_add (fields, placard_field_copy (field));
  }
  return fields;
}

PlacardCorsPage *
placard_cors_page_new (PlacardRequest *request,
                       const char *origin,
                       gboolean credentials,
                       GError **error)
{
  g_autoptr (PlacardRequest) expanded = placard_variables_expand (request, error);
  g_autofree char *parsed = expanded ? placard_cors_parse_origin (origin, error) : NULL;
  g_autoptr (GUri) uri = parsed ? placard_request_build_uri (expanded, error) : NULL;
  PlacardCorsPage *self;

  if (!uri)
    return NULL;
  self = g_new0 (PlacardCorsPage, 1);
  self->origin = g_steal_pointer (&parsed);
  self->uri = g_steal_pointer (&uri);
  self->method = g_strdup (placard_request_get_effective_method (expanded));
  self->headers = list_page_fields (expanded);
  self->request = (PlacardCorsRequest){
      .origin = self->origin,
      .uri = self->uri,
      .method = self->method,
      .headers = self->headers,
      .credentials = credentials,
      .no_cors =
          placard_policy_get_mode (placard_request_get_policy (request)) == PLACARD_MODE_NO_CORS,
  };
  return self;
}

void
placard_cors_page_free (PlacardCorsPage *self)
{
  g_free (self->origin);
  g_uri_unref (self->uri);
  g_free (self->method);
  g_ptr_array_unref (self->headers);
  g_free (self);
}

const PlacardCorsRequest *
placard_cors_page_get_request (PlacardCorsPage *self)
{
  return &self->request;
}

PlacardRequest *
placard_cors_page_build_preflight (PlacardCorsPage *self, PlacardRequest *request)
{
  static const char *const taken_back[] = {"cert", "key", "pass", "range", "retry"};
  PlacardRequest *preflight = placard_request_new ();
  g_autoptr (GPtrArray) headers = placard_preflight_build_headers (&self->request);
  g_autofree char *url = g_uri_to_string_partial (self->uri, G_URI_HIDE_FRAGMENT);

  placard_request_set_url (preflight, url);
  placard_request_set_method (preflight, "OPTIONS");
  placard_request_set_headers (preflight, headers);
  placard_request_set_limits (preflight, placard_request_get_limits (request));
  placard_request_set_transport (preflight, placard_request_get_transport (request));
  placard_request_set_ca_file (preflight, placard_request_get_ca_file (request));
  for (gsize i = 0; i < G_N_ELEMENTS (taken_back); i++)
    placard_setting_set (preflight, taken_back[i], NULL, NULL);
  placard_setting_set (preflight, "redirect", "manual", NULL);
  placard_setting_set (preflight, "credentials", "omit", NULL);
  return preflight;
}
