/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-window-private.h"

G_BEGIN_DECLS

/* How a window looks at what came: as something else, one of several, in a window of its own, part by part
 * in the inspector. For the window's own files. */

/* Adds the actions of this file. */
void placard_window_add_view_actions (PlacardWindow *self);
/* Whether it is one of them: then placard_window_update_view_actions() decides about it. */
gboolean placard_window_is_view_action (const char *name);
/* What can be done now, after placard_window_update_actions() has decided about the rest. */
void placard_window_update_view_actions (PlacardWindow *self);

G_END_DECLS
