/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"
#include "placard-session.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_WINDOW (placard_window_get_type ())
/* One screen: a request and what came of it. */
G_DECLARE_FINAL_TYPE (PlacardWindow, placard_window, PLACARD, WINDOW, AdwApplicationWindow)

/* @demo_url: (nullable): the demo endpoint that the start page lists */
PlacardWindow *
placard_window_new (GtkApplication *application, PlacardSession *session, const char *demo_url);

/* Takes a request over: it is edited here from now on. The answer of the one before stays. */
void placard_window_set_request (PlacardWindow *self, PlacardRequest *request);
/* Shows an exchange, running or not; the one before is cancelled. @exchange: (nullable) */
void placard_window_set_exchange (PlacardWindow *self, PlacardExchange *exchange);
/* Sends the request as it is now; one that cannot be sent is shown at the field that is wrong. */
void placard_window_send (PlacardWindow *self);
/* Takes over what was pasted or dropped: an address or a curl command. */
void placard_window_open_text (PlacardWindow *self, const char *text);
/* Says what of a profile was not taken along to another origin. @names: (nullable) (element-type utf8) */
void placard_window_tell_left_behind (PlacardWindow *self, GPtrArray *names);

G_END_DECLS
