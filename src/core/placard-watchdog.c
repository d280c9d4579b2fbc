/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-watchdog.h"

#include "placard-error.h"

#include <glib/gi18n-lib.h>

/* All times are microseconds of the monotonic clock. One source serves all timers: it fires no later than
 * the nearest deadline and looks again then, so that a touch, a timer that is disarmed, and one that is
 * armed for later than another cost no system call: each would wake the loop that they are called in. */
struct _PlacardWatchdog {
  PlacardLimits limits;
  GSource *source;
  gint64 ready;                       /* when it fires; 0: not at all */
  gint64 deadlines[PLACARD_N_TIMERS]; /* 0: off */

  gint64 tick;       /* how often the speed is looked at */
  gint64 last_look;  /* at the speed */
  gint64 slow_since; /* the speed was last high enough then */
  guint64 n_bytes;   /* since the last look */

  PlacardWatchdogFunc func;
  gpointer user_data;
};

static gint64
limit_of (const PlacardLimits *limits, PlacardTimer timer)
{
  switch (timer) {
  case PLACARD_TIMER_CONNECT:
    return limits->connect_ms;
  case PLACARD_TIMER_FIRST_BYTE:
    return limits->first_byte_ms;
  case PLACARD_TIMER_HEADERS:
    return limits->headers_ms;
  case PLACARD_TIMER_IDLE:
    return limits->idle_ms;
  case PLACARD_TIMER_LOW_SPEED:
    return limits->low_speed_bytes > 0 ? limits->low_speed_ms : 0;
  case PLACARD_TIMER_TOTAL:
    return limits->total_ms;
  case PLACARD_N_TIMERS:
    break;
  }
  return 0;
}

static void
fire_at (PlacardWatchdog *self, gint64 time)
{
  if (self->ready > 0 && self->ready <= time)
    return;
  self->ready = time;
  g_source_set_ready_time (self->source, time);
}

/* After it fired. */
static void
schedule (PlacardWatchdog *self)
{
  self->ready = 0;
  g_source_set_ready_time (self->source, -1);
  for (guint i = 0; i < PLACARD_N_TIMERS; i++)
    if (self->deadlines[i] > 0)
      fire_at (self, self->deadlines[i]);
}

/* The speed of each tick counts for itself: one fast tick is enough to go on. */
static gboolean
is_too_slow (PlacardWatchdog *self, gint64 now)
{
  double seconds = (now - self->last_look) / (double) G_USEC_PER_SEC;

  if (self->n_bytes >= self->limits.low_speed_bytes * seconds)
    self->slow_since = now;
  self->n_bytes = 0;
  self->last_look = now;
  self->deadlines[PLACARD_TIMER_LOW_SPEED] = now + self->tick;
  return now - self->slow_since >= self->limits.low_speed_ms * 1000;
}

static gboolean
has_expired (PlacardWatchdog *self, PlacardTimer timer, gint64 now)
{
  if (self->deadlines[timer] == 0 || self->deadlines[timer] > now)
    return FALSE;
  return timer != PLACARD_TIMER_LOW_SPEED || is_too_slow (self, now);
}

static gboolean
dispatch_cb (gpointer user_data)
{
  PlacardWatchdog *self = user_data;
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < PLACARD_N_TIMERS; i++) {
    if (has_expired (self, i, now)) {
      self->deadlines[i] = 0;
      schedule (self);
      self->func (i, self->user_data);
      return G_SOURCE_CONTINUE; /* it may be freed: its source is destroyed then */
    }
  }
  schedule (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

PlacardWatchdog *
placard_watchdog_new (GMainContext *context,
                      const PlacardLimits *limits,
                      PlacardWatchdogFunc func,
                      gpointer user_data)
{
  static GSourceFuncs funcs = {.dispatch = source_dispatch};
  PlacardWatchdog *self = g_new0 (PlacardWatchdog, 1);

  self->limits = *limits;
  self->func = func;
  self->user_data = user_data;
  self->tick = CLAMP (limits->low_speed_ms * 1000 / 8, 10 * 1000, G_USEC_PER_SEC);
  self->source = g_source_new (&funcs, sizeof (GSource));
  g_source_set_name (self->source, "placard-watchdog");
  g_source_set_callback (self->source, dispatch_cb, self, NULL);
  g_source_attach (self->source, context);
  return self;
}

void
placard_watchdog_free (PlacardWatchdog *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

void
placard_watchdog_arm (PlacardWatchdog *self, PlacardTimer timer)
{
  gint64 limit = limit_of (&self->limits, timer) * 1000;
  gint64 now = g_get_monotonic_time ();

  if (limit <= 0)
    return;
  self->deadlines[timer] = now + limit;
  if (timer == PLACARD_TIMER_LOW_SPEED) {
    self->slow_since = self->last_look = now;
    self->n_bytes = 0;
    self->deadlines[timer] = now + self->tick;
  }
  fire_at (self, self->deadlines[timer]);
}

void
placard_watchdog_disarm (PlacardWatchdog *self, PlacardTimer timer)
{
  self->deadlines[timer] = 0;
}

void
placard_watchdog_touch (PlacardWatchdog *self, gsize n_bytes)
{
  self->n_bytes += n_bytes;
  if (self->deadlines[PLACARD_TIMER_IDLE] > 0)
    self->deadlines[PLACARD_TIMER_IDLE] = g_get_monotonic_time () + self->limits.idle_ms * 1000;
}

/* "1.5 seconds", "30 seconds" */
static char *
format_duration (gint64 milliseconds)
{
  if (milliseconds % 1000 == 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%d second", "%d seconds", milliseconds / 1000),
        (int) (milliseconds / 1000));
  return g_strdup_printf (_ ("%.1f seconds"), milliseconds / 1000.0);
}

GError *
placard_watchdog_describe (PlacardTimer timer, const PlacardLimits *limits, const char *host)
{
  g_autofree char *time = format_duration (limit_of (limits, timer));
  g_autofree char *speed = g_strdup_printf ("%" G_GINT64_FORMAT, limits->low_speed_bytes);

  switch (timer) {
  case PLACARD_TIMER_CONNECT:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT, _ ("No connection to %s within %s"),
                        host, time);
  case PLACARD_TIMER_FIRST_BYTE:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                        _ ("%s did not begin to answer within %s"), host, time);
  case PLACARD_TIMER_HEADERS:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                        _ ("%s did not finish the head of its answer within %s"), host, time);
  case PLACARD_TIMER_IDLE:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                        _ ("Nothing moved between here and %s for %s"), host, time);
  case PLACARD_TIMER_LOW_SPEED:
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                        _ ("%s sent less than %s bytes a second for %s"), host, speed, time);
  case PLACARD_TIMER_TOTAL:
  case PLACARD_N_TIMERS:
    break;
  }
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                      _ ("%s was not done within %s, the time allowed for all of it"), host, time);
}
