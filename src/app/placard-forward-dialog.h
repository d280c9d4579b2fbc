/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FORWARD_DIALOG (placard_forward_dialog_get_type ())
/* Asks where an answer is to be forwarded to and how, and keeps that as a target when it is given a name.
 * Sends nothing: emits "forward" (PlacardRequest) with the request that does, and "kept" (char *message) after
 * a target was kept; then closes. */
G_DECLARE_FINAL_TYPE (
    PlacardForwardDialog, placard_forward_dialog, PLACARD, FORWARD_DIALOG, AdwWindow)

/* @source: finished */
PlacardForwardDialog *placard_forward_dialog_new (GtkWindow *parent, PlacardExchange *source);

G_END_DECLS
