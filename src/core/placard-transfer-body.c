/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of a transfer: the body, from the network or the cache, to where it is read. */
#include "placard-transfer-private.h"

#include <glib/gi18n-lib.h>

#include "placard-verdict.h"

/* Of a body whose chunks are wrong: it is read here, in the network's thread, while others wait. */
#define MAX_JUDGED_BYTES (64 * 1024 * 1024)

static void
progress_cb (goffset wire, goffset body, gsize n_new, gpointer user_data)
{
  PlacardTransfer *self = user_data;

  placard_watchdog_touch (self->watchdog, n_new);
  if (self->quarantine)
    placard_quarantine_update (self->quarantine, NULL); /* a failure shows when it is judged */
  placard_fetch_report_received (self->fetch, MAX (self->base_body, self->base_wire + wire),
                                 self->base_body + body);
}

gint64
placard_transfer_wall_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Nothing more comes from the network: its timers would run out. */
static void
disarm_body_timers (PlacardTransfer *self)
{
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_IDLE);
  placard_watchdog_disarm (self->watchdog, PLACARD_TIMER_LOW_SPEED);
}

static void
kept_cb (gpointer user_data)
{
  PlacardTransfer *self = user_data;

  placard_transfer_finish (self, NULL);
  placard_transfer_unref (self);
}

/* The body is whole, and where it is read from. */
static void
keep (PlacardTransfer *self)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->fetch);

  disarm_body_timers (self);
  if (!placard_cache_run_store (self->cache, response, placard_fetch_get_spool (self->fetch),
                                placard_transfer_wall_seconds (), kept_cb,
                                g_atomic_rc_box_acquire (self))) {
    placard_transfer_unref (self);
    placard_transfer_finish (self, NULL);
  }
}

static void
released_cb (GError *error, gpointer user_data)
{
  if (error)
    placard_transfer_finish (user_data, error);
  else
    keep (user_data);
}

/* The chunks are wrong, but the picture in them has come to its own end: it counts as one whose length
 * was not stated (fault rows 4 and 5). It is not kept in the cache. */
static gboolean
is_whole_all_the_same (PlacardTransfer *self)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->fetch);
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);
  g_autoptr (PlacardVerdict) verdict = NULL;

  if (self->quarantine || !self->receiver || !placard_receiver_lost_framing (self->receiver) ||
      placard_spool_get_size (spool) > MAX_JUDGED_BYTES)
    return FALSE;
  verdict = placard_verdict_judge (response, spool);
  return placard_verdict_get_action (verdict) == PLACARD_ACTION_SHOW_PICTURE &&
         placard_verdict_get_completeness (verdict) == PLACARD_COMPLETENESS_COMPLETE;
}

static void
received_cb (GError *error, gpointer user_data)
{
  PlacardTransfer *self = user_data;

  if (error && is_whole_all_the_same (self)) {
    g_error_free (error);
    placard_transfer_finish (self, NULL);
    return;
  }
  if (error) {
    placard_transfer_fail (self, error);
    return;
  }
  if (self->quarantine && !placard_quarantine_judge (self->quarantine, &error)) {
    placard_transfer_finish (self, error);
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
choose_spool (PlacardTransfer *self, GError **error)
{
  PlacardIntegrity *integrity =
      placard_policy_get_integrity (placard_policy_run_get_policy (self->policy));

  if (!integrity)
    return placard_fetch_get_spool (self->fetch);
  self->quarantine = placard_quarantine_new (integrity, self->spool_directory, error);
  return self->quarantine ? placard_quarantine_get_spool (self->quarantine) : NULL;
}

static gboolean
check_announced_size (PlacardTransfer *self, GError **error)
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
remaining_bytes (PlacardTransfer *self)
{
  if (self->limits.max_body_bytes <= 0)
    return 0;
  return MAX (1, self->limits.max_body_bytes - self->base_body);
}

/* @skip: bytes at the front of the body that are here already */
void
placard_transfer_receive (PlacardTransfer *self,
                          GInputStream *stream,
                          PlacardResponse *response,
                          goffset skip)
{
  static const PlacardReceiverFuncs funcs = {progress_cb, received_cb};
  GError *error = NULL;
  PlacardSpool *spool;

  if (!check_announced_size (self, &error) || !(spool = choose_spool (self, &error))) {
    placard_transfer_finish (self, error);
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

void
placard_transfer_discard_body (PlacardTransfer *self, GInputStream *stream)
{
  static const PlacardReceiverFuncs funcs = {NULL, NULL};
  PlacardReceiver *receiver = placard_receiver_new (
      stream, &self->framing, NULL, placard_fetch_get_spool (self->fetch), 0, &funcs, self);

  placard_receiver_drain (receiver);
  placard_receiver_free (receiver);
}

static void
filled_cb (GError *error, gpointer user_data)
{
  PlacardTransfer *self = user_data;
  PlacardSpool *spool = self->quarantine ? placard_quarantine_get_spool (self->quarantine)
                                         : placard_fetch_get_spool (self->fetch);
  goffset size = placard_spool_get_size (spool);

  placard_fetch_report_received (self->fetch, size, size);
  received_cb (error, self);
}

void
placard_transfer_answer_from_cache (PlacardTransfer *self)
{
  int fd = -1;
  goffset offset;
  g_autoptr (PlacardResponse) response = placard_cache_run_take_response (
      self->cache, self->hops, placard_transfer_wall_seconds (), &fd, &offset);
  GError *error = NULL;
  PlacardSpool *spool;

  if (!placard_transfer_take_head (self, response, &error) ||
      !(spool = choose_spool (self, &error))) {
    close (fd);
    placard_transfer_finish (self, error);
    return;
  }
  placard_fetch_report_cache_use (self->fetch, placard_cache_run_get_use (self->cache));
  placard_fetch_report_response (self->fetch, response);
  placard_sending_set_phase (&self->sending, PLACARD_PHASE_RECEIVING);
  self->filler = placard_spool_filler_new (
      fd, offset, spool, placard_session_get_context (self->session), filled_cb, self);
}
