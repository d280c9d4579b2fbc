/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-progress.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SEND_BUTTON (placard_send_button_get_type ())
/* Send, or Stop while something runs: one button, one place, one size, one action (win.send-or-stop). Acts
 * at once by keyboard too. */
G_DECLARE_FINAL_TYPE (PlacardSendButton, placard_send_button, PLACARD, SEND_BUTTON, GtkButton)

void placard_send_button_follow (PlacardSendButton *self, PlacardProgress *progress);

G_END_DECLS
