/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-transfer.h"

#include "placard-cache-run.h"
#include "placard-error.h"
#include "placard-failure.h"
#include "placard-fetch-private.h"
#include "placard-head.h"
#include "placard-origin.h"
#include "placard-quarantine.h"
#include "placard-receiver.h"
#include "placard-retry.h"
#include "placard-route.h"
#include "placard-sending.h"
#include "placard-spool-filler.h"
#include "placard-watchdog.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <unistd.h>

/* One request on its way through the network thread, hop by hop:
 *
 *   begin -> send_hop -> send_preflight -> preflight_sent_cb -> send_request
 *                     -> send_request   -> sent_cb -> follow  -> send_hop ...
 *                                                  -> receive -> received_cb -> keep -> finish
 *                     -> answer_from_cache -> received_cb ...
 *
 * What may pass by itself goes through fail(), which may begin again from the first hop, or with what is
 * missing of a body that broke off.
 *
 * Success, failure, every timer and cancelling leave through finish(), once. Nobody waits for libsoup
 * there: what it still holds is told to stop, and its last call finds a finished transfer. */

typedef struct {
  PlacardFetch *fetch;
  PlacardSession *session;
  PlacardStep *step; /* the present hop */
  PlacardLimits limits;
  char *ca_file;
  PlacardTransport *transport;
  GUri *home;                            /* whose origin the credentials belong to */
  PlacardRoute *route;                   /* (nullable): the present hop's */
  PlacardAuthentication *authentication; /* (nullable) */
  PlacardPolicyRun *policy;
  PlacardStep *outgoing; /* (nullable): the present hop with what the policy adds to it */
  char *spool_directory;

  GCancellable *outer; /* (nullable): the caller's */
  gulong outer_id;
  GCancellable *inner; /* stops what libsoup is doing */
  PlacardWatchdog *watchdog;

  PlacardSending sending;
  PlacardReceiver *receiver; /* (nullable) */
  PlacardCacheRun *cache;
  PlacardSpoolFiller *filler;    /* (nullable): the body comes from the cache */
  PlacardQuarantine *quarantine; /* (nullable): keeps the body back until its integrity is known */
  GPtrArray *hops;               /* (element-type PlacardHop) */
  PlacardFraming framing;

  PlacardStep *first; /* where a new attempt begins */
  PlacardRetry retry;
  GSource *pause;               /* (nullable): before the next attempt */
  GError *timed_out;            /* (nullable): libsoup was told to stop for this */
  PlacardResponse *answer;      /* (nullable): whose body is in the spool */
  PlacardStep *answered;        /* (nullable): what it answers */
  GError *broken;               /* (nullable): why the rest of that body is asked for now */
  goffset base_wire, base_body; /* bytes that came before this attempt */

  gboolean finished;
} Transfer;

static void send_hop (Transfer *self);
static void finish (Transfer *self, GError *error);
static void fail (Transfer *self, GError *error);

static void
transfer_free (Transfer *self)
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
  g_clear_pointer (&self->transport, placard_transport_free);
  g_clear_pointer (&self->route, placard_route_free);
  g_clear_pointer (&self->home, g_uri_unref);
  g_free (self->ca_file);
}

static void
transfer_unref (Transfer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) transfer_free);
}

/* --- the end ----------------------------------------------------------------------------------- */

static PlacardSpoolState
judge_spool (const GError *error)
{
  if (!error)
    return PLACARD_SPOOL_COMPLETE;
  return g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED) ? PLACARD_SPOOL_CANCELLED
                                                                         : PLACARD_SPOOL_INCOMPLETE;
}

static void
drop_pause (Transfer *self)
{
  if (!self->pause)
    return;
  g_source_destroy (self->pause);
  g_clear_pointer (&self->pause, g_source_unref);
}

/* The one exit. @error: (transfer full) (nullable) */
static void
finish (Transfer *self, GError *error)
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
  drop_pause (self);
  g_cancellable_cancel (self->inner);
  g_clear_pointer (&self->receiver, placard_receiver_free);
  g_clear_pointer (&self->filler, placard_spool_filler_free);
  g_clear_pointer (&self->quarantine, placard_quarantine_free);
  g_cancellable_disconnect (self->outer, self->outer_id);

  placard_fetch_report_timings (self->fetch, &self->sending.timings);
  placard_spool_seal (placard_fetch_get_spool (self->fetch), judge_spool (error));
  /* The body is whole even if the cookies cannot be written. */
  placard_policy_run_leave (self->policy, error ? NULL : &error);
  placard_fetch_report_end (self->fetch, error);
  transfer_unref (self);
}

static GError *
describe_timer (Transfer *self, PlacardTimer timer)
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
  Transfer *self = user_data;
  GError *error;

  if (timer == PLACARD_TIMER_FIRST_BYTE && placard_sending_has_answer_begun (&self->sending))
    return; /* now the timer over the whole head counts */
  error = describe_timer (self, timer);
  if (timer == PLACARD_TIMER_TOTAL || self->retry.left == 0) {
    finish (self, error);
  } else if (self->receiver) {
    fail (self, error);
  } else { /* there may be another attempt, but not before libsoup has let go of this one */
    g_clear_error (&self->timed_out);
    self->timed_out = error;
    g_cancellable_cancel (self->inner);
  }
}

static gboolean
cancel_cb (gpointer user_data)
{
  Transfer *self = user_data;

  finish (self, g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                                     _ ("The request was stopped")));
  return G_SOURCE_REMOVE;
}

static void
run_in_network (Transfer *self, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, func, g_atomic_rc_box_acquire (self),
                         (GDestroyNotify) transfer_unref);
  g_source_attach (source, placard_session_get_context (self->session));
}

/* In whatever thread cancels. */
static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  run_in_network (user_data, cancel_cb);
}

/* --- trying again ------------------------------------------------------------------------------ */

static gboolean
try_again_cb (gpointer user_data)
{
  Transfer *self = user_data;
  goffset received = placard_spool_get_size (placard_fetch_get_spool (self->fetch));

  drop_pause (self);
  g_object_unref (self->inner);
  self->inner = g_cancellable_new ();
  self->sending.cancellable = self->inner;
  g_clear_pointer (&self->step, placard_step_free);
  if (received > 0) {
    self->step = placard_retry_make_resume (self->answered, self->answer, received);
  } else {
    self->step = placard_step_copy (self->first);
    g_ptr_array_unref (self->hops);
    self->hops = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_hop_free);
  }
  send_hop (self);
  return G_SOURCE_REMOVE;
}

static void
try_again_after (Transfer *self, gint64 milliseconds)
{
  static const PlacardTimer timers[] = {
      PLACARD_TIMER_CONNECT, PLACARD_TIMER_FIRST_BYTE, PLACARD_TIMER_HEADERS,
      PLACARD_TIMER_IDLE,    PLACARD_TIMER_LOW_SPEED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (timers); i++)
    placard_watchdog_disarm (self->watchdog, timers[i]);
  g_clear_pointer (&self->receiver, placard_receiver_free);
  placard_sending_set_phase (&self->sending, PLACARD_PHASE_QUEUED);
  self->pause = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->pause, try_again_cb, self, NULL);
  g_source_attach (self->pause, placard_session_get_context (self->session));
}

/* A body that is held back for its digest is not gone on with: its bytes are not in the spool. */
static gboolean
can_try_again (Transfer *self)
{
  if (self->quarantine || (self->first->body && placard_body_is_one_shot (self->first->body)))
    return FALSE;
  if (placard_spool_get_size (placard_fetch_get_spool (self->fetch)) == 0)
    return TRUE;
  return self->answered && placard_retry_can_resume (self->answered, self->answer);
}

/* Milliseconds until the next attempt, which is taken with it; -1: there is none. */
static gint64
take_attempt (Transfer *self, gint64 after_ms)
{
  if (self->retry.left == 0 || !can_try_again (self))
    return -1;
  return placard_retry_next (&self->retry, after_ms, placard_sending_elapsed (&self->sending));
}

/* @error: (transfer full) */
static void
fail (Transfer *self, GError *error)
{
  gint64 pause = placard_retry_is_passing_error (error) ? take_attempt (self, -1) : -1;

  if (pause < 0) {
    finish (self, error);
    return;
  }
  g_clear_error (&self->broken);
  self->broken = error;
  try_again_after (self, pause);
}

/* Whether the answer is one of those that may be another a little later, and is asked for again. */
static gboolean
passes_by (Transfer *self, PlacardResponse *response)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 after, pause;

  if (!placard_retry_is_passing_status (placard_response_get_status (response)))
    return FALSE;
  after = placard_retry_parse_after (placard_response_get_header (response, "Retry-After"), now);
  pause = take_attempt (self, after);
  if (pause >= 0)
    try_again_after (self, pause);
  return pause >= 0;
}

/* --- receiving --------------------------------------------------------------------------------- */

static void
progress_cb (goffset wire, goffset body, gsize n_new, gpointer user_data)
{
  Transfer *self = user_data;

  placard_watchdog_touch (self->watchdog, n_new);
  if (self->quarantine)
    placard_quarantine_update (self->quarantine, NULL); /* a failure shows when it is judged */
  placard_fetch_report_received (self->fetch, MAX (self->base_body, self->base_wire + wire),
                                 self->base_body + body);
}

static gint64
wall_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Nothing more comes from the network: its timers would run out. */
static void
disarm_body_timers (Transfer *self)
{
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_IDLE);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_LOW_SPEED);
}

static void
kept_cb (gpointer user_data)
{
  Transfer *self = user_data;

  finish (self, NULL);
  transfer_unref (self);
}

/* The body is whole, and where it is read from. */
static void
keep (Transfer *self)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->fetch);

  disarm_body_timers (self);
  if (!placard_cache_run_store (self->cache, response, placard_fetch_get_spool (self->fetch),
                                wall_seconds (), kept_cb, g_atomic_rc_box_acquire (self))) {
    transfer_unref (self);
    finish (self, NULL);
  }
}

static void
released_cb (GError *error, gpointer user_data)
{
  if (error)
    finish (user_data, error);
  else
    keep (user_data);
}

static void
received_cb (GError *error, gpointer user_data)
{
  Transfer *self = user_data;

  if (error) {
    fail (self, error);
    return;
  }
  if (self->quarantine && !placard_quarantine_judge (self->quarantine, &error)) {
    finish (self, error);
    return;
  }
  if (!self->quarantine) {
    keep (self);
    return;
  }
  disarm_body_timers (self);
  placard_quarantine_release (self->quarantine, placard_fetch_get_spool (self->fetch),
                              placard_session_get_context (self->session), released_cb, self);
}

/* Where the body goes first. %NULL and @error when there is no place for it. */
static PlacardSpool *
choose_spool (Transfer *self, GError **error)
{
  PlacardIntegrity *integrity =
      placard_policy_get_integrity (placard_policy_run_get_policy (self->policy));

  if (!integrity)
    return placard_fetch_get_spool (self->fetch);
  self->quarantine = placard_quarantine_new (integrity, self->spool_directory, error);
  return self->quarantine ? placard_quarantine_get_spool (self->quarantine) : NULL;
}

static gboolean
check_announced_size (Transfer *self, GError **error)
{
  g_autofree char *announced = NULL, *limit = NULL;

  if (self->limits.max_body_bytes <= 0 || self->framing.length <= self->limits.max_body_bytes)
    return TRUE;
  announced = placard_failure_format_count (self->framing.length);
  limit = placard_failure_format_count (self->limits.max_body_bytes);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TOO_LARGE,
               _ ("The answer is announced with %s bytes; %s are allowed"), announced, limit);
  return FALSE;
}

/* Of those that are allowed; 0 for no limit. */
static goffset
remaining_bytes (Transfer *self)
{
  if (self->limits.max_body_bytes <= 0)
    return 0;
  return MAX (1, self->limits.max_body_bytes - self->base_body);
}

/* What a later attempt could go on from. */
static void
remember_answer (Transfer *self, PlacardResponse *response)
{
  g_set_object (&self->answer, response);
  g_clear_pointer (&self->answered, placard_step_free);
  self->answered = placard_step_copy (self->step);
}

/* @skip: bytes at the front of the body that are here already */
static void
receive (Transfer *self, GInputStream *stream, PlacardResponse *response, goffset skip)
{
  static const PlacardReceiverFuncs funcs = {progress_cb, received_cb};
  GError *error = NULL;
  PlacardSpool *spool;

  if (!check_announced_size (self, &error) || !(spool = choose_spool (self, &error))) {
    finish (self, error);
    return;
  }
  placard_sending_set_phase (&self->sending, PLACARD_PHASE_RECEIVING);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_IDLE);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_LOW_SPEED);
  self->receiver = placard_receiver_new (stream, &self->framing,
                                         placard_response_get_header (response, "Content-Encoding"),
                                         spool, remaining_bytes (self), &funcs, self);
  placard_receiver_skip (self->receiver, skip);
  placard_receiver_start (self->receiver, placard_session_get_context (self->session));
}

/* --- the head of the answer -------------------------------------------------------------------- */

static void
discard_body (Transfer *self, GInputStream *stream)
{
  static const PlacardReceiverFuncs funcs = {NULL, NULL};
  PlacardReceiver *receiver = placard_receiver_new (
      stream, &self->framing, NULL, placard_fetch_get_spool (self->fetch), 0, &funcs, self);

  placard_receiver_drain (receiver);
  placard_receiver_free (receiver);
}

static void
follow (Transfer *self, GInputStream *stream, PlacardResponse *response)
{
  g_autoptr (GPtrArray) withheld = NULL;
  GError *error = NULL;
  PlacardStep *next =
      placard_redirect_follow (self->step, placard_response_get_status (response),
                               placard_response_get_header (response, "Location"),
                               self->transport->location_trusted, &withheld, &error);

  if (!next) {
    placard_fetch_report_response (self->fetch, response);
    finish (self, error);
    return;
  }
  g_ptr_array_add (self->hops, placard_head_make_hop (self->step, response, withheld));
  discard_body (self, stream);
  if (self->hops->len > self->limits.max_redirects) {
    finish (self, placard_head_describe_redirects (self->hops, self->limits.max_redirects));
    return;
  }
  placard_step_free (self->step);
  self->step = g_steal_pointer (&next);
  send_hop (self);
}

static gboolean
is_challenge (Transfer *self, PlacardResponse *response)
{
  return self->authentication &&
         placard_authentication_is_challenge (self->authentication, self->step, response);
}

static void
answer_challenge (Transfer *self, GInputStream *stream, PlacardResponse *response)
{
  GError *error = NULL;

  if (!placard_authentication_take (self->authentication, self->step, response, &error)) {
    placard_fetch_report_response (self->fetch, response);
    finish (self, error);
    return;
  }
  discard_body (self, stream);
  send_hop (self);
}

/* What the policy makes of a head, a redirect's too. */
static gboolean
take_head (Transfer *self, PlacardResponse *response, GError **error)
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
go_on (Transfer *self, GInputStream *stream, PlacardResponse *response)
{
  goffset skip, received = placard_spool_get_size (placard_fetch_get_spool (self->fetch));

  if (!placard_retry_check_resume (self->answer, response, received, &skip)) {
    finish (self, g_steal_pointer (&self->broken));
    return;
  }
  self->base_body = received;
  self->base_wire = received - skip;
  receive (self, stream, response, skip);
}

static void
take_final (Transfer *self, GInputStream *stream, PlacardResponse *response)
{
  if (placard_spool_get_size (placard_fetch_get_spool (self->fetch)) > 0) {
    go_on (self, stream, response);
    return;
  }
  placard_fetch_report_response (self->fetch, response);
  remember_answer (self, response);
  receive (self, stream, response, 0);
}

static void
filled_cb (GError *error, gpointer user_data)
{
  Transfer *self = user_data;
  PlacardSpool *spool = self->quarantine ? placard_quarantine_get_spool (self->quarantine)
                                         : placard_fetch_get_spool (self->fetch);
  goffset size = placard_spool_get_size (spool);

  placard_fetch_report_received (self->fetch, size, size);
  received_cb (error, self);
}

static void
answer_from_cache (Transfer *self)
{
  int fd = -1;
  goffset offset;
  g_autoptr (PlacardResponse) response =
      placard_cache_run_take_response (self->cache, self->hops, wall_seconds (), &fd, &offset);
  GError *error = NULL;
  PlacardSpool *spool;

  if (!take_head (self, response, &error) || !(spool = choose_spool (self, &error))) {
    close (fd);
    finish (self, error);
    return;
  }
  placard_fetch_report_cache_use (self->fetch, placard_cache_run_get_use (self->cache));
  placard_fetch_report_response (self->fetch, response);
  placard_sending_set_phase (&self->sending, PLACARD_PHASE_RECEIVING);
  self->filler = placard_spool_filler_new (
      fd, offset, spool, placard_session_get_context (self->session), filled_cb, self);
}

/* The 304 that the cache asked for. */
static gboolean
is_validated (Transfer *self, PlacardResponse *response)
{
  return placard_cache_run_take_head (self->cache, placard_response_get_status (response),
                                      placard_response_get_headers (response), wall_seconds ());
}

static void
take_answer (Transfer *self, GInputStream *stream)
{
  g_autoptr (PlacardResponse) response =
      placard_head_make_response (&self->sending, self->step, self->hops);
  GError *error = NULL;
  gboolean redirects;

  if (!placard_head_check_origin (&self->sending, self->step, &error) ||
      !placard_framing_parse (self->step->method, placard_response_get_status (response),
                              placard_response_get_headers (response), &self->framing, &error)) {
    finish (self, error);
    return;
  }
  if (is_validated (self, response)) {
    discard_body (self, stream);
    answer_from_cache (self);
    return;
  }
  if (!take_head (self, response, &error)) {
    finish (self, error);
    return;
  }
  redirects =
      placard_head_is_redirect (response) && self->transport->redirect != PLACARD_REDIRECT_MANUAL;
  if (is_challenge (self, response)) {
    answer_challenge (self, stream, response);
  } else if (redirects && self->transport->redirect == PLACARD_REDIRECT_FOLLOW) {
    follow (self, stream, response);
  } else if (redirects) {
    placard_fetch_report_response (self->fetch, response);
    finish (self, placard_head_describe_redirect (response));
  } else if (passes_by (self, response)) {
    discard_body (self, stream);
  } else {
    take_final (self, stream, response);
  }
}

/* The end of every sending: %NULL when there is no head to read, and then all is done that is to do. */
static GInputStream *
finish_sending (Transfer *self, GObject *source, GAsyncResult *result)
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
    fail (self, g_steal_pointer (&self->timed_out));
    return NULL;
  }
  if (error) {
    GError *described = placard_sending_describe (&self->sending, self->step, error);

    g_error_free (error);
    fail (self, described);
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
  Transfer *self = user_data;
  g_autoptr (GInputStream) stream = finish_sending (self, source, result);

  if (stream)
    take_answer (self, stream);
  transfer_unref (self);
}

static void
send_step (Transfer *self, const PlacardStep *step, GAsyncReadyCallback callback)
{
  GError *error = NULL;
  SoupSession *soup = placard_session_get_soup (self->session, self->route, &error);

  if (!soup || !placard_sending_prepare (&self->sending, step, &error)) {
    finish (self, error);
    return;
  }
  soup_session_send_async (soup, self->sending.message, G_PRIORITY_DEFAULT, self->inner, callback,
                           g_atomic_rc_box_acquire (self));
}

/* --- the preflight ----------------------------------------------------------------------------- */

static gint64
monotonic_seconds (void)
{
  return g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
take_preflight (Transfer *self, GInputStream *stream)
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
    finish (self, error);
    return;
  }
  discard_body (self, stream);
  send_step (self, self->outgoing, sent_cb);
}

static void
preflight_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Transfer *self = user_data;
  g_autoptr (GInputStream) stream = finish_sending (self, source, result);

  if (stream)
    take_preflight (self, stream);
  transfer_unref (self);
}

static void
choose_route (Transfer *self)
{
  placard_sending_clear (&self->sending);
  g_clear_pointer (&self->route, placard_route_free);
  self->route = placard_route_new (self->transport, self->ca_file, self->step->uri,
                                   placard_origin_equal (self->home, self->step->uri),
                                   placard_policy_run_allows_credentials (self->policy));
  self->sending.route = self->route;
}

/* The fields to send; %NULL and @error when the hop may not be entered. */
static GPtrArray *
enter_hop (Transfer *self, GError **error)
{
  GPtrArray *fields;

  if (self->authentication)
    placard_authentication_apply (self->authentication, self->step);
  fields = placard_policy_run_enter (self->policy, self->step, error);
  choose_route (self);
  return fields;
}

static GError *
not_in_cache (Transfer *self)
{
  g_autofree char *host = placard_redirect_format_host (self->step->uri);

  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_NOT_IN_CACHE,
                      _ ("The answer of %s is not in the cache, and this request asks nobody else"),
                      host);
}

/* Whether the hop ends here: the cache has the answer, or must have it. */
static gboolean
ask_cache (Transfer *self, GPtrArray *fields)
{
  switch (placard_cache_run_enter (self->cache, self->step->method, self->step->uri, fields,
                                   wall_seconds ())) {
  case PLACARD_CACHE_USE:
    answer_from_cache (self);
    return TRUE;
  case PLACARD_CACHE_REFUSE:
    finish (self, not_in_cache (self));
    return TRUE;
  case PLACARD_CACHE_VALIDATE:
  case PLACARD_CACHE_FETCH:
    return FALSE;
  }
  return FALSE;
}

static void
send_hop (Transfer *self)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) fields = enter_hop (self, &error);
  g_autoptr (GPtrArray) asking = NULL;

  if (!fields) {
    finish (self, error);
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
  Transfer *self = user_data;

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
  send_hop (self);
  return G_SOURCE_REMOVE;
}

void
placard_transfer_start (PlacardFetch *fetch,
                        PlacardSession *session,
                        const PlacardTransferPlan *plan,
                        GCancellable *cancellable)
{
  Transfer *self = g_atomic_rc_box_new0 (Transfer);

  self->fetch = g_object_ref (fetch);
  self->session = g_object_ref (session);
  self->step = plan->first;
  self->limits = plan->limits;
  self->ca_file = g_strdup (plan->ca_file);
  self->transport = placard_transport_copy (plan->transport);
  self->authentication = plan->authentication;
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
