/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: the timer runs only while the exchange does. A still picture wakes nobody. */
#include "config.h"

#include "placard-progress.h"

#include "placard-format.h"
#include "placard-meter.h"

#include <glib/gi18n-lib.h>

#define LOOK_MS 80
#define PULSE_STEP 0.04
#define UNKNOWN (-1.0)
#define JUST_US (400 * 1000)
/* Smaller ones are gone before anybody could read the number. */
#define LARGE_BODY (256 * 1024)

struct _PlacardProgress {
  GObject parent_instance;

  PlacardExchange *exchange;
  PlacardImage *image; /* the exchange's; another one when the picture is inside the answer */
  PlacardMeter meter;
  guint timer;

  gboolean busy;
  gint64 ended; /* monotonic time, 0 before anything ended */
  double fraction;
  char *text;
};

enum {
  PROP_EXCHANGE = 1,
  PROP_BUSY,
  PROP_FRACTION,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum { TICKED, CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardProgress, placard_progress, G_TYPE_OBJECT)

double
placard_progress_compute_fraction (goffset received, goffset expected)
{
  if (expected <= 0)
    return UNKNOWN;
  return CLAMP ((double) received / (double) expected, 0.0, 1.0);
}

static goffset
expected_length (PlacardProgress *self)
{
  PlacardResponse *response = placard_exchange_get_response (self->exchange);

  return response ? placard_response_get_expected_length (response) : -1;
}

static char *
describe_sending (PlacardProgress *self, PlacardFetch *fetch)
{
  PlacardBody *body = placard_request_get_body (placard_fetch_get_request (fetch));
  goffset length = body ? placard_body_get_length (body) : 0;
  goffset sent = placard_fetch_get_body_sent (fetch);
  g_autofree char *amount = NULL;

  if (sent <= 0 || length < LARGE_BODY)
    return NULL;
  amount = placard_format_amount (sent, length);
  /* Translators: "Sending 1.2 of 8 MB". */
  return g_strdup_printf (_ ("Sending %s"), amount);
}

static char *
describe (PlacardProgress *self)
{
  PlacardFetch *fetch = placard_exchange_get_fetch (self->exchange);
  PlacardPhase phase = placard_exchange_get_phase (self->exchange);
  g_autofree char *host =
      placard_format_host (placard_request_get_url (placard_fetch_get_request (fetch)));
  char *text = NULL;

  if (phase == PLACARD_PHASE_SENDING)
    text = describe_sending (self, fetch);
  if (!text)
    text = placard_format_phase (phase, host);
  if (!text && phase == PLACARD_PHASE_RECEIVING)
    text =
        placard_format_receiving (placard_fetch_get_wire_received (fetch), expected_length (self),
                                  placard_meter_get_rate (&self->meter, g_get_monotonic_time ()));
  /* All bytes are here; the picture is still being unpacked. */
  return text ? text : g_strdup (_ ("Unpacking the picture"));
}

/* Of the body that goes while one goes that takes a while, then of the one that comes. */
static double
compute_fraction (PlacardProgress *self)
{
  PlacardFetch *fetch = placard_exchange_get_fetch (self->exchange);
  PlacardBody *body = placard_request_get_body (placard_fetch_get_request (fetch));
  goffset length = body ? placard_body_get_length (body) : -1;

  if (length >= LARGE_BODY && placard_exchange_get_phase (self->exchange) == PLACARD_PHASE_SENDING)
    return placard_progress_compute_fraction (placard_fetch_get_body_sent (fetch), length);
  return placard_progress_compute_fraction (placard_fetch_get_wire_received (fetch),
                                            expected_length (self));
}

static void
set_busy (PlacardProgress *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  if (!busy)
    self->ended = g_get_monotonic_time ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
set_fraction (PlacardProgress *self, double fraction)
{
  if (ABS (self->fraction - fraction) < 1e-6)
    return;
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
take_text (PlacardProgress *self, char *text)
{
  g_autofree char *old = self->text;

  self->text = text;
  if (g_strcmp0 (old, text) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
update (PlacardProgress *self)
{
  gboolean busy = self->exchange && !placard_exchange_is_finished (self->exchange) &&
                  placard_exchange_get_state (self->exchange) != PLACARD_EXCHANGE_IDLE;

  if (!busy) {
    g_clear_handle_id (&self->timer, g_source_remove);
    set_fraction (self, UNKNOWN);
    take_text (self, NULL);
    set_busy (self, FALSE);
    return;
  }
  placard_meter_add (&self->meter, g_get_monotonic_time (),
                     placard_fetch_get_wire_received (placard_exchange_get_fetch (self->exchange)));
  set_fraction (self, compute_fraction (self));
  take_text (self, describe (self));
  set_busy (self, TRUE);
}

static gboolean
look_cb (gpointer user_data)
{
  PlacardProgress *self = PLACARD_PROGRESS (user_data);
  guint timer = self->timer;

  update (self);
  if (self->timer != timer)
    return G_SOURCE_REMOVE;
  g_signal_emit (self, signals[TICKED], 0);
  return G_SOURCE_CONTINUE;
}

static void exchange_changed_cb (PlacardProgress *self);

static void
watch_image (PlacardProgress *self, PlacardImage *image)
{
  if (image == self->image)
    return;
  if (self->image)
    g_signal_handlers_disconnect_by_data (self->image, self);
  g_set_object (&self->image, image);
  if (!image)
    return;
  /* After the exchange, which derives its state from the same signals. */
  g_signal_connect_data (image, "notify::state", G_CALLBACK (exchange_changed_cb), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_data (image, "sized", G_CALLBACK (exchange_changed_cb), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
}

static void
exchange_changed_cb (PlacardProgress *self)
{
  watch_image (self, self->exchange ? placard_exchange_get_image (self->exchange) : NULL);
  update (self);
  if (self->busy && !self->timer)
    self->timer = g_timeout_add (LOOK_MS, look_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
placard_progress_set_exchange (PlacardProgress *self, PlacardExchange *exchange)
{
  g_return_if_fail (PLACARD_IS_PROGRESS (self));

  if (self->exchange == exchange)
    return;
  if (self->exchange)
    g_signal_handlers_disconnect_by_data (self->exchange, self);
  placard_meter_reset (&self->meter);
  g_set_object (&self->exchange, exchange);
  if (exchange)
    g_signal_connect_swapped (exchange, "notify", G_CALLBACK (exchange_changed_cb), self);
  exchange_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXCHANGE]);
}

gboolean
placard_progress_get_busy (PlacardProgress *self)
{
  g_return_val_if_fail (PLACARD_IS_PROGRESS (self), FALSE);

  return self->busy;
}

gboolean
placard_progress_has_just_ended (PlacardProgress *self)
{
  g_return_val_if_fail (PLACARD_IS_PROGRESS (self), FALSE);

  return !self->busy && self->ended && g_get_monotonic_time () - self->ended < JUST_US;
}

double
placard_progress_get_fraction (PlacardProgress *self)
{
  g_return_val_if_fail (PLACARD_IS_PROGRESS (self), UNKNOWN);

  return self->fraction;
}

const char *
placard_progress_get_text (PlacardProgress *self)
{
  g_return_val_if_fail (PLACARD_IS_PROGRESS (self), NULL);

  return self->text;
}

static void
bar_fraction_cb (PlacardProgress *self, GParamSpec *pspec, GtkProgressBar *bar)
{
  if (self->fraction >= 0)
    gtk_progress_bar_set_fraction (bar, self->fraction);
}

static void
bar_text_cb (PlacardProgress *self, GParamSpec *pspec, GtkProgressBar *bar)
{
  if (self->text)
    gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                    self->text, -1);
}

static void
bar_busy_cb (PlacardProgress *self, GParamSpec *pspec, GtkProgressBar *bar)
{
  if (self->busy && self->fraction < 0)
    gtk_progress_bar_set_fraction (bar, 0);
  gtk_widget_set_visible (GTK_WIDGET (bar), self->busy);
}

static void
bar_ticked_cb (PlacardProgress *self, GtkProgressBar *bar)
{
  if (self->fraction < 0)
    gtk_progress_bar_pulse (bar);
}

void
placard_progress_bind_bar (PlacardProgress *self, GtkProgressBar *bar)
{
  g_return_if_fail (PLACARD_IS_PROGRESS (self));
  g_return_if_fail (GTK_IS_PROGRESS_BAR (bar));

  gtk_progress_bar_set_pulse_step (bar, PULSE_STEP);
  g_signal_connect_object (self, "notify::fraction", G_CALLBACK (bar_fraction_cb), bar, 0);
  g_signal_connect_object (self, "notify::text", G_CALLBACK (bar_text_cb), bar, 0);
  g_signal_connect_object (self, "notify::busy", G_CALLBACK (bar_busy_cb), bar, 0);
  g_signal_connect_object (self, "ticked", G_CALLBACK (bar_ticked_cb), bar, 0);
  bar_fraction_cb (self, NULL, bar);
  bar_busy_cb (self, NULL, bar);
}

static void
placard_progress_dispose (GObject *object)
{
  PlacardProgress *self = PLACARD_PROGRESS (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->exchange)
    g_signal_handlers_disconnect_by_data (self->exchange, self);
  watch_image (self, NULL);
  g_clear_object (&self->exchange);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (placard_progress_parent_class)->dispose (object);
}

static void
placard_progress_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlacardProgress *self = PLACARD_PROGRESS (object);

  switch (id) {
  case PROP_EXCHANGE:
    g_value_set_object (value, self->exchange);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  case PROP_FRACTION:
    g_value_set_double (value, self->fraction);
    break;
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
placard_progress_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PlacardProgress *self = PLACARD_PROGRESS (object);

  switch (id) {
  case PROP_EXCHANGE:
    placard_progress_set_exchange (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
placard_progress_class_init (PlacardProgressClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = placard_progress_dispose;
  object_class->get_property = placard_progress_get_property;
  object_class->set_property = placard_progress_set_property;

  properties[PROP_EXCHANGE] =
      g_param_spec_object ("exchange", NULL, NULL, PLACARD_TYPE_EXCHANGE,
                           flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, UNKNOWN, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* Something about the exchange or its image changed: what is derived from them is to be derived anew. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /* Each look at a running exchange: for what pulses. */
  signals[TICKED] = g_signal_new ("ticked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
placard_progress_init (PlacardProgress *self)
{
  self->fraction = UNKNOWN;
}

PlacardProgress *
placard_progress_new (void)
{
  return g_object_new (PLACARD_TYPE_PROGRESS, NULL);
}
