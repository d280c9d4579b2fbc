/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of a transfer: trying again. */
#include "placard-transfer-private.h"

#include <glib/gi18n-lib.h>

static gboolean
try_again_cb (gpointer user_data)
{
  PlacardTransfer *self = user_data;
  goffset received = placard_spool_get_size (placard_fetch_get_spool (self->fetch));

  placard_transfer_drop_pause (self);
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
  placard_transfer_send_hop (self);
  return G_SOURCE_REMOVE;
}

static void
try_again_after (PlacardTransfer *self, gint64 milliseconds)
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
can_try_again (PlacardTransfer *self)
{
  if (self->quarantine || (self->first->body && placard_body_is_one_shot (self->first->body)))
    return FALSE;
  if (placard_spool_get_size (placard_fetch_get_spool (self->fetch)) == 0)
    return TRUE;
  return self->answered && placard_retry_can_resume (self->answered, self->answer);
}

/* Milliseconds until the next attempt, which is taken with it; -1: there is none. */
static gint64
take_attempt (PlacardTransfer *self, gint64 after_ms)
{
  if (self->retry.left == 0 || !can_try_again (self))
    return -1;
  return placard_retry_next (&self->retry, after_ms, placard_sending_elapsed (&self->sending));
}

/* @error: (transfer full) */
void
placard_transfer_fail (PlacardTransfer *self, GError *error)
{
  gint64 pause = placard_retry_is_passing_error (error) ? take_attempt (self, -1) : -1;

  if (pause < 0) {
    placard_transfer_finish (self, error);
    return;
  }
  g_clear_error (&self->broken);
  self->broken = error;
  try_again_after (self, pause);
}

/* Whether the answer is one of those that may be another a little later, and is asked for again. */
gboolean
placard_transfer_passes_by (PlacardTransfer *self, PlacardResponse *response)
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
