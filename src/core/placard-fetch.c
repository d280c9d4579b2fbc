/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-fetch.h"

#include "placard-error.h"
#include "placard-fetch-object.h"

/* The owner's side of a fetch. The network thread writes the facts under the lock and marks what changed;
 * one source in the owner's context tells the properties' listeners, and at last ends the task. Nothing
 * here waits for the owner's main loop: a request is on the wire before it runs. */

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 30)

typedef enum {
  PROP_PHASE = 1,
  PROP_RESPONSE,
  PROP_BODY_RECEIVED,
  PROP_BODY_SENT,
} Property;

static GParamSpec *properties[PROP_BODY_SENT + 1];
static guint notify_id;

G_DEFINE_FINAL_TYPE (PlacardFetch, placard_fetch, G_TYPE_OBJECT)

const char *
placard_phase_to_string (PlacardPhase phase)
{
  static const char *const words[] = {
      [PLACARD_PHASE_QUEUED] = "queued",         [PLACARD_PHASE_RESOLVING] = "resolving",
      [PLACARD_PHASE_CONNECTING] = "connecting", [PLACARD_PHASE_TLS] = "tls",
      [PLACARD_PHASE_SENDING] = "sending",       [PLACARD_PHASE_WAITING] = "waiting",
      [PLACARD_PHASE_RECEIVING] = "receiving",   [PLACARD_PHASE_DONE] = "done",
      [PLACARD_PHASE_FAILED] = "failed",         [PLACARD_PHASE_CANCELLED] = "cancelled",
  };

  return words[phase];
}

PlacardFetch *
placard_fetch_new (PlacardSession *session, PlacardRequest *request, const char *spool_directory)
{
  PlacardFetch *self = g_object_new (PLACARD_TYPE_FETCH, NULL);

  self->session = g_object_ref (session);
  self->request = placard_request_copy (request);
  self->spool = placard_spool_new (spool_directory, &self->spool_error);
  self->spool_directory = g_strdup (spool_directory);
  return self;
}

PlacardFetch *
placard_fetch_new_inner (PlacardFetch *outer, PlacardSpool *spool, PlacardResponse *response)
{
  PlacardFetch *self = g_object_new (PLACARD_TYPE_FETCH, NULL);

  self->request = placard_request_copy (outer->request);
  self->spool = g_object_ref (spool);
  self->inner_response = g_object_ref (response);
  g_ptr_array_unref (self->sent_messages);
  self->sent_messages = placard_fetch_dup_sent_messages (outer);
  self->cors_verdict = placard_fetch_dup_cors_verdict (outer);
  self->wire_received = placard_fetch_get_wire_received (outer);
  placard_fetch_get_timings (outer, &self->timings);
  return self;
}

/* --- telling the owner ------------------------------------------------------------------------- */

static void
notify_changes (PlacardFetch *self, PlacardFetchChanges changes)
{
  if (changes & CHANGED_PHASE)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
  if (changes & CHANGED_RESPONSE)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESPONSE]);
  if (changes & CHANGED_SENT)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BODY_SENT]);
  if (changes & CHANGED_RECEIVED)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BODY_RECEIVED]);
}

static void
return_result (PlacardFetch *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  GError *error = placard_fetch_dup_error (self);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
tell_cb (gpointer user_data)
{
  g_autoptr (PlacardFetch) self = g_object_ref (user_data);
  PlacardFetchChanges changes;

  g_mutex_lock (&self->lock);
  changes = self->changes;
  self->changes = 0;
  self->last_told = g_get_monotonic_time ();
  g_source_set_ready_time (self->source, -1);
  g_mutex_unlock (&self->lock);

  notify_changes (self, changes);
  if (changes & CHANGED_TOKEN)
    placard_fetch_renew (self);
  if (!(changes & CHANGED_END))
    return G_SOURCE_CONTINUE;
  return_result (self);
  return G_SOURCE_REMOVE;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

void
placard_fetch_attach_source (PlacardFetch *self)
{
  static GSourceFuncs funcs = {.dispatch = source_dispatch};

  self->source = g_source_new (&funcs, sizeof (GSource));
  g_source_set_name (self->source, "placard-fetch");
  g_source_set_callback (self->source, tell_cb, g_object_ref (self), g_object_unref);
  g_source_attach (self->source, self->context);
}

/* Waking the owner is what a small transfer costs most, and often nobody listens. */
static PlacardFetchChanges
drop_unheard (PlacardFetch *self, PlacardFetchChanges changes)
{
  static const Property told[] = {PROP_PHASE, PROP_RESPONSE, PROP_BODY_SENT, PROP_BODY_RECEIVED};

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++) {
    GQuark name = g_param_spec_get_name_quark (properties[told[i]]);

    if ((changes & 1 << i) && !g_signal_has_handler_pending (self, notify_id, name, TRUE))
      changes &= ~(1 << i);
  }
  return changes;
}

/* With the lock held. Progress waits for its turn, everything else is told at once. */
static void
mark (PlacardFetch *self, PlacardFetchChanges change)
{
  const PlacardFetchChanges progress = CHANGED_SENT | CHANGED_RECEIVED;
  gboolean was_urgent = (self->changes & ~progress) != 0;
  gboolean was_marked = self->changes != 0;
  gboolean urgent;

  change = drop_unheard (self, change);
  if (!change)
    return;
  urgent = (change & ~progress) != 0;
  self->changes |= change;
  if (urgent && !was_urgent)
    g_source_set_ready_time (self->source, 0);
  else if (!urgent && !was_marked)
    g_source_set_ready_time (self->source, self->last_told + PROGRESS_INTERVAL);
}

/* --- reports of the network thread ------------------------------------------------------------- */

static gboolean
is_end (PlacardPhase phase)
{
  return phase >= PLACARD_PHASE_DONE;
}

/* With the lock held. */
static void
set_phase (PlacardFetch *self, PlacardPhase phase)
{
  if (!is_end (self->phase))
    self->last_phase = self->phase;
  self->phase = phase;
  mark (self, CHANGED_PHASE);
}

void
placard_fetch_report_phase (PlacardFetch *self, PlacardPhase phase)
{
  g_mutex_lock (&self->lock);
  set_phase (self, phase);
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_timings (PlacardFetch *self, const PlacardTimings *timings)
{
  g_mutex_lock (&self->lock);
  self->timings = *timings;
  g_mutex_unlock (&self->lock);
}

static gpointer
copy_message (gconstpointer message, gpointer user_data)
{
  const PlacardSentMessage *sent = message;

  return placard_sent_message_new (sent->line, sent->headers);
}

void
placard_fetch_report_sent_message (PlacardFetch *self, PlacardSentMessage *message)
{
  GPtrArray *messages;

  g_mutex_lock (&self->lock);
  messages = g_ptr_array_copy (self->sent_messages, copy_message, NULL);
  g_ptr_array_add (messages, message);
  g_ptr_array_unref (self->sent_messages);
  self->sent_messages = messages;
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_cache_use (PlacardFetch *self, PlacardCacheUse use)
{
  g_mutex_lock (&self->lock);
  self->cache_use = use;
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_cors_verdict (PlacardFetch *self, PlacardCorsVerdict *verdict)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->cors_verdict, placard_cors_verdict_unref);
  self->cors_verdict = placard_cors_verdict_ref (verdict);
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_sign_in (PlacardFetch *self, const PlacardSignIn *sign_in)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->sign_in, placard_sign_in_free);
  self->sign_in = placard_sign_in_copy (sign_in);
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_refused_certificate (PlacardFetch *self,
                                          const PlacardRefusedCertificate *refused)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->refused_certificate, placard_refused_certificate_free);
  self->refused_certificate = placard_refused_certificate_copy (refused);
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_sent (PlacardFetch *self, goffset body_sent)
{
  g_mutex_lock (&self->lock);
  self->body_sent = body_sent;
  mark (self, CHANGED_SENT);
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_response (PlacardFetch *self, PlacardResponse *response)
{
  g_mutex_lock (&self->lock);
  g_set_object (&self->response, response);
  mark (self, CHANGED_RESPONSE);
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_received (PlacardFetch *self, goffset wire, goffset body)
{
  g_mutex_lock (&self->lock);
  self->wire_received = wire;
  self->body_received = body;
  mark (self, CHANGED_RECEIVED);
  g_mutex_unlock (&self->lock);
}

static PlacardPhase
end_phase (const GError *error)
{
  if (!error)
    return PLACARD_PHASE_DONE;
  return g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED) ? PLACARD_PHASE_CANCELLED
                                                                         : PLACARD_PHASE_FAILED;
}

void
placard_fetch_report_token_refused (PlacardFetch *self)
{
  g_mutex_lock (&self->lock);
  mark (self, CHANGED_TOKEN);
  g_mutex_unlock (&self->lock);
}

void
placard_fetch_report_end (PlacardFetch *self, GError *error)
{
  g_mutex_lock (&self->lock);
  self->error = error;
  set_phase (self, end_phase (error));
  mark (self, CHANGED_END);
  g_mutex_unlock (&self->lock);
}

/* --- facts ------------------------------------------------------------------------------------- */

PlacardRequest *
placard_fetch_get_request (PlacardFetch *self)
{
  return self->request;
}

PlacardSpool *
placard_fetch_get_spool (PlacardFetch *self)
{
  return self->spool;
}

PlacardPhase
placard_fetch_get_phase (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->phase;
}

PlacardPhase
placard_fetch_get_last_phase (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return is_end (self->phase) ? self->last_phase : self->phase;
}

PlacardResponse *
placard_fetch_dup_response (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->response ? g_object_ref (self->response) : NULL;
}

goffset
placard_fetch_get_wire_received (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->wire_received;
}

goffset
placard_fetch_get_body_received (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->body_received;
}

goffset
placard_fetch_get_body_sent (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->body_sent;
}

void
placard_fetch_get_timings (PlacardFetch *self, PlacardTimings *timings)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *timings = self->timings;
}

GError *
placard_fetch_dup_error (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->error ? g_error_copy (self->error) : NULL;
}

GPtrArray *
placard_fetch_dup_sent_messages (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (PLACARD_IS_FETCH (self), NULL);

  locker = g_mutex_locker_new (&self->lock);
  return g_ptr_array_ref (self->sent_messages);
}

GPtrArray *
placard_fetch_dup_sent_headers (PlacardFetch *self)
{
  g_autoptr (GPtrArray) messages = placard_fetch_dup_sent_messages (self);
  const PlacardSentMessage *last =
      messages->len > 0 ? g_ptr_array_index (messages, messages->len - 1) : NULL;

  return last ? g_ptr_array_ref (last->headers) : NULL;
}

PlacardCacheUse
placard_fetch_get_cache_use (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->cache_use;
}

PlacardCorsVerdict *
placard_fetch_dup_cors_verdict (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->cors_verdict ? placard_cors_verdict_ref (self->cors_verdict) : NULL;
}

PlacardSignIn *
placard_fetch_dup_sign_in (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->sign_in ? placard_sign_in_copy (self->sign_in) : NULL;
}

PlacardRefusedCertificate *
placard_fetch_dup_refused_certificate (PlacardFetch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->refused_certificate ? placard_refused_certificate_copy (self->refused_certificate)
                                   : NULL;
}

static void
placard_fetch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlacardFetch *self = PLACARD_FETCH (object);

  switch ((Property) id) {
  case PROP_PHASE:
    g_value_set_int (value, placard_fetch_get_phase (self));
    break;
  case PROP_RESPONSE:
    g_value_take_object (value, placard_fetch_dup_response (self));
    break;
  case PROP_BODY_RECEIVED:
    g_value_set_int64 (value, placard_fetch_get_body_received (self));
    break;
  case PROP_BODY_SENT:
    g_value_set_int64 (value, placard_fetch_get_body_sent (self));
    break;
  }
}

static void
placard_fetch_finalize (GObject *object)
{
  PlacardFetch *self = PLACARD_FETCH (object);

  g_assert (!self->task);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->request);
  g_clear_object (&self->spool);
  g_clear_object (&self->response);
  g_clear_object (&self->inner_response);
  g_clear_error (&self->spool_error);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->sent_messages);
  g_clear_pointer (&self->cors_verdict, placard_cors_verdict_unref);
  g_clear_pointer (&self->sign_in, placard_sign_in_free);
  g_clear_pointer (&self->token, placard_token_free);
  g_clear_pointer (&self->refused_certificate, placard_refused_certificate_free);
  g_free (self->spool_directory);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (placard_fetch_parent_class)->finalize (object);
}

static void
placard_fetch_class_init (PlacardFetchClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = placard_fetch_get_property;
  object_class->finalize = placard_fetch_finalize;

  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, PLACARD_PHASE_QUEUED,
                                             PLACARD_PHASE_CANCELLED, PLACARD_PHASE_QUEUED, flags);
  properties[PROP_RESPONSE] =
      g_param_spec_object ("response", NULL, NULL, PLACARD_TYPE_RESPONSE, flags);
  properties[PROP_BODY_RECEIVED] =
      g_param_spec_int64 ("body-received", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_BODY_SENT] =
      g_param_spec_int64 ("body-sent", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  notify_id = g_signal_lookup ("notify", G_TYPE_OBJECT);
}

static void
placard_fetch_init (PlacardFetch *self)
{
  self->sent_messages = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_sent_message_free);
  PlacardTimings none = {-1, -1, -1, -1, -1, -1};

  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->timings = none;
}
