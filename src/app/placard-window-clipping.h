/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-window-private.h"

G_BEGIN_DECLS

/* Copying what is on the screen, and dragging it out. For the window's own files. */
void placard_window_add_clipping_actions (PlacardWindow *self);
/* The picture can be dragged out of the window. */
void placard_window_add_drag_source (PlacardWindow *self);

G_END_DECLS
