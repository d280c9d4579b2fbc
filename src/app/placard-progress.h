/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_PROGRESS (placard_progress_get_type ())
/* How far an exchange is, as properties for the views: looked at a few times a second while it runs, and
 * not at all when it does not.
 *
 * Properties, all but the first read-only: "exchange"; "busy": something can be stopped; "fraction": 0 to
 * 1 by bytes on the wire, -1 while the length is unknown; "text": what goes on, in words, NULL when
 * nothing does. Signal: "changed": the exchange or its image did, in any way. */
G_DECLARE_FINAL_TYPE (PlacardProgress, placard_progress, PLACARD, PROGRESS, GObject)

PlacardProgress *placard_progress_new (void);

/* @exchange: (nullable) */
void placard_progress_set_exchange (PlacardProgress *self, PlacardExchange *exchange);
gboolean placard_progress_get_busy (PlacardProgress *self);
/* Whether something ended so short a time ago that a click on Stop may have been under way. */
gboolean placard_progress_has_just_ended (PlacardProgress *self);
double placard_progress_get_fraction (PlacardProgress *self);
const char *placard_progress_get_text (PlacardProgress *self);

/**
 * placard_progress_compute_fraction:
 * @expected: bytes on the wire as announced, -1 when they were not
 *
 * -1 when unknown; never 1 while bytes are missing, never more than 1. Pure.
 */
double placard_progress_compute_fraction (goffset received, goffset expected);

/* A progress bar that follows @self: hidden while nothing goes on, pulsing while the length is unknown.
 * Says its value and text to assistive technology. */
void placard_progress_bind_bar (PlacardProgress *self, GtkProgressBar *bar);

G_END_DECLS
