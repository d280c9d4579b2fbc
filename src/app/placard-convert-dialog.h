/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_CONVERT_DIALOG (placard_convert_dialog_get_type ())
/* Asks for the format of a converted copy. Emits "convert" (PlacardEncodingFormat as int, int quality) and
 * closes. */
G_DECLARE_FINAL_TYPE (
    PlacardConvertDialog, placard_convert_dialog, PLACARD, CONVERT_DIALOG, AdwWindow)

PlacardConvertDialog *placard_convert_dialog_new (GtkWindow *parent, PlacardExchange *source);

G_END_DECLS
