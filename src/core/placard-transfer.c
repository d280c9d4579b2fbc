/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-transfer.h"

#include "placard-error.h"
#include "placard-failure.h"
#include "placard-fetch-private.h"
#include "placard-receiver.h"
#include "placard-watchdog.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

/* One request on its way through the network thread, hop by hop:
 *
 *   begin -> send_hop -> sent_cb -> follow  -> send_hop ...
 *                                -> receive -> received_cb -> finish
 *
 * Success, failure, every timer and cancelling leave through finish(), once. Nobody waits for libsoup
 * there: what it still holds is told to stop, and its last call finds a finished transfer. */

#define MAX_INFORMATIONAL 100

typedef struct {
  PlacardFetch *fetch;
  PlacardSession *session;
  PlacardStep *step; /* the present hop */
  PlacardLimits limits;
  char *ca_file;
  gboolean location_trusted;

  GCancellable *outer; /* (nullable): the caller's */
  gulong outer_id;
  GCancellable *inner; /* stops what libsoup is doing */
  PlacardWatchdog *watchdog;

  SoupMessage *message;
  PlacardReceiver *receiver; /* (nullable) */
  GPtrArray *hops;           /* (element-type PlacardHop) */
  PlacardFraming framing;
  PlacardPhase phase;
  PlacardTimings timings;
  gint64 started;
  goffset sent;
  guint n_informational;
  gboolean finished;
} Transfer;

static void send_hop (Transfer *self);
static void finish (Transfer *self, GError *error);

static void
transfer_free (Transfer *self)
{
  g_clear_object (&self->message);
  g_clear_pointer (&self->step, placard_step_free);
  g_clear_pointer (&self->hops, g_ptr_array_unref);
  g_clear_object (&self->outer);
  g_clear_object (&self->inner);
  g_clear_object (&self->fetch);
  g_clear_object (&self->session);
  g_free (self->ca_file);
}

static void
transfer_unref (Transfer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) transfer_free);
}

static double
elapsed (Transfer *self)
{
  return (g_get_monotonic_time () - self->started) / 1000.0;
}

static void
set_phase (Transfer *self, PlacardPhase phase)
{
  self->phase = phase;
  placard_fetch_report_timings (self->fetch, &self->timings);
  placard_fetch_report_phase (self->fetch, phase);
}

static char *
format_url (GUri *uri)
{
  return g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
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
disconnect_message (Transfer *self)
{
  if (self->message)
    g_signal_handlers_disconnect_by_data (self->message, self);
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
  self->timings.finished = elapsed (self);

  g_clear_pointer (&self->watchdog, placard_watchdog_free);
  disconnect_message (self);
  g_cancellable_cancel (self->inner);
  g_clear_pointer (&self->receiver, placard_receiver_free);
  g_cancellable_disconnect (self->outer, self->outer_id);

  placard_fetch_report_timings (self->fetch, &self->timings);
  placard_spool_seal (placard_fetch_get_spool (self->fetch), judge_spool (error));
  placard_fetch_report_end (self->fetch, error);
  transfer_unref (self);
}

static void
timer_cb (PlacardTimer timer, gpointer user_data)
{
  Transfer *self = user_data;
  g_autofree char *host = placard_redirect_format_host (self->step->uri);

  if (timer == PLACARD_TIMER_FIRST_BYTE && self->message) {
    SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);

    if (soup_message_metrics_get_response_start (metrics) > 0)
      return; /* it has begun; now the timer over the whole head counts */
  }
  if (timer == PLACARD_TIMER_CONNECT && self->phase == PLACARD_PHASE_TLS)
    finish (self,
            g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                         _ ("%s does not answer in TLS; perhaps this port speaks none"), host));
  else
    finish (self, placard_watchdog_describe (timer, &self->limits, host));
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

static GError *
too_many_informational (Transfer *self)
{
  g_autofree char *host = placard_redirect_format_host (self->step->uri);

  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                      _ ("%s announces an answer again and again, and sends none"), host);
}

static void
fail_with_cause (Transfer *self, GError *cause)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);
  PlacardFailureFacts facts = {
      .uri = self->step->uri,
      .phase = self->phase,
      .certificate = soup_message_get_tls_peer_certificate (self->message),
      .certificate_errors = soup_message_get_tls_peer_certificate_errors (self->message),
      .head_bytes = soup_message_metrics_get_response_header_bytes_received (metrics),
  };

  if (self->n_informational >= MAX_INFORMATIONAL)
    finish (self, too_many_informational (self));
  else
    finish (self, placard_failure_describe (cause, &facts));
  g_error_free (cause);
}

/* --- receiving --------------------------------------------------------------------------------- */

static void
progress_cb (goffset wire, goffset body, gsize n_new, gpointer user_data)
{
  Transfer *self = user_data;

  placard_watchdog_touch (self->watchdog, n_new);
  placard_fetch_report_received (self->fetch, wire, body);
}

static void
received_cb (GError *error, gpointer user_data)
{
  finish (user_data, error);
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

static void
receive (Transfer *self, GInputStream *stream, PlacardResponse *response)
{
  static const PlacardReceiverFuncs funcs = {progress_cb, received_cb};
  GError *error = NULL;

  if (!check_announced_size (self, &error)) {
    finish (self, error);
    return;
  }
  set_phase (self, PLACARD_PHASE_RECEIVING);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_IDLE);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_LOW_SPEED);
  self->receiver = placard_receiver_new (
      stream, &self->framing, placard_response_get_header (response, "Content-Encoding"),
      placard_fetch_get_spool (self->fetch), self->limits.max_body_bytes, &funcs, self);
  placard_receiver_start (self->receiver, placard_session_get_context (self->session));
}

/* --- the head of the answer -------------------------------------------------------------------- */

static GPtrArray *
copy_headers (SoupMessageHeaders *headers)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_ptr_array_add (copy, placard_response_header_new (name, value));
  return copy;
}

static const char *
version_to_string (SoupHTTPVersion version)
{
  switch (version) {
  case SOUP_HTTP_1_0:
    return "1.0";
  case SOUP_HTTP_1_1:
    return "1.1";
  case SOUP_HTTP_2_0:
    return "2";
  }
  return "";
}

static PlacardResponse *
make_response (Transfer *self)
{
  g_autoptr (GPtrArray) headers = copy_headers (soup_message_get_response_headers (self->message));
  g_autofree char *url = format_url (self->step->uri);
  PlacardResponseFacts facts = {
      .status = soup_message_get_status (self->message),
      .status_text = soup_message_get_reason_phrase (self->message),
      .url = url,
      .http_version = version_to_string (soup_message_get_http_version (self->message)),
      .method = self->step->method,
      .headers = headers,
      .hops = self->hops,
      .certificate = soup_message_get_tls_peer_certificate (self->message),
  };

  return placard_response_new (&facts);
}

/* A proxy that refuses the tunnel answers in the place of an https site; libsoup passes that off as the
 * site's own answer. The site would have shown its certificate. */
static gboolean
check_not_from_proxy (Transfer *self, GError **error)
{
  g_autofree char *host = NULL;

  if (!g_str_equal (g_uri_get_scheme (self->step->uri), "https") ||
      soup_message_get_tls_peer_certificate (self->message))
    return TRUE;
  host = placard_redirect_format_host (self->step->uri);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_PROXY,
               _ ("The proxy did not connect to %s: it answered %u %s"), host,
               soup_message_get_status (self->message),
               soup_message_get_reason_phrase (self->message));
  return FALSE;
}

static GError *
too_many_redirects (Transfer *self)
{
  GString *chain = g_string_new (NULL);
  GError *error;

  for (guint i = 0; i < self->hops->len; i++) {
    const PlacardHop *hop = g_ptr_array_index (self->hops, i);

    g_string_append_printf (chain, "%s%s", i ? " → " : "", hop->url);
  }
  error = g_error_new (PLACARD_ERROR, PLACARD_ERROR_REDIRECT,
                       g_dngettext (GETTEXT_PACKAGE, "The server redirects more than %u time: %s",
                                    "The server redirects more than %u times: %s",
                                    self->limits.max_redirects),
                       self->limits.max_redirects, chain->str);
  g_string_free (chain, TRUE);
  return error;
}

static void
record_hop (Transfer *self, PlacardResponse *response, GPtrArray *withheld)
{
  PlacardHop *hop = g_new0 (PlacardHop, 1);

  hop->method = g_strdup (self->step->method);
  hop->url = g_strdup (placard_response_get_url (response));
  hop->status = placard_response_get_status (response);
  hop->location = g_strdup (placard_response_get_header (response, "Location"));
  hop->withheld = g_ptr_array_ref (withheld);
  g_ptr_array_add (self->hops, hop);
}

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
  PlacardStep *next = placard_redirect_follow (self->step, placard_response_get_status (response),
                                               placard_response_get_header (response, "Location"),
                                               self->location_trusted, &withheld, &error);

  if (!next) {
    placard_fetch_report_response (self->fetch, response);
    finish (self, error);
    return;
  }
  record_hop (self, response, withheld);
  discard_body (self, stream);
  if (self->hops->len > self->limits.max_redirects) {
    finish (self, too_many_redirects (self));
    return;
  }
  placard_step_free (self->step);
  self->step = next;
  send_hop (self);
}

static gboolean
is_followed (PlacardResponse *response)
{
  return placard_redirect_is_redirect (placard_response_get_status (response)) &&
         placard_response_get_header (response, "Location");
}

static void
take_answer (Transfer *self, GInputStream *stream)
{
  g_autoptr (PlacardResponse) response = make_response (self);
  GError *error = NULL;

  if (!check_not_from_proxy (self, &error) ||
      !placard_framing_parse (self->step->method, placard_response_get_status (response),
                              placard_response_get_headers (response), &self->framing, &error)) {
    finish (self, error);
    return;
  }
  if (is_followed (response)) {
    follow (self, stream, response);
    return;
  }
  placard_fetch_report_response (self->fetch, response);
  receive (self, stream, response);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Transfer *self = user_data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (self->finished) {
    g_clear_error (&error);
    if (stream)
      g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  } else if (error) {
    fail_with_cause (self, error);
  } else {
    self->timings.first_byte = elapsed (self);
    placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_CONNECT);
    placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_FIRST_BYTE);
    placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_HEADERS);
    placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_IDLE);
    take_answer (self, stream);
  }
  transfer_unref (self);
}

/* --- sending ----------------------------------------------------------------------------------- */

static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  Transfer *self)
{
  switch (event) {
  case G_SOCKET_CLIENT_RESOLVING:
    placard_watchdog_arm (self->watchdog, PLACARD_TIMER_CONNECT);
    set_phase (self, PLACARD_PHASE_RESOLVING);
    break;
  case G_SOCKET_CLIENT_RESOLVED:
    self->timings.resolved = elapsed (self);
    break;
  case G_SOCKET_CLIENT_CONNECTING:
    set_phase (self, PLACARD_PHASE_CONNECTING);
    break;
  case G_SOCKET_CLIENT_CONNECTED:
    self->timings.connected = elapsed (self);
    placard_session_remember_connection (self->session, soup_message_get_connection_id (message),
                                         connection);
    break;
  case G_SOCKET_CLIENT_TLS_HANDSHAKING:
    set_phase (self, PLACARD_PHASE_TLS);
    break;
  case G_SOCKET_CLIENT_TLS_HANDSHAKED:
    self->timings.secured = elapsed (self);
    break;
  case G_SOCKET_CLIENT_PROXY_NEGOTIATING:
  case G_SOCKET_CLIENT_PROXY_NEGOTIATED:
  case G_SOCKET_CLIENT_COMPLETE:
    break;
  }
}

static void
starting_cb (SoupMessage *message, Transfer *self)
{
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_CONNECT);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_IDLE);
  set_phase (self, PLACARD_PHASE_SENDING);
}

static void
wrote_headers_cb (SoupMessage *message, Transfer *self)
{
  placard_fetch_report_sent_headers (self->fetch,
                                     copy_headers (soup_message_get_request_headers (message)));
}

static void
wrote_body_data_cb (SoupMessage *message, guint n_bytes, Transfer *self)
{
  self->sent += n_bytes;
  placard_watchdog_touch (self->watchdog, n_bytes);
  placard_fetch_report_sent (self->fetch, self->sent);
}

static void
wrote_body_cb (SoupMessage *message, Transfer *self)
{
  self->timings.sent = elapsed (self);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_IDLE);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_FIRST_BYTE);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_HEADERS);
  set_phase (self, PLACARD_PHASE_WAITING);
}

/* libsoup reads on as long as there is something to read and would not come back to the main loop, where
 * the timers are; without a socket there is nothing to read. */
static void
got_informational_cb (SoupMessage *message, Transfer *self)
{
  if (++self->n_informational == MAX_INFORMATIONAL)
    placard_session_hang_up (self->session, soup_message_get_connection_id (message));
}

/* libsoup made a new attempt over a new connection: what was counted counts from there. */
static void
restarted_cb (SoupMessage *message, Transfer *self)
{
  self->sent = 0;
  placard_fetch_report_sent (self->fetch, 0);
}

static void
connect_message (Transfer *self)
{
  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (self->message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  g_signal_connect (self->message, "wrote-body", G_CALLBACK (wrote_body_cb), self);
  g_signal_connect (self->message, "got-informational", G_CALLBACK (got_informational_cb), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (restarted_cb), self);
}

static gboolean
attach_body (Transfer *self, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;

  if (!self->step->body)
    return TRUE;
  stream = placard_body_open (self->step->body, self->inner, error);
  if (!stream)
    return FALSE;
  soup_message_set_request_body (self->message, NULL, stream,
                                 placard_body_get_length (self->step->body));
  return TRUE;
}

static SoupMessage *
make_message (Transfer *self)
{
  SoupMessage *message = soup_message_new_from_uri (self->step->method, self->step->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  for (guint i = 0; i < self->step->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (self->step->headers, i);

    if (field->enabled)
      soup_message_headers_append (headers, field->name, field->value);
  }
  return message;
}

static void
reset_hop (Transfer *self)
{
  PlacardTimings none = {-1, -1, -1, -1, -1, -1};

  self->timings = none;
  self->sent = 0;
  self->n_informational = 0;
  disconnect_message (self);
  g_clear_object (&self->message);
}

static void
send_hop (Transfer *self)
{
  GError *error = NULL;
  SoupSession *soup = placard_session_get_soup (self->session, self->ca_file, &error);

  reset_hop (self);
  if (soup) {
    self->message = make_message (self);
    connect_message (self);
  }
  if (!soup || !attach_body (self, &error)) {
    finish (self, error);
    return;
  }
  soup_session_send_async (soup, self->message, G_PRIORITY_DEFAULT, self->inner, sent_cb,
                           g_atomic_rc_box_acquire (self));
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
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_TOTAL);
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
  self->location_trusted = plan->location_trusted;
  self->hops = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_hop_free);
  self->inner = g_cancellable_new ();
  self->started = g_get_monotonic_time ();

  g_set_object (&self->outer, cancellable);
  run_in_network (self, begin_cb);
}
