/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-canvas.h"
#include "placard-exchange.h"
#include "placard-session.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_STAGE (placard_stage_get_type ())
/* The middle of the window: the page for the state that an exchange is in, and above it a banner that says
 * what the picture really is. Signal: "chosen" (PlacardRequest): send this one. */
G_DECLARE_FINAL_TYPE (PlacardStage, placard_stage, PLACARD, STAGE, GtkBox)

/* Shows what @exchange has now; call it after each change. @exchange: (nullable): the start page */
void placard_stage_show (PlacardStage *self, PlacardExchange *exchange);
/* An answer that is no picture is none the worse for it: what one forwards to answers as it likes. */
void placard_stage_set_takes_any (PlacardStage *self, gboolean takes_any);
/* The next placard_stage_show() shows the bytes of an exchange that has ended, whatever they are. */
void placard_stage_set_showing_bytes (PlacardStage *self, gboolean showing_bytes);
/* Full screen: only the picture, and what it must not be shown without. */
void placard_stage_set_presenting (PlacardStage *self, gboolean presenting);
PlacardCanvas *placard_stage_get_canvas (PlacardStage *self);
/* What came already for an item of the list that is shown. (transfer none) (nullable) */
PlacardFetch *placard_stage_get_listed_fetch (PlacardStage *self, guint index);
/* In the text that is shown. */
void placard_stage_start_search (PlacardStage *self);
/* The start page lists what the demo endpoint at @base_url offers. */
void placard_stage_set_demo (PlacardStage *self, PlacardSession *session, const char *base_url);

G_END_DECLS
