/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-exchange.h"

G_BEGIN_DECLS

/* What goes on after its window was closed (SPEC IN30), and how it is told (PI6). */

/* Between these the application runs on without a window. */
void placard_background_enter (void);
void placard_background_leave (void);

/* A notification. @file: (nullable): what a click on it shows in its folder */
void placard_background_tell (const char *title, const char *body, GFile *file);

/* Sees @exchange, which runs, to its end and tells how that was. */
void placard_background_finish (PlacardExchange *exchange);

G_END_DECLS
