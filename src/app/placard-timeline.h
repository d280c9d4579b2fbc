/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-fetch.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_TIMELINE (placard_timeline_get_type ())
/* What took how long, one bar below the other. */
G_DECLARE_FINAL_TYPE (PlacardTimeline, placard_timeline, PLACARD, TIMELINE, GtkWidget)

/* @inner: (nullable): of a second request that the first one's answer led to; drawn behind it. */
void placard_timeline_set_timings (PlacardTimeline *self,
                                   const PlacardTimings *timings,
                                   const PlacardTimings *inner);

G_END_DECLS
