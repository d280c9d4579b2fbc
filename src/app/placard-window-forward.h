/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-window-private.h"

G_BEGIN_DECLS

/* Sending on what is on the screen. For the window's own files. */
void placard_window_add_forward_actions (PlacardWindow *self);
/* Adds the kept targets to the menu @save_menu, whenever the menu of @button opens. */
void placard_window_list_targets (PlacardWindow *self, GMenu *save_menu, AdwSplitButton *button);

G_END_DECLS
