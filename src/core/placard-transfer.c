/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-transfer-private.h"

#include <glib/gi18n-lib.h>

static void
transfer_free (PlacardTransfer *self)
{
  g_clear_pointer (&self->step, placard_step_free);
  g_clear_pointer (&self->outgoing, placard_step_free);
  g_clear_pointer (&self->first, placard_step_free);
  g_clear_pointer (&self->answered, placard_step_free);
  g_clear_object (&self->answer);
  g_clear_error (&self->timed_out);
  g_clear_error (&self->broken);
  g_clear_pointer (&self->policy, placard_policy_run_free);
  g_clear_pointer (&self->cache, placard_cache_run_free);
  g_free (self->spool_directory);
  g_clear_pointer (&self->hops, g_ptr_array_unref);
  g_clear_object (&self->outer);
  g_clear_object (&self->inner);
  g_clear_object (&self->fetch);
  g_clear_object (&self->session);
  g_clear_pointer (&self->authentication, placard_authentication_free);
  g_clear_pointer (&self->guest, placard_authentication_free);
  g_clear_pointer (&self->guest_home, g_uri_unref);
  g_clear_pointer (&self->transport, placard_transport_free);
  g_clear_pointer (&self->route, placard_route_free);
  g_clear_pointer (&self->home, g_uri_unref);
  g_free (self->ca_file);
}

void
placard_transfer_unref (PlacardTransfer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) transfer_free);
}

static PlacardSpoolState
judge_spool (const GError *error)
{
  if (!error)
    return PLACARD_SPOOL_COMPLETE;
  return g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED) ? PLACARD_SPOOL_CANCELLED
                                                                         : PLACARD_SPOOL_INCOMPLETE;
}

void
placard_transfer_drop_pause (PlacardTransfer *self)
{
  if (!self->pause)
    return;
  g_source_destroy (self->pause);
  g_clear_pointer (&self->pause, g_source_unref);
}

/* The one exit. @error: (transfer full) (nullable) */
void
placard_transfer_finish (PlacardTransfer *self, GError *error)
{
  if (self->finished) {
    g_clear_error (&error);
    return;
  }
  self->finished = TRUE;
  self->sending.timings.finished = placard_sending_elapsed (&self->sending);

  g_clear_pointer (&self->watchdog, placard_watchdog_free);
  placard_sending_clear (&self->sending);
  self->sending.watchdog = NULL;
  placard_transfer_drop_pause (self);
  g_cancellable_cancel (self->inner);
  g_clear_pointer (&self->receiver, placard_receiver_free);
  g_clear_pointer (&self->filler, placard_spool_filler_free);
  g_clear_pointer (&self->quarantine, placard_quarantine_free);
  g_cancellable_disconnect (self->outer, self->outer_id);

  placard_fetch_report_timings (self->fetch, &self->sending.timings);
  if (self->renewing && !error) {
    placard_policy_run_leave (self->policy, NULL);
    placard_fetch_report_token_refused (self->fetch);
    placard_transfer_unref (self);
    return;
  }
  placard_spool_seal (placard_fetch_get_spool (self->fetch), judge_spool (error));
  /* The body is whole even if the cookies cannot be written. */
  placard_policy_run_leave (self->policy, error ? NULL : &error);
  placard_fetch_report_end (self->fetch, error);
  placard_transfer_unref (self);
}

static GError *
describe_timer (PlacardTransfer *self, PlacardTimer timer)
{
  g_autofree char *host = placard_redirect_format_host (self->step->uri);

  if (timer == PLACARD_TIMER_CONNECT && self->sending.phase == PLACARD_PHASE_TLS)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                        _ ("%s does not answer in TLS; perhaps this port speaks none"), host);
  return placard_watchdog_describe (timer, &self->limits, host);
}

static void
timer_cb (PlacardTimer timer, gpointer user_data)
{
  PlacardTransfer *self = user_data;
  GError *error;

  if (timer == PLACARD_TIMER_FIRST_BYTE && placard_sending_has_answer_begun (&self->sending))
    return; /* now the timer over the whole head counts */
  error = describe_timer (self, timer);
  if (timer == PLACARD_TIMER_TOTAL || self->retry.left == 0) {
    placard_transfer_finish (self, error);
  } else if (self->receiver) {
    placard_transfer_fail (self, error);
  } else { /* there may be another attempt, but not before libsoup has let go of this one */
    g_clear_error (&self->timed_out);
    self->timed_out = error;
    g_cancellable_cancel (self->inner);
  }
}

static gboolean
cancel_cb (gpointer user_data)
{
  PlacardTransfer *self = user_data;

  placard_transfer_finish (self, g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                                                      _ ("The request was stopped")));
  return G_SOURCE_REMOVE;
}

static void
run_in_network (PlacardTransfer *self, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, func, g_atomic_rc_box_acquire (self),
                         (GDestroyNotify) placard_transfer_unref);
  g_source_attach (source, placard_session_get_context (self->session));
}

/* In whatever thread cancels. */
static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  run_in_network (user_data, cancel_cb);
}

/* The end of every sending: %NULL when there is no head to read, and then all is done that is to do. */
static GInputStream *
finish_sending (PlacardTransfer *self, GObject *source, GAsyncResult *result)
{
  GError *error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (self->finished) {
    g_clear_error (&error);
    if (stream)
      g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
    return NULL;
  }
  if (self->timed_out) {
    g_clear_error (&error);
    placard_transfer_fail (self, g_steal_pointer (&self->timed_out));
    return NULL;
  }
  if (error) {
    GError *described = placard_sending_describe (&self->sending, self->step, error);

    g_error_free (error);
    placard_transfer_fail (self, described);
    return NULL;
  }
  self->sending.timings.first_byte = placard_sending_elapsed (&self->sending);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_CONNECT);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_FIRST_BYTE);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_HEADERS);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_IDLE);
  return g_steal_pointer (&stream);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardTransfer *self = user_data;
  g_autoptr (GInputStream) stream = finish_sending (self, source, result);

  if (stream)
    placard_transfer_take_answer (self, stream);
  placard_transfer_unref (self);
}

static void
send_step (PlacardTransfer *self, const PlacardStep *step, GAsyncReadyCallback callback)
{
  GError *error = NULL;
  SoupSession *soup = placard_session_get_soup (self->session, self->route, &error);

  if (!soup || !placard_sending_prepare (&self->sending, step, &error)) {
    placard_transfer_finish (self, error);
    return;
  }
  soup_session_send_async (soup, self->sending.message, G_PRIORITY_DEFAULT, self->inner, callback,
                           g_atomic_rc_box_acquire (self));
}

static gint64
monotonic_seconds (void)
{
  return g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
take_preflight (PlacardTransfer *self, GInputStream *stream)
{
  SoupMessage *message = self->sending.message;
  g_autoptr (GPtrArray) headers =
      placard_sending_copy_headers (soup_message_get_response_headers (message));
  guint status = soup_message_get_status (message);
  GError *error = NULL;

  if (!placard_head_check_origin (&self->sending, self->step, &error) ||
      !placard_framing_parse ("OPTIONS", status, headers, &self->framing, &error) ||
      !placard_policy_run_take_preflight (self->policy, status, headers,
                                          placard_session_get_preflights (self->session),
                                          monotonic_seconds (), &error)) {
    placard_transfer_report_proxy (self);
    placard_transfer_finish (self, error);
    return;
  }
  placard_transfer_discard_body (self, stream);
  send_step (self, self->outgoing, sent_cb);
}

static void
preflight_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardTransfer *self = user_data;
  g_autoptr (GInputStream) stream = finish_sending (self, source, result);

  if (stream)
    take_preflight (self, stream);
  placard_transfer_unref (self);
}

static void
choose_route (PlacardTransfer *self)
{
  PlacardTlsExceptions *exceptions = placard_session_get_tls_exceptions (self->session);
  g_autofree char *exception = NULL;

  if (exceptions)
    exception = placard_tls_exceptions_lookup (exceptions, g_uri_get_host (self->step->uri),
                                               (guint) placard_origin_get_port (self->step->uri));
  placard_sending_clear (&self->sending);
  g_clear_pointer (&self->route, placard_route_free);
  self->route = placard_route_new (self->transport, self->ca_file, self->step->uri,
                                   placard_origin_equal (self->home, self->step->uri),
                                   placard_policy_run_allows_credentials (self->policy));
  placard_route_except (self->route, exception);
  self->sending.route = self->route;
}

/* The fields to send; %NULL and @error when the hop may not be entered. */
static GPtrArray *
enter_hop (PlacardTransfer *self, GError **error)
{
  GPtrArray *fields;

  placard_transfer_add_credentials (self);
  fields = placard_policy_run_enter (self->policy, self->step, error);
  choose_route (self);
  return fields;
}

static GError *
not_in_cache (PlacardTransfer *self)
{
  g_autofree char *host = placard_redirect_format_host (self->step->uri);

  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_NOT_IN_CACHE,
                      _ ("The answer of %s is not in the cache, and this request asks nobody else"),
                      host);
}

/* Whether the hop ends here: the cache has the answer, or must have it. */
static gboolean
ask_cache (PlacardTransfer *self, GPtrArray *fields)
{
  switch (placard_cache_run_enter (self->cache, self->step->method, self->step->uri, fields,
                                   placard_transfer_wall_seconds ())) {
  case PLACARD_CACHE_USE:
    placard_transfer_answer_from_cache (self);
    return TRUE;
  case PLACARD_CACHE_REFUSE:
    placard_transfer_finish (self, not_in_cache (self));
    return TRUE;
  case PLACARD_CACHE_VALIDATE:
  case PLACARD_CACHE_FETCH:
    return FALSE;
  }
  return FALSE;
}

void
placard_transfer_send_hop (PlacardTransfer *self)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GPtrArray) asking = NULL;

  placard_transfer_upgrade (self);
  fields = enter_hop (self, &error);
  if (!fields) {
    placard_transfer_finish (self, error);
    return;
  }
  if (ask_cache (self, fields))
    return;
  g_clear_pointer (&self->outgoing, placard_step_free);
  self->outgoing =
      placard_step_new (self->step->method, self->step->uri, fields, self->step->body, FALSE);
  asking = placard_policy_run_get_preflight (
      self->policy, placard_session_get_preflights (self->session), monotonic_seconds ());
  if (asking) {
    g_autoptr (PlacardStep) preflight =
        placard_step_new ("OPTIONS", self->step->uri, asking, NULL, FALSE);

    send_step (self, preflight, preflight_sent_cb);
  } else {
    send_step (self, self->outgoing, sent_cb);
  }
}

static gboolean
begin_cb (gpointer user_data)
{
  PlacardTransfer *self = user_data;

  if (g_cancellable_is_cancelled (self->outer))
    return cancel_cb (self);
  if (self->outer)
    self->outer_id =
        g_cancellable_connect (self->outer, G_CALLBACK (outer_cancelled_cb), self, NULL);
  self->watchdog = placard_watchdog_new (placard_session_get_context (self->session), &self->limits,
                                         timer_cb, self);
  self->sending.watchdog = self->watchdog;
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_TOTAL);
  self->cache = placard_cache_run_new (placard_session_get_cache (self->session),
                                       placard_policy_run_get_policy (self->policy));
  placard_transfer_send_hop (self);
  return G_SOURCE_REMOVE;
}

void
placard_transfer_start (PlacardFetch *fetch,
                        PlacardSession *session,
                        const PlacardTransferPlan *plan,
                        GCancellable *cancellable)
{
  PlacardTransfer *self = g_atomic_rc_box_new0 (PlacardTransfer);

  self->fetch = g_object_ref (fetch);
  self->session = g_object_ref (session);
  self->step = plan->first;
  self->limits = plan->limits;
  self->ca_file = g_strdup (plan->ca_file);
  self->transport = placard_transport_copy (plan->transport);
  self->authentication = plan->authentication;
  self->renews = plan->renews;
  self->home = g_uri_ref (plan->first->uri);
  self->first = placard_step_copy (plan->first);
  self->retry = placard_retry_new (plan->transport);
  self->policy = plan->policy;
  self->spool_directory = g_strdup (plan->spool_directory);
  self->hops = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_hop_free);
  self->inner = g_cancellable_new ();
  self->sending.fetch = self->fetch;
  self->sending.session = self->session;
  self->sending.cancellable = self->inner;
  self->sending.started = g_get_monotonic_time ();

  g_set_object (&self->outer, cancellable);
  run_in_network (self, begin_cb);
}
