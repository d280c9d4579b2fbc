/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants: the fields under "thread" belong to the thread alone; those under "shared" to whoever has
 * the lock. The state leaves done, failed and no-image never again. The changed source is made ready
 * after each change, and never with the lock held by somebody who then waits. */
#include "config.h"

#include "placard-decoding.h"

#include "placard-decoder-dialogue.h"
#include "placard-decoder-process.h"
#include "placard-error.h"
#include "placard-pixel-memory.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/* So many messages are heard before other sources get their turn. */
#define MESSAGES_AT_ONCE 64

struct _PlacardDecoding {
  gatomicrefcount references;
  PlacardSpool *spool;
  PlacardImageLimits limits;
  PlacardMediaType format; /* that it was said to be; unknown: as it looks */
  GMainContext *context;   /* of the thread */

  /* thread */
  PlacardDecoderDialogue dialogue;
  PlacardSpoolState seal; /* as it was when the last FEED was sent */
  gint64 fed_at_us;       /* when it was sent, on the monotonic clock */
  gint64 decoding_us;     /* sum over the feeds that were answered */
  GSource *watchdog;      /* while a feed is not answered */

  /* shared */
  GMutex lock;
  GSource *changed;
  PlacardDecoderProcess *process; /* set and freed by the thread */
  PlacardImageState state;
  PlacardMediaType media_type;
  GError *error;
  PlacardLayout layout; /* n_levels is 0 before the size is known */
  GBytes *memory;       /* NULL likewise */
  int orientation;
  int rows;
  PlacardDescriptionMessage description; /* its kind is 0 before it came */
  PlacardDecodingChanges changes;
};

static PlacardDecoding *
decoding_ref (PlacardDecoding *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
placard_decoding_unref (PlacardDecoding *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_object_unref (self->spool);
  g_main_context_unref (self->context);
  g_source_unref (self->changed);
  g_clear_error (&self->error);
  g_clear_pointer (&self->memory, g_bytes_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
state_is_final (PlacardImageState state)
{
  return state == PLACARD_IMAGE_DONE || state == PLACARD_IMAGE_FAILED ||
         state == PLACARD_IMAGE_NO_IMAGE;
}

static void
tell (PlacardDecoding *self)
{
  g_source_set_ready_time (self->changed, 0);
}

/* The one way into a state. @error: (transfer full) (nullable): for the failed one. */
static void
enter_state (PlacardDecoding *self, PlacardImageState state, GError *error)
{
  g_autoptr (GError) unused = error;

  g_mutex_lock (&self->lock);
  if (!state_is_final (self->state) && self->state != state) {
    self->state = state;
    self->error = g_steal_pointer (&unused);
    self->changes.state = TRUE;
  }
  g_mutex_unlock (&self->lock);
  tell (self);
}

static void
fail (PlacardDecoding *self, GError *error)
{
  enter_state (self, PLACARD_IMAGE_FAILED, error);
}

static void
fail_cancelled (PlacardDecoding *self)
{
  fail (self, g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                                   _ ("The request was stopped before the picture was whole")));
}

static gboolean
watchdog_cb (gpointer user_data)
{
  PlacardDecoding *self = user_data;

  fail (self, g_error_new (PLACARD_ERROR, PLACARD_ERROR_DECODER,
                           _ ("The picture was not decoded within %.3g seconds, so the decoder was "
                              "stopped"),
                           (double) self->limits.max_decode_ms / 1000));
  return G_SOURCE_REMOVE;
}

static void
stop_watchdog (PlacardDecoding *self)
{
  if (self->watchdog) {
    g_source_destroy (self->watchdog);
    self->decoding_us += g_get_monotonic_time () - self->fed_at_us;
  }
  g_clear_pointer (&self->watchdog, g_source_unref);
}

static void
start_watchdog (PlacardDecoding *self)
{
  gint64 left_ms = self->limits.max_decode_ms - self->decoding_us / 1000;

  self->fed_at_us = g_get_monotonic_time ();
  self->watchdog = g_timeout_source_new ((guint) CLAMP (left_ms, 0, G_MAXINT));
  g_source_set_callback (self->watchdog, watchdog_cb, self, NULL);
  g_source_attach (self->watchdog, self->context);
}

/* Sends what there is to decode, when the decoder waits for it. */
static void
feed (PlacardDecoding *self)
{
  /* In this order: after a seal the size does not change. */
  PlacardSpoolState seal = placard_spool_get_state (self->spool);
  guint64 available = (guint64) placard_spool_get_size (self->spool);
  gboolean ended = seal != PLACARD_SPOOL_OPEN;
  PlacardFeedMessage message;

  if (!self->dialogue.started || self->dialogue.feeding || self->dialogue.ending ||
      (available == self->dialogue.fed && !ended))
    return;
  self->seal = seal;
  placard_decoder_dialogue_feed (&self->dialogue, available, ended, &message);
  start_watchdog (self);
  /* When it fails, the socket's own source tells. */
  placard_decoder_process_send (self->process, &message, sizeof message, -1);
}

static void
start (PlacardDecoding *self, PlacardMediaType type)
{
  PlacardStartMessage message;
  GError *error = NULL;
  int fd = placard_spool_open_fd (self->spool, &error);

  if (fd < 0) {
    fail (self, error);
    return;
  }
  placard_decoder_dialogue_init (&self->dialogue, type, self->limits.max_pixels);
  placard_decoder_dialogue_start (&self->dialogue, &message);
  placard_decoder_process_send (self->process, &message, sizeof message, fd);
  close (fd);
  enter_state (self, PLACARD_IMAGE_DECODING, NULL);
}

/* Tells the type as soon as the bytes tell it. */
static void
sniff (PlacardDecoding *self, PlacardSpoolState seal)
{
  guint8 bytes[PLACARD_MEDIA_SNIFF_BYTES];
  GError *error = NULL;
  gssize n_read = placard_spool_read_at (self->spool, 0, bytes, sizeof bytes, &error);
  PlacardMediaType type;

  if (n_read < 0) {
    fail (self, error);
    return;
  }
  type = self->format != PLACARD_MEDIA_UNKNOWN && n_read > 0
             ? self->format
             : placard_media_type_sniff (bytes, (gsize) n_read, seal != PLACARD_SPOOL_OPEN);
  if (type == PLACARD_MEDIA_UNKNOWN)
    return;

  g_mutex_lock (&self->lock);
  self->media_type = type;
  self->changes.media_type = TRUE;
  g_mutex_unlock (&self->lock);
  if (placard_decoder_dialogue_get_format (type))
    start (self, type);
  else
    enter_state (self, PLACARD_IMAGE_NO_IMAGE, NULL);
}

static void
spool_cb (PlacardSpool *spool, gpointer user_data)
{
  PlacardDecoding *self = user_data;
  PlacardSpoolState seal = placard_spool_get_state (spool);

  if (seal == PLACARD_SPOOL_CANCELLED) {
    fail_cancelled (self);
    return;
  }
  if (!self->dialogue.started)
    sniff (self, seal);
  feed (self);
}

/* The size is checked: only now is there memory. */
static void
share_memory (PlacardDecoding *self)
{
  static const PlacardPixelsMessage message = {.kind = PLACARD_MESSAGE_PIXELS};
  g_autoptr (GBytes) memory = NULL;
  GError *error = NULL;
  int fd = -1;

  memory = placard_pixel_memory_new (self->dialogue.layout.size, &fd, &error);
  if (!memory) {
    fail (self, error);
    return;
  }
  placard_decoder_process_send (self->process, &message, sizeof message, fd);
  close (fd);

  g_mutex_lock (&self->lock);
  self->layout = self->dialogue.layout;
  self->memory = g_steal_pointer (&memory);
  self->orientation = self->dialogue.orientation;
  self->changes.sized = TRUE;
  g_mutex_unlock (&self->lock);
  tell (self);
}

static void
take_damage (PlacardDecoding *self, const PlacardDamageMessage *damage)
{
  PlacardDecodingChanges *changes = &self->changes;
  int from = damage->y, to = damage->y + damage->height;

  g_mutex_lock (&self->lock);
  self->rows = damage->rows;
  if (changes->damage_from == changes->damage_to) {
    changes->damage_from = from;
    changes->damage_to = to;
  }
  changes->damage_from = MIN (changes->damage_from, from);
  changes->damage_to = MAX (changes->damage_to, to);
  g_mutex_unlock (&self->lock);
  tell (self);
}

/* Every row is there; whether they are the whole answer is the spool's word. */
static void
finish (PlacardDecoding *self)
{
  stop_watchdog (self);
  if (self->seal == PLACARD_SPOOL_COMPLETE)
    enter_state (self, PLACARD_IMAGE_DONE, NULL);
  else
    fail (self, placard_decoder_dialogue_make_truncated (&self->dialogue));
}

static void
take_message (PlacardDecoding *self, const PlacardMessage *message)
{
  switch (message->kind) {
  case PLACARD_MESSAGE_SIZE:
    share_memory (self);
    break;
  case PLACARD_MESSAGE_DAMAGE:
    take_damage (self, &message->damage);
    break;
  case PLACARD_MESSAGE_IDLE:
    stop_watchdog (self);
    feed (self);
    break;
  case PLACARD_MESSAGE_DESCRIPTION:
    g_mutex_lock (&self->lock);
    self->description = message->description;
    g_mutex_unlock (&self->lock);
    break;
  case PLACARD_MESSAGE_DONE:
    finish (self);
    break;
  default:
    break;
  }
}

/* An ERROR, or a message that is one. A picture whose bytes were cut short is not called broken. */
static void
take_error (PlacardDecoding *self, GError *error)
{
  if (self->dialogue.ending && self->seal == PLACARD_SPOOL_INCOMPLETE &&
      g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE)) {
    g_error_free (error);
    error = placard_decoder_dialogue_make_truncated (&self->dialogue);
  }
  fail (self, error);
}

static void
take_death (PlacardDecoding *self)
{
  g_autofree char *how = placard_decoder_process_end (self->process);

  if (!how)
    how = g_strdup (_ ("it was stopped"));
  /* Translators: %s tells how: "Segmentation fault", "it ended with status 1" */
  fail (self, g_error_new (PLACARD_ERROR, PLACARD_ERROR_DECODER,
                           _ ("The decoder failed on this picture: %s"), how));
}

static gboolean
socket_cb (int fd, GIOCondition condition, gpointer user_data)
{
  PlacardDecoding *self = user_data;

  for (int i = 0; i < MESSAGES_AT_ONCE; i++) {
    PlacardMessage message;
    GError *error = NULL;
    gssize n_bytes = placard_decoder_process_receive (self->process, &message);

    if (n_bytes < 0)
      break;
    if (n_bytes == 0) {
      take_death (self);
      return G_SOURCE_REMOVE;
    }
    if (!placard_decoder_dialogue_hear (&self->dialogue, &message, (gsize) n_bytes, &error)) {
      take_error (self, error);
      return G_SOURCE_REMOVE;
    }
    take_message (self, &message);
    if (state_is_final (placard_decoding_get_state (self)))
      return G_SOURCE_REMOVE;
  }
  return G_SOURCE_CONTINUE;
}

/* Makes the process known to cancel(), unless that was first. */
static gboolean
start_process (PlacardDecoding *self)
{
  GError *error = NULL;
  PlacardDecoderProcess *process = NULL;

  if (state_is_final (placard_decoding_get_state (self)))
    return FALSE;
  process = placard_decoder_process_new (self->limits.max_pixels, &error);
  if (!process) {
    fail (self, error);
    return FALSE;
  }
  g_mutex_lock (&self->lock);
  self->process = process;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static void
end_process (PlacardDecoding *self)
{
  PlacardDecoderProcess *process;

  placard_decoder_process_kill (self->process);
  g_mutex_lock (&self->lock);
  process = g_steal_pointer (&self->process);
  g_mutex_unlock (&self->lock);
  placard_decoder_process_free (process);
}

static void
work (PlacardDecoding *self)
{
  g_autoptr (GSource) socket =
      g_unix_fd_source_new (placard_decoder_process_get_fd (self->process), G_IO_IN);
  guint watch = placard_spool_watch (self->spool, self->context, spool_cb, self, NULL);

  g_source_set_callback (socket, G_SOURCE_FUNC (socket_cb), self, NULL);
  g_source_attach (socket, self->context);
  while (!state_is_final (placard_decoding_get_state (self)))
    g_main_context_iteration (self->context, TRUE);

  placard_spool_unwatch (self->spool, watch);
  g_source_destroy (socket);
  stop_watchdog (self);
}

static gpointer
run (gpointer data)
{
  g_autoptr (PlacardDecoding) self = data;

  g_main_context_push_thread_default (self->context);
  if (start_process (self)) {
    work (self);
    end_process (self);
  }
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

PlacardDecoding *
placard_decoding_new (PlacardSpool *spool, const PlacardImageLimits *limits, GSource *changed)
{
  return placard_decoding_new_as (spool, limits, PLACARD_MEDIA_UNKNOWN, changed);
}

PlacardDecoding *
placard_decoding_new_as (PlacardSpool *spool,
                         const PlacardImageLimits *limits,
                         PlacardMediaType format,
                         GSource *changed)
{
  PlacardDecoding *self = g_new0 (PlacardDecoding, 1);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_atomic_ref_count_init (&self->references);
  self->spool = g_object_ref (spool);
  self->limits = *limits;
  self->format = format;
  self->context = g_main_context_new ();
  self->changed = g_source_ref (changed);
  self->orientation = 1;
  g_mutex_init (&self->lock);
  placard_decoder_dialogue_init (&self->dialogue, PLACARD_MEDIA_UNKNOWN, limits->max_pixels);

  thread = g_thread_try_new ("decoding", run, decoding_ref (self), &error);
  if (thread) {
    g_thread_unref (thread);
  } else {
    fail (self, g_error_new (PLACARD_ERROR, PLACARD_ERROR_DECODER,
                             _ ("The decoder could not be started: %s"), error->message));
    placard_decoding_unref (self);
  }
  return self;
}

void
placard_decoding_cancel (PlacardDecoding *self)
{
  fail_cancelled (self);
  g_mutex_lock (&self->lock);
  if (self->process && self->error)
    placard_decoder_process_kill (self->process);
  g_mutex_unlock (&self->lock);
  g_main_context_wakeup (self->context);
}

void
placard_decoding_take_changes (PlacardDecoding *self, PlacardDecodingChanges *changes)
{
  g_mutex_lock (&self->lock);
  *changes = self->changes;
  self->changes = (PlacardDecodingChanges){0};
  g_mutex_unlock (&self->lock);
}

PlacardImageState
placard_decoding_get_state (PlacardDecoding *self)
{
  PlacardImageState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

PlacardMediaType
placard_decoding_get_media_type (PlacardDecoding *self)
{
  PlacardMediaType type;

  g_mutex_lock (&self->lock);
  type = self->media_type;
  g_mutex_unlock (&self->lock);
  return type;
}

guint
placard_decoding_get_n_levels (PlacardDecoding *self)
{
  guint n_levels;

  g_mutex_lock (&self->lock);
  n_levels = self->layout.n_levels;
  g_mutex_unlock (&self->lock);
  return n_levels;
}

gboolean
placard_decoding_get_level (PlacardDecoding *self, guint index, PlacardImageLevel *level)
{
  const PlacardLevelLayout *layout;
  gboolean found;

  g_mutex_lock (&self->lock);
  found = index < self->layout.n_levels;
  layout = &self->layout.levels[found ? index : 0];
  if (found)
    *level = (PlacardImageLevel){
        .width = layout->width,
        .height = layout->height,
        .stride = layout->stride,
        .has_alpha = self->layout.channels == PLACARD_CHANNELS_RGBA,
        .pixels = g_bytes_new_from_bytes (self->memory, layout->offset,
                                          layout->stride * (gsize) layout->height),
    };
  g_mutex_unlock (&self->lock);
  return found;
}

int
placard_decoding_get_rows (PlacardDecoding *self)
{
  int rows;

  g_mutex_lock (&self->lock);
  rows = self->rows;
  g_mutex_unlock (&self->lock);
  return rows;
}

int
placard_decoding_get_orientation (PlacardDecoding *self)
{
  int orientation;

  g_mutex_lock (&self->lock);
  orientation = self->orientation;
  g_mutex_unlock (&self->lock);
  return orientation;
}

GError *
placard_decoding_dup_error (PlacardDecoding *self)
{
  GError *error;

  g_mutex_lock (&self->lock);
  error = self->error ? g_error_copy (self->error) : NULL;
  g_mutex_unlock (&self->lock);
  return error;
}

static const char *
describe_sandbox (PlacardSandbox sandbox)
{
  switch (sandbox) {
  case PLACARD_SANDBOX_UNKNOWN:
    return NULL;
  case PLACARD_SANDBOX_PLAIN:
    return _ ("locked in: no files, no network, no programs");
  case PLACARD_SANDBOX_FONTS:
    return _ ("locked in: fonts, no other files, no network, no programs");
  case PLACARD_SANDBOX_LIMITS:
    return _ ("within limits of memory and time; the system’s decoders lock themselves in");
  }
  return NULL;
}

static const char *
describe_colour (PlacardColour colour)
{
  switch (colour) {
  case PLACARD_COLOUR_UNKNOWN:
    return NULL;
  case PLACARD_COLOUR_GREY:
    return _ ("grey");
  case PLACARD_COLOUR_GREY_ALPHA:
    return _ ("grey with transparency");
  case PLACARD_COLOUR_RGB:
    return _ ("colour");
  case PLACARD_COLOUR_RGB_ALPHA:
    return _ ("colour with transparency");
  case PLACARD_COLOUR_PALETTE:
    return _ ("palette");
  case PLACARD_COLOUR_CMYK:
    /* Translators: the four inks of print. */
    return _ ("CMYK");
  }
  return NULL;
}

PlacardImageDescription *
placard_decoding_dup_description (PlacardDecoding *self)
{
  PlacardImageDescription *copy;
  PlacardDescriptionMessage said;

  g_mutex_lock (&self->lock);
  said = self->description;
  g_mutex_unlock (&self->lock);
  if (said.kind != PLACARD_MESSAGE_DESCRIPTION)
    return NULL;
  copy = g_new0 (PlacardImageDescription, 1);
  copy->sandbox = describe_sandbox ((PlacardSandbox) said.sandbox);
  copy->colour = describe_colour ((PlacardColour) said.colour);
  copy->depth = said.depth;
  copy->has_profile = said.has_profile != 0;
  copy->has_location = said.has_location != 0;
  copy->profile = placard_decoder_dialogue_make_text (said.profile, sizeof said.profile);
  copy->camera = placard_decoder_dialogue_make_text (said.camera, sizeof said.camera);
  copy->taken = placard_decoder_dialogue_make_text (said.taken, sizeof said.taken);
  return copy;
}
