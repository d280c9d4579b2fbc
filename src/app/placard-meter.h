/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLACARD_METER_SAMPLES 32

/* How fast bytes come: over the last few seconds, so that a stall shows within them. A plain value. */
typedef struct {
  gint64 times[PLACARD_METER_SAMPLES]; /* microseconds */
  goffset bytes[PLACARD_METER_SAMPLES];
  guint first;
  guint n_samples;
} PlacardMeter;

void placard_meter_reset (PlacardMeter *self);
/* @now: microseconds of any monotonic clock. */
void placard_meter_add (PlacardMeter *self, gint64 now, goffset bytes);
/* Bytes a second; negative before half a second has been seen. */
double placard_meter_get_rate (const PlacardMeter *self, gint64 now);

G_END_DECLS
