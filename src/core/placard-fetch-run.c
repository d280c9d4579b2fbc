/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-fetch.h"

#include "placard-error.h"
#include "placard-fetch-object.h"
#include "placard-local.h"
#include "placard-redirect.h"
#include "placard-transfer.h"
#include "placard-variables.h"
#include "placard-watchdog.h"

#include <glib/gi18n-lib.h>

/* A request on its way: what is needed before it (a token, a login), then the transfer in the network thread,
 * or the bytes that need no server. Everything here runs in the owner's context, and waits for nothing. */

/* Of the time for the whole; what a request before took is gone. 0: no limit. */
static gint64
remaining_ms (PlacardFetch *self)
{
  gint64 total = placard_request_get_limits (self->request)->total_ms;
  gint64 gone = (g_get_monotonic_time () - self->started_at) / 1000;

  return total > 0 && self->token ? MAX (total - gone, 1) : total;
}

static gboolean
can_renew (PlacardFetch *self)
{
  PlacardBody *body = placard_request_get_body (self->request);

  return self->token && !self->renewed && !(body && placard_body_is_one_shot (body));
}

static gboolean
make_plan (PlacardFetch *self, PlacardTransferPlan *plan, GError **error)
{
  g_autoptr (PlacardRequest) expanded = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GPtrArray) headers = NULL;

  if (!self->spool) {
    g_propagate_error (error, g_error_copy (self->spool_error));
    return FALSE;
  }
  if (!self->expanded) {
    expanded = placard_variables_expand (self->request, error);
    if (!expanded)
      return FALSE;
    g_set_object (&self->request, expanded);
    self->expanded = TRUE;
  }
  if (self->token && !placard_preparation_apply (self->token, self->request, error))
    return FALSE;
  if (!placard_request_validate (self->request, NULL, error) ||
      !(uri = placard_request_build_uri (self->request, error)))
    return FALSE;

  headers = placard_request_build_headers (self->request);
  plan->first = placard_step_new (placard_request_get_effective_method (self->request), uri,
                                  headers, placard_request_get_body (self->request),
                                  placard_request_get_auth (self->request) != PLACARD_AUTH_NONE);
  plan->limits = *placard_request_get_limits (self->request);
  plan->limits.total_ms = remaining_ms (self);
  plan->renews = can_renew (self);
  plan->ca_file = placard_request_get_ca_file (self->request);
  plan->transport = placard_request_get_transport (self->request);
  plan->authentication = NULL;
  if (placard_request_get_auth (self->request) == PLACARD_AUTH_DIGEST)
    plan->authentication =
        placard_authentication_new (placard_request_get_auth_user (self->request),
                                    placard_request_get_auth_secret (self->request));
  plan->policy = placard_policy_run_new (self->request, uri);
  plan->spool_directory = self->spool_directory;
  return TRUE;
}

static void
give_inner_answer (PlacardFetch *self)
{
  placard_fetch_report_response (self, self->inner_response);
  placard_fetch_report_received (self, self->wire_received, placard_spool_get_size (self->spool));
  placard_fetch_report_end (self, NULL);
}

static void
take_local_head (PlacardResponse *response, gpointer user_data)
{
  placard_fetch_report_phase (user_data, PLACARD_PHASE_RECEIVING);
  placard_fetch_report_response (user_data, response);
}

static void
read_locally (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PlacardFetch *self = source;
  goffset limit = placard_request_get_limits (self->request)->max_body_bytes;
  PlacardSpoolState state = PLACARD_SPOOL_COMPLETE;
  GError *error = NULL;

  if (!placard_local_read (placard_request_get_url (self->request), self->spool, limit,
                           take_local_head, self, cancellable, &error))
    state = g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED)
                ? PLACARD_SPOOL_CANCELLED
                : PLACARD_SPOOL_INCOMPLETE;
  placard_fetch_report_received (self, 0, placard_spool_get_size (self->spool));
  placard_spool_seal (self->spool, state);
  placard_fetch_report_end (self, error);
}

/* The Fetch standard's "scheme fetch" of what needs no server. */
static gboolean
run_locally (PlacardFetch *self, GCancellable *cancellable)
{
  g_autoptr (GTask) reading = NULL;

  if (!self->spool || !placard_local_is_local (placard_request_get_url (self->request)))
    return FALSE;
  reading = g_task_new (self, cancellable, NULL, NULL);
  g_task_run_in_thread (reading, read_locally);
  return TRUE;
}

static void
end_early (PlacardFetch *self, GError *error)
{
  gboolean stopped = g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);

  if (self->spool)
    placard_spool_seal (self->spool, stopped ? PLACARD_SPOOL_CANCELLED : PLACARD_SPOOL_INCOMPLETE);
  placard_fetch_report_end (self, error);
}

static void
start_transfer (PlacardFetch *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);
  PlacardTransferPlan plan;
  GError *error = NULL;

  if (make_plan (self, &plan, &error))
    placard_transfer_start (self, self->session, &plan, cancellable);
  else
    end_early (self, error);
}

/* --- what is needed before --------------------------------------------------------------------- */

static void
drop_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
end_preparing (PlacardFetch *self)
{
  drop_source (&self->stop);
  drop_source (&self->deadline);
  g_clear_object (&self->preparing);
}

/* The preparation is told, and not waited for. @error: (transfer full) */
static void
abandon (PlacardFetch *self, GError *error)
{
  g_autoptr (PlacardFetch) alive = g_object_ref (self);
  g_autoptr (GCancellable) preparing = g_object_ref (self->preparing);

  end_preparing (alive);
  g_cancellable_cancel (preparing);
  end_early (self, error);
}

static gboolean
stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  abandon (user_data, g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                                           _ ("The request was stopped")));
  return G_SOURCE_REMOVE;
}

static gboolean
too_late_cb (gpointer user_data)
{
  PlacardFetch *self = user_data;
  g_autoptr (GUri) uri = placard_request_build_uri (self->request, NULL);
  g_autofree char *host = uri ? placard_redirect_format_host (uri) : g_strdup ("");

  abandon (self, placard_watchdog_describe (PLACARD_TIMER_TOTAL,
                                            placard_request_get_limits (self->request), host));
  return G_SOURCE_REMOVE;
}

static void
watch_preparing (PlacardFetch *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);
  gint64 total = placard_request_get_limits (self->request)->total_ms;

  if (cancellable) {
    self->stop = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->stop, G_SOURCE_FUNC (stopped_cb), self, NULL);
    g_source_attach (self->stop, self->context);
  }
  if (total > 0) {
    gint64 gone = (g_get_monotonic_time () - self->started_at) / 1000;

    self->deadline = g_timeout_source_new ((guint) MAX (total - gone, 1));
    g_source_set_callback (self->deadline, too_late_cb, self, NULL);
    g_source_attach (self->deadline, self->context);
  }
}

typedef struct {
  PlacardFetch *fetch;
  GCancellable *preparing;
} Prepared;

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Prepared *prepared = user_data;
  g_autoptr (PlacardFetch) self = prepared->fetch;
  g_autoptr (GCancellable) preparing = prepared->preparing;
  g_autoptr (PlacardToken) token = NULL;
  GError *error = NULL;
  gboolean ready = placard_preparation_run_finish (result, &token, &error);

  if (self->preparing != preparing) { /* abandoned */
    g_clear_error (&error);
    return;
  }
  end_preparing (self);
  if (!ready) {
    end_early (self, error);
    return;
  }
  g_clear_pointer (&self->token, placard_token_free);
  self->token = g_steal_pointer (&token);
  start_transfer (self);
}

static void
prepare (PlacardFetch *self, const PlacardToken *refused)
{
  Prepared *prepared = g_new0 (Prepared, 1);

  self->preparing = g_cancellable_new ();
  prepared->fetch = g_object_ref (self);
  prepared->preparing = g_object_ref (self->preparing);
  watch_preparing (self);
  placard_preparation_run_async (self->session, self->request, refused, self->preparing,
                                 prepared_cb, prepared);
}

void
placard_fetch_renew (PlacardFetch *self)
{
  self->renewed = TRUE;
  prepare (self, self->token);
}

void
placard_fetch_run_async (PlacardFetch *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (!self->started);
  self->started = TRUE;
  self->started_at = g_get_monotonic_time ();

  /* The error is the one that the transfer ended with, never GTask's own word for cancelled. */
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, placard_fetch_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  placard_fetch_attach_source (self);

  if (self->inner_response) {
    give_inner_answer (self);
    return;
  }
  if (run_locally (self, cancellable))
    return;
  if (placard_preparation_is_needed (self->request))
    prepare (self, NULL);
  else
    start_transfer (self);
}

gboolean
placard_fetch_run_finish (PlacardFetch *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
