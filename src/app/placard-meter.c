/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: samples are at least STEP apart, so that the ring covers STEP times its length. */
#include "placard-meter.h"

#define STEP_US (150 * 1000)
#define WINDOW_US (3 * G_USEC_PER_SEC)
#define SHORTEST_US (G_USEC_PER_SEC / 2)

void
placard_meter_reset (PlacardMeter *self)
{
  *self = (PlacardMeter){0};
}

static guint
slot (const PlacardMeter *self, guint index)
{
  return (self->first + index) % PLACARD_METER_SAMPLES;
}

void
placard_meter_add (PlacardMeter *self, gint64 now, goffset bytes)
{
  if (self->n_samples > 1 && now - self->times[slot (self, self->n_samples - 2)] < STEP_US) {
    /* The newest sample is still open: the one before it is too close for another. */
    self->times[slot (self, self->n_samples - 1)] = now;
    self->bytes[slot (self, self->n_samples - 1)] = bytes;
    return;
  }
  if (self->n_samples == PLACARD_METER_SAMPLES) {
    self->first = slot (self, 1);
    self->n_samples--;
  }
  self->times[slot (self, self->n_samples)] = now;
  self->bytes[slot (self, self->n_samples)] = bytes;
  self->n_samples++;
}

double
placard_meter_get_rate (const PlacardMeter *self, gint64 now)
{
  guint oldest = 0;
  guint newest = self->n_samples - 1;

  if (self->n_samples == 0 || now - self->times[slot (self, 0)] < SHORTEST_US)
    return -1;
  while (oldest < newest && now - self->times[slot (self, oldest + 1)] >= WINDOW_US)
    oldest++;
  /* Up to now, not up to the newest sample: a stall has to lower it. */
  return (double) (self->bytes[slot (self, newest)] - self->bytes[slot (self, oldest)]) *
         G_USEC_PER_SEC / (double) (now - self->times[slot (self, oldest)]);
}
