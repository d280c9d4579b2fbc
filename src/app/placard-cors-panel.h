/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"
#include "placard-session.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_CORS_PANEL (placard_cors_panel_get_type ())
/* "Would a browser get this?": what a browser would do with the request if a page of some origin made it, the
 * real preflight, and the verdict on an answer that was asked for as such a page. */
G_DECLARE_FINAL_TYPE (PlacardCorsPanel, placard_cors_panel, PLACARD, CORS_PANEL, GtkBox)

/**
 * placard_cors_panel_show:
 * @request: as it would be sent now; is kept, and not changed
 * @exchange: (nullable)
 */
void placard_cors_panel_show (PlacardCorsPanel *self,
                              PlacardSession *session,
                              PlacardRequest *request,
                              PlacardExchange *exchange);

/* Where to type first. */
void placard_cors_panel_focus (PlacardCorsPanel *self);

G_END_DECLS
