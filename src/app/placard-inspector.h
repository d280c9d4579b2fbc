/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-cors-panel.h"
#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_INSPECTOR (placard_inspector_get_type ())
/* Everything that is known about an exchange, to be read and copied. Changes nothing. */
G_DECLARE_FINAL_TYPE (PlacardInspector, placard_inspector, PLACARD, INSPECTOR, AdwBin)

PlacardInspector *placard_inspector_new (void);

/* Shows what is known now; call it again when more is. @exchange: (nullable) */
void placard_inspector_show (PlacardInspector *self, PlacardExchange *exchange);

/* Scrolls to a place: "answer", "body", "redirects", "certificate", "timeline", "cookies", "request" or
 * "headers". One that has nothing in it is passed over. */
void placard_inspector_show_place (PlacardInspector *self, const char *place);

/* Its part "Would a browser get this?". */
PlacardCorsPanel *placard_inspector_get_cors_panel (PlacardInspector *self);

G_END_DECLS
