/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of a transfer: hosts that are asked over TLS alone (RFC 6797). A private request neither reads nor writes
 * what is remembered: a host that was visited shows in it. */
#include "placard-transfer-private.h"

/* (nullable): this request does without */
static PlacardHsts *
get_hsts (PlacardTransfer *self)
{
  const PlacardPolicy *policy = placard_policy_run_get_policy (self->policy);
  const char *file = placard_policy_get_option (policy, "hsts");

  if (placard_policy_is_private (policy) || g_strcmp0 (file, PLACARD_POLICY_HSTS_OFF) == 0)
    return NULL;
  return placard_session_get_hsts (self->session, file);
}

static void
add_hop (PlacardTransfer *self, GUri *from, GUri *to)
{
  PlacardHop *hop = g_new0 (PlacardHop, 1);

  hop->method = g_strdup (self->step->method);
  hop->url = g_uri_to_string_partial (from, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  hop->status = 307;
  hop->location = g_uri_to_string_partial (to, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  hop->withheld = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->hops, hop);
}

/* Nothing is withheld: it is the same host, by a safer way. */
void
placard_transfer_upgrade (PlacardTransfer *self)
{
  PlacardHsts *hsts = get_hsts (self);
  g_autoptr (GUri) uri =
      hsts ? placard_hsts_upgrade (hsts, self->step->uri, placard_transfer_wall_seconds ()) : NULL;
  PlacardStep *step;

  if (!uri)
    return;
  if (placard_origin_equal (self->home, self->step->uri)) {
    g_uri_unref (self->home);
    self->home = g_uri_ref (uri);
  }
  add_hop (self, self->step->uri, uri);
  step = placard_step_new (self->step->method, uri, self->step->headers, self->step->body,
                           self->step->credentials);
  placard_step_free (self->step);
  self->step = step;
}

char *
placard_transfer_upgrade_location (PlacardTransfer *self, const char *location)
{
  PlacardHsts *hsts = get_hsts (self);
  g_autoptr (GUri) uri = hsts ? placard_redirect_resolve (self->step->uri, location, NULL) : NULL;
  g_autoptr (GUri) upgraded =
      uri ? placard_hsts_upgrade (hsts, uri, placard_transfer_wall_seconds ()) : NULL;

  return upgraded ? g_uri_to_string (upgraded) : NULL;
}

/* Section 8.1: over a connection that was in order without anybody's exception, and the first field. */
void
placard_transfer_take_hsts (PlacardTransfer *self, PlacardResponse *response)
{
  const char *field = placard_response_get_header (response, "Strict-Transport-Security");
  PlacardHsts *hsts = NULL;

  if (field && placard_response_get_certificate (response) &&
      !placard_response_is_excepted (response))
    hsts = get_hsts (self);
  if (hsts)
    placard_hsts_take (hsts, g_uri_get_host (self->step->uri), field,
                       placard_transfer_wall_seconds ());
}
