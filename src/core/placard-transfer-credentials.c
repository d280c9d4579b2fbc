/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of a transfer: who is told who asks. The request's own credentials are for the origin of its first hop;
 * what a person typed for another origin is for that one. */
#include "placard-transfer-private.h"

#include "placard-sign-in.h"

#include <glib/gi18n-lib.h>

static gboolean
is_at_home (PlacardTransfer *self)
{
  return placard_origin_equal (self->home, self->step->uri);
}

/* With credentials=same-origin another origin is told nothing and asks in vain. */
static gboolean
may_sign_in (PlacardTransfer *self)
{
  PlacardCredentials mode =
      placard_policy_get_credentials (placard_policy_run_get_policy (self->policy));

  return mode != PLACARD_CREDENTIALS_OMIT &&
         (mode != PLACARD_CREDENTIALS_SAME_ORIGIN || is_at_home (self));
}

static PlacardCredential *
find_credential (PlacardTransfer *self)
{
  const PlacardPolicy *policy = placard_policy_run_get_policy (self->policy);
  PlacardCredentialStore *store = placard_policy_get_credential_store (policy);
  g_autofree char *origin = placard_origin_serialise (self->step->uri);

  return store && may_sign_in (self) ? placard_credential_store_lookup (store, origin) : NULL;
}

static gboolean
has_own_credentials (PlacardTransfer *self)
{
  return placard_field_list_find (self->step->headers, "Authorization") ||
         (self->authentication && self->step->credentials && is_at_home (self));
}

static void
set_guest (PlacardTransfer *self, const PlacardCredential *credential)
{
  if (self->guest && placard_origin_equal (self->guest_home, self->step->uri))
    return;
  g_clear_pointer (&self->guest, placard_authentication_free);
  g_clear_pointer (&self->guest_home, g_uri_unref);
  self->guest = placard_authentication_new (credential->user, credential->secret);
  self->guest_home = g_uri_ref (self->step->uri);
}

void
placard_transfer_add_credentials (PlacardTransfer *self)
{
  g_autoptr (PlacardCredential) credential =
      has_own_credentials (self) ? NULL : find_credential (self);
  PlacardAuthentication *authentication;

  if (credential) {
    if (credential->auth == PLACARD_AUTH_DIGEST)
      set_guest (self, credential);
    else
      placard_authentication_add (self->step, credential->auth == PLACARD_AUTH_BEARER,
                                  credential->user, credential->secret);
    self->step->credentials = TRUE;
  }
  authentication = placard_transfer_get_authentication (self);
  if (authentication)
    placard_authentication_apply (authentication, self->step);
}

PlacardAuthentication *
placard_transfer_get_authentication (PlacardTransfer *self)
{
  if (self->guest && placard_origin_equal (self->guest_home, self->step->uri))
    return self->guest;
  return is_at_home (self) ? self->authentication : NULL;
}

gboolean
placard_transfer_renews (PlacardTransfer *self, PlacardResponse *response)
{
  return self->renews && placard_response_get_status (response) == 401 && is_at_home (self);
}

void
placard_transfer_report_sign_in (PlacardTransfer *self, PlacardResponse *response)
{
  g_auto (GStrv) challenges =
      placard_sign_in_collect (placard_response_get_headers (response), "WWW-Authenticate");
  gboolean digest = placard_transfer_get_authentication (self) != NULL;
  g_autoptr (PlacardSignIn) sign_in = NULL;

  if (placard_response_get_status (response) != 401 || !may_sign_in (self))
    return;
  sign_in = placard_sign_in_new ((const char *const *) challenges,
                                 digest ? PLACARD_AUTH_DIGEST : PLACARD_AUTH_NONE);
  if (!sign_in)
    return;
  sign_in->host = placard_redirect_format_host (self->step->uri);
  sign_in->origin = placard_origin_serialise (self->step->uri);
  sign_in->encrypted = g_str_equal (g_uri_get_scheme (self->step->uri), "https");
  sign_in->refused = digest || placard_field_list_find (self->step->headers, "Authorization");
  placard_fetch_report_sign_in (self->fetch, sign_in);
}

void
placard_transfer_report_proxy (PlacardTransfer *self)
{
  static const char *const presumed[] = {"Basic", NULL};
  SoupMessage *message = self->sending.message;
  g_autoptr (GPtrArray) headers =
      placard_sending_copy_headers (soup_message_get_response_headers (message));
  g_auto (GStrv) challenges = placard_sign_in_collect (headers, "Proxy-Authenticate");
  g_autoptr (PlacardSignIn) sign_in = NULL;

  if (soup_message_get_status (message) != 407)
    return;
  /* Of a tunnel that did not come about libsoup tells the status alone: the weakest way is presumed. */
  sign_in = *challenges ? placard_sign_in_new ((const char *const *) challenges, PLACARD_AUTH_NONE)
                        : placard_sign_in_new (presumed, PLACARD_AUTH_NONE);
  if (!sign_in || sign_in->auth == PLACARD_AUTH_BEARER)
    return;
  sign_in->proxy = TRUE;
  sign_in->host = placard_failure_find_proxy (self->route, self->step->uri);
  sign_in->origin = g_strdup (sign_in->host);
  sign_in->encrypted = self->route->proxy && g_str_has_prefix (self->route->proxy, "https:");
  sign_in->refused = self->route->proxy_user != NULL;
  placard_fetch_report_sign_in (self->fetch, sign_in);
}
