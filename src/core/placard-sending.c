/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-sending.h"

#include "placard-certificate.h"
#include "placard-error.h"
#include "placard-failure.h"
#include "placard-fetch-private.h"
#include "placard-origin.h"
#include "placard-pin.h"
#include "placard-readahead.h"

#include <glib/gi18n-lib.h>

#define MAX_INFORMATIONAL 100
#define MAX_CHALLENGE_BYTES (1024 * 1024)
#define CHALLENGE_LOOK_MS 5

double
placard_sending_elapsed (PlacardSending *self)
{
  return (g_get_monotonic_time () - self->started) / 1000.0;
}

void
placard_sending_set_phase (PlacardSending *self, PlacardPhase phase)
{
  self->phase = phase;
  placard_fetch_report_timings (self->fetch, &self->timings);
  placard_fetch_report_phase (self->fetch, phase);
}

GPtrArray *
placard_sending_copy_headers (SoupMessageHeaders *headers)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_ptr_array_add (copy, placard_response_header_new (name, value));
  return copy;
}

static gboolean
is_excepted (PlacardSending *self, GTlsCertificate *certificate)
{
  g_autofree char *fingerprint = NULL;

  if (!self->route->exception)
    return FALSE;
  fingerprint = placard_certificate_format_fingerprint (certificate);
  self->changed = !g_str_equal (fingerprint, self->route->exception);
  return !self->changed;
}

/* libsoup asks only about certificates that are not acceptable. */
static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       PlacardSending *self)
{
  if (!self->route->pins)
    return is_excepted (self, certificate);
  self->wrong_key = !placard_pin_matches (self->route->pins, certificate);
  return !self->wrong_key;
}

/* The proxy's credentials are for the proxy; a site that asks gets none here. */
static gboolean
authenticate_cb (SoupMessage *message, SoupAuth *auth, gboolean retrying, PlacardSending *self)
{
  if (!soup_auth_is_for_proxy (auth) || retrying || !self->route->proxy_user)
    return FALSE;
  soup_auth_authenticate (auth, self->route->proxy_user, self->route->proxy_password);
  return TRUE;
}

static void
drop_challenge (PlacardSending *self)
{
  if (self->challenge)
    g_source_destroy (self->challenge);
  g_clear_pointer (&self->challenge, g_source_unref);
}

static gboolean
challenge_cb (gpointer user_data)
{
  PlacardSending *self = user_data;
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);

  if (self->timings.first_byte >=
      0) /* the answer is the transfer's now, which has limits of its own */
    return G_SOURCE_REMOVE;
  if (soup_message_metrics_get_response_body_bytes_received (metrics) < MAX_CHALLENGE_BYTES)
    return G_SOURCE_CONTINUE;
  self->swamped = TRUE;
  placard_session_hang_up (self->session, soup_message_get_connection_id (self->message));
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

/* libsoup gathers the body of a proxy's challenge in memory before it answers it, whatever its length: it is
 * looked at as it grows, there being no signal for it before libsoup 3.4. */
static void
watch_challenge (PlacardSending *self)
{
  drop_challenge (self);
  self->challenge = g_timeout_source_new (CHALLENGE_LOOK_MS);
  g_source_set_priority (self->challenge, G_PRIORITY_HIGH);
  g_source_set_callback (self->challenge, challenge_cb, self, NULL);
  g_source_attach (self->challenge, placard_session_get_context (self->session));
}

/* libsoup's manager, there for a proxy alone, would gather the body of a site's own 401 in memory. */
static void
got_headers_cb (SoupMessage *message, PlacardSending *self)
{
  if (soup_message_get_status (message) == SOUP_STATUS_UNAUTHORIZED)
    soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  if (soup_message_get_status (message) == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    watch_challenge (self);
}

/* Nothing of the request has been sent yet, and nothing will be when the key is wrong. */
static void
check_pins (PlacardSending *self, GIOStream *connection)
{
  GTlsCertificate *certificate =
      G_IS_TLS_CONNECTION (connection)
          ? g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (connection))
          : NULL;

  if (!self->route->pins)
    return;
  self->wrong_key = !certificate || !placard_pin_matches (self->route->pins, certificate);
  if (self->wrong_key)
    g_cancellable_cancel (self->cancellable);
}

static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  PlacardSending *self)
{
  switch (event) {
  case G_SOCKET_CLIENT_RESOLVING:
    placard_watchdog_arm (self->watchdog, PLACARD_TIMER_CONNECT);
    placard_sending_set_phase (self, PLACARD_PHASE_RESOLVING);
    break;
  case G_SOCKET_CLIENT_RESOLVED:
    self->timings.resolved = placard_sending_elapsed (self);
    break;
  case G_SOCKET_CLIENT_CONNECTING:
    placard_sending_set_phase (self, PLACARD_PHASE_CONNECTING);
    break;
  case G_SOCKET_CLIENT_CONNECTED:
    self->timings.connected = placard_sending_elapsed (self);
    placard_session_remember_connection (self->session, soup_message_get_connection_id (message),
                                         connection);
    break;
  case G_SOCKET_CLIENT_TLS_HANDSHAKING:
    placard_sending_set_phase (self, PLACARD_PHASE_TLS);
    break;
  case G_SOCKET_CLIENT_TLS_HANDSHAKED:
    self->timings.secured = placard_sending_elapsed (self);
    check_pins (self, connection);
    break;
  case G_SOCKET_CLIENT_PROXY_NEGOTIATING:
  case G_SOCKET_CLIENT_PROXY_NEGOTIATED:
  case G_SOCKET_CLIENT_COMPLETE:
    break;
  }
}

static void
starting_cb (SoupMessage *message, PlacardSending *self)
{
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_CONNECT);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_IDLE);
  placard_sending_set_phase (self, PLACARD_PHASE_SENDING);
}

/* As libsoup writes it: the whole address to a proxy that speaks HTTP, else path and query. */
static char *
format_request_line (PlacardSending *self, SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  gboolean is_https = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0;
  g_autofree char *whole = NULL;

  if (!is_https &&
      placard_session_is_proxied (self->session, soup_message_get_connection_id (message))) {
    whole = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
    return g_strdup_printf ("%s %s HTTP/1.1", soup_message_get_method (message), whole);
  }
  return g_strdup_printf ("%s %s%s%s HTTP/1.1", soup_message_get_method (message),
                          *g_uri_get_path (uri) ? g_uri_get_path (uri) : "/",
                          g_uri_get_query (uri) ? "?" : "",
                          g_uri_get_query (uri) ? g_uri_get_query (uri) : "");
}

static void
wrote_headers_cb (SoupMessage *message, PlacardSending *self)
{
  g_autoptr (GPtrArray) headers =
      placard_sending_copy_headers (soup_message_get_request_headers (message));
  g_autofree char *line = format_request_line (self, message);

  placard_fetch_report_sent_message (self->fetch, placard_sent_message_new (line, headers));
}

static void
wrote_body_data_cb (SoupMessage *message, guint n_bytes, PlacardSending *self)
{
  self->sent += n_bytes;
  placard_watchdog_touch (self->watchdog, n_bytes);
  placard_fetch_report_sent (self->fetch, self->sent);
}

static void
wrote_body_cb (SoupMessage *message, PlacardSending *self)
{
  self->timings.sent = placard_sending_elapsed (self);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_IDLE);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_FIRST_BYTE);
  placard_watchdog_arm (self->watchdog, PLACARD_TIMER_HEADERS);
  placard_sending_set_phase (self, PLACARD_PHASE_WAITING);
}

/* libsoup reads on as long as there is something to read and would not come back to the main loop, where
 * the timers are; without a socket there is nothing to read. */
static void
got_informational_cb (SoupMessage *message, PlacardSending *self)
{
  if (++self->n_informational == MAX_INFORMATIONAL)
    placard_session_hang_up (self->session, soup_message_get_connection_id (message));
}

/* libsoup made a new attempt over a new connection: what was counted counts from there. */
static void
restarted_cb (SoupMessage *message, PlacardSending *self)
{
  self->sent = 0;
  drop_challenge (self);
  placard_fetch_report_sent (self->fetch, 0);
}

static void
connect_message (PlacardSending *self)
{
  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (self->message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
  g_signal_connect (self->message, "authenticate", G_CALLBACK (authenticate_cb), self);
  g_signal_connect (self->message, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (self->message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  g_signal_connect (self->message, "wrote-body", G_CALLBACK (wrote_body_cb), self);
  g_signal_connect (self->message, "got-informational", G_CALLBACK (got_informational_cb), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (restarted_cb), self);
}

static gboolean
attach_body (PlacardSending *self, PlacardBody *body, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;

  if (!body)
    return TRUE;
  stream = placard_body_open (body, self->cancellable, error);
  if (!stream)
    return FALSE;
  if (!G_IS_POLLABLE_INPUT_STREAM (stream) ||
      !g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (stream))) {
    g_autoptr (GInputStream) base = g_steal_pointer (&stream);

    stream = placard_readahead_new (base);
  }
  soup_message_set_request_body (self->message, NULL, stream, placard_body_get_length (body));
  return TRUE;
}

static gboolean
attach_certificate (PlacardSending *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GTlsCertificate) certificate = placard_route_load_certificate (self->route, &reason);

  if (reason) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  if (certificate)
    soup_message_set_tls_client_certificate (self->message, certificate);
  return TRUE;
}

static SoupMessage *
make_message (const PlacardStep *step)
{
  SoupMessage *message = soup_message_new_from_uri (step->method, step->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  for (guint i = 0; i < step->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (step->headers, i);

    if (field->enabled)
      soup_message_headers_append (headers, field->name, field->value);
  }
  return message;
}

void
placard_sending_clear (PlacardSending *self)
{
  if (self->message)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  drop_challenge (self);
}

gboolean
placard_sending_prepare (PlacardSending *self, const PlacardStep *step, GError **error)
{
  PlacardTimings none = {-1, -1, -1, -1, -1, -1};

  placard_sending_clear (self);
  self->timings = none;
  self->sent = 0;
  self->n_informational = 0;
  self->wrong_key = FALSE;
  self->swamped = FALSE;
  self->changed = FALSE;
  self->message = make_message (step);
  connect_message (self);
  return attach_certificate (self, error) && attach_body (self, step->body, error);
}

gboolean
placard_sending_has_answer_begun (PlacardSending *self)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);

  return soup_message_metrics_get_response_start (metrics) > 0;
}

static void
report_certificate (PlacardSending *self, const PlacardStep *step, const PlacardFailureFacts *facts)
{
  PlacardRefusedCertificate refused = {
      .host = (char *) g_uri_get_host (step->uri),
      .port = (guint) placard_origin_get_port (step->uri),
      .certificate = facts->certificate,
      .errors = facts->certificate_errors,
      .changed = self->changed,
  };

  placard_fetch_report_refused_certificate (self->fetch, &refused);
}

GError *
placard_sending_describe (PlacardSending *self, const PlacardStep *step, const GError *cause)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);
  g_autofree char *host = placard_redirect_format_host (step->uri);
  PlacardFailureFacts facts = {
      .uri = step->uri,
      .route = self->route,
      .phase = self->phase,
      .certificate = soup_message_get_tls_peer_certificate (self->message),
      .certificate_changed = self->changed,
      .certificate_errors = soup_message_get_tls_peer_certificate_errors (self->message),
      .head_bytes = soup_message_metrics_get_response_header_bytes_received (metrics),
  };

  if (self->wrong_key)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TLS,
                        _ ("The key of %s is not the pinned one; nothing was sent there"), host);
  if (self->swamped)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROXY,
                        _ ("The proxy asks for a password in an answer without an end"));
  if (self->n_informational >= MAX_INFORMATIONAL)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                        _ ("%s announces an answer again and again, and sends none"), host);
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) && facts.certificate)
    report_certificate (self, step, &facts);
  return placard_failure_describe (cause, &facts);
}
