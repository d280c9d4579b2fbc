/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-next-hop.h"

#include <string.h>

#include "placard-duplicate.h"
#include "placard-redirect.h"
#include "placard-variables.h"

static PlacardStep *
make_step (PlacardRequest *request, PlacardResponse *response, GError **error)
{
  g_autoptr (GUri) uri =
      g_uri_parse (placard_response_get_url (response), G_URI_FLAGS_ENCODED, error);
  g_autoptr (GPtrArray) headers = NULL;

  if (!uri)
    return NULL;
  headers = placard_request_build_headers (request);
  return placard_step_new (placard_request_get_effective_method (request), uri, headers,
                           placard_request_get_body (request),
                           placard_request_get_auth (request) != PLACARD_AUTH_NONE);
}

/* The person's own fields, as far as they are among those that travel on. */
static void
keep_fields (PlacardRequest *next, GPtrArray *travelling)
{
  GPtrArray *headers = placard_request_get_headers (next);
  g_autoptr (GPtrArray) kept = placard_field_list_new ();

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (!field->enabled || !field->value || placard_field_list_find (travelling, field->name))
      g_ptr_array_add (kept, placard_field_copy (field));
  }
  placard_request_set_headers (next, kept);
}

static PlacardRequest *
make_request (PlacardRequest *request, const PlacardStep *step, gboolean trusted)
{
  g_autofree char *url = g_uri_to_string_partial (step->uri, G_URI_HIDE_USERINFO);
  g_autoptr (GPtrArray) left_behind = NULL;
  g_autoptr (GPtrArray) nothing = placard_field_list_new ();
  PlacardRequest *next =
      trusted ? placard_request_copy (request) : placard_duplicate_new (request, url, &left_behind);

  keep_fields (next, step->headers);
  placard_request_set_url (next, url);
  placard_request_set_query (next, nothing);
  placard_request_set_method (next, step->method);
  placard_request_set_body (next, step->body);
  /* The place that the answer names has its own query. */
  if (placard_request_get_auth (next) == PLACARD_AUTH_API_KEY_QUERY)
    placard_request_set_auth (next, PLACARD_AUTH_NONE, NULL, NULL);
  placard_request_set_profile (next, NULL);
  return next;
}

PlacardRequest *
placard_next_hop_build (PlacardRequest *request,
                        PlacardResponse *response,
                        GPtrArray **withheld,
                        GError **error)
{
  const char *location = placard_response_get_header (response, "Location");
  guint status = placard_response_get_status (response);
  gboolean trusted = placard_request_get_transport (request)->location_trusted;
  g_autoptr (PlacardRequest) expanded = NULL;
  g_autoptr (PlacardStep) step = NULL;
  g_autoptr (PlacardStep) next = NULL;
  g_autoptr (GPtrArray) names = NULL;

  if (!placard_redirect_is_redirect (status) || !location)
    return NULL;
  expanded = placard_variables_expand (request, error);
  step = expanded ? make_step (expanded, response, error) : NULL;
  if (!step)
    return NULL;
  next = placard_redirect_follow (step, status, location, trusted, &names, error);
  if (!next)
    return NULL;
  if (withheld)
    *withheld = g_steal_pointer (&names);
  return make_request (expanded, next, trusted);
}
