/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of a transfer: what an answer's head leads to. */
#include "placard-transfer-private.h"

#include <glib/gi18n-lib.h>

/* What a later attempt could go on from. */
static void
remember_answer (PlacardTransfer *self, PlacardResponse *response)
{
  g_set_object (&self->answer, response);
  g_clear_pointer (&self->answered, placard_step_free);
  self->answered = placard_step_copy (self->step);
}

static void
follow (PlacardTransfer *self, GInputStream *stream, PlacardResponse *response)
{
  g_autoptr (GPtrArray) withheld = NULL;
  GError *error = NULL;
  const char *location = placard_response_get_header (response, "Location");
  g_autofree char *upgraded = placard_transfer_upgrade_location (self, location);
  g_autoptr (PlacardStep) next = placard_redirect_follow (
      self->step, placard_response_get_status (response), upgraded ? upgraded : location,
      self->transport->location_trusted, &withheld, &error);

  if (!next) {
    placard_fetch_report_response (self->fetch, response);
    placard_transfer_finish (self, error);
    return;
  }
  g_ptr_array_add (self->hops, placard_head_make_hop (self->step, response, withheld));
  placard_transfer_discard_body (self, stream);
  if (self->hops->len > self->limits.max_redirects) {
    placard_transfer_finish (
        self, placard_head_describe_redirects (self->hops, self->limits.max_redirects));
    return;
  }
  placard_step_free (self->step);
  self->step = g_steal_pointer (&next);
  placard_transfer_send_hop (self);
}

static gboolean
is_challenge (PlacardTransfer *self, PlacardResponse *response)
{
  PlacardAuthentication *authentication = placard_transfer_get_authentication (self);

  return authentication &&
         placard_authentication_is_challenge (authentication, self->step, response);
}

static void
answer_challenge (PlacardTransfer *self, GInputStream *stream, PlacardResponse *response)
{
  GError *error = NULL;

  if (!placard_authentication_take (placard_transfer_get_authentication (self), self->step,
                                    response, &error)) {
    placard_fetch_report_response (self->fetch, response);
    placard_transfer_finish (self, error);
    return;
  }
  placard_transfer_discard_body (self, stream);
  placard_transfer_send_hop (self);
}

/* What the policy makes of a head, a redirect's too. */
gboolean
placard_transfer_take_head (PlacardTransfer *self, PlacardResponse *response, GError **error)
{
  gboolean passes =
      placard_policy_run_take_head (self->policy, placard_response_get_status (response),
                                    placard_response_get_headers (response), error);
  g_autoptr (PlacardCorsVerdict) verdict = placard_policy_run_dup_verdict (self->policy);

  if (verdict)
    placard_fetch_report_cors_verdict (self->fetch, verdict);
  if (!passes)
    placard_fetch_report_response (self->fetch, response);
  return passes;
}

/* The rest of a body that broke off, or the news that there is none to be had. */
static void
go_on (PlacardTransfer *self, GInputStream *stream, PlacardResponse *response)
{
  goffset skip, received = placard_spool_get_size (placard_fetch_get_spool (self->fetch));

  if (!placard_retry_check_resume (self->answer, response, received, &skip)) {
    placard_transfer_finish (self, g_steal_pointer (&self->broken));
    return;
  }
  self->base_body = received;
  self->base_wire = received - skip;
  placard_transfer_receive (self, stream, response, skip);
}

static void
take_final (PlacardTransfer *self, GInputStream *stream, PlacardResponse *response)
{
  if (placard_spool_get_size (placard_fetch_get_spool (self->fetch)) > 0) {
    go_on (self, stream, response);
    return;
  }
  placard_transfer_report_sign_in (self, response);
  placard_fetch_report_response (self->fetch, response);
  remember_answer (self, response);
  placard_transfer_receive (self, stream, response, 0);
}

/* The 304 that the cache asked for. */
static gboolean
is_validated (PlacardTransfer *self, PlacardResponse *response)
{
  return placard_cache_run_take_head (self->cache, placard_response_get_status (response),
                                      placard_response_get_headers (response),
                                      placard_transfer_wall_seconds ());
}

void
placard_transfer_take_answer (PlacardTransfer *self, GInputStream *stream)
{
  g_autoptr (PlacardResponse) response =
      placard_head_make_response (&self->sending, self->step, self->hops);
  GError *error = NULL;
  gboolean redirects;

  if (!placard_head_check_origin (&self->sending, self->step, &error) ||
      !placard_framing_parse (self->step->method, placard_response_get_status (response),
                              placard_response_get_headers (response), &self->framing, &error)) {
    placard_transfer_report_proxy (self);
    placard_transfer_finish (self, error);
    return;
  }
  placard_transfer_take_hsts (self, response);
  if (is_validated (self, response)) {
    placard_transfer_discard_body (self, stream);
    placard_transfer_answer_from_cache (self);
    return;
  }
  if (!placard_transfer_take_head (self, response, &error)) {
    placard_transfer_finish (self, error);
    return;
  }
  redirects =
      placard_head_is_redirect (response) && self->transport->redirect != PLACARD_REDIRECT_MANUAL;
  if (is_challenge (self, response)) {
    answer_challenge (self, stream, response);
  } else if (placard_transfer_renews (self, response)) {
    placard_transfer_discard_body (self, stream);
    self->renewing = TRUE;
    placard_transfer_finish (self, NULL);
  } else if (redirects && self->transport->redirect == PLACARD_REDIRECT_FOLLOW) {
    follow (self, stream, response);
  } else if (redirects) {
    placard_fetch_report_response (self->fetch, response);
    placard_transfer_finish (self, placard_head_describe_redirect (response));
  } else if (placard_transfer_passes_by (self, response)) {
    placard_transfer_discard_body (self, stream);
  } else {
    take_final (self, stream, response);
  }
}
