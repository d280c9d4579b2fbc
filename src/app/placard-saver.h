/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SAVER (placard_saver_get_type ())
/* Saves the bytes of an exchange, also while they still come, and says how it went in a toast. */
G_DECLARE_FINAL_TYPE (PlacardSaver, placard_saver, PLACARD, SAVER, GObject)

/* @toasts: within the window that dialogs belong to; not referenced */
PlacardSaver *placard_saver_new (AdwToastOverlay *toasts);

/* Under the suggested name in the Downloads folder; nothing is overwritten. Bytes that were cut are saved
 * only after a question. */
void placard_saver_save (PlacardSaver *self, PlacardExchange *exchange);
/* Where the person chooses. */
void placard_saver_save_as (PlacardSaver *self, PlacardExchange *exchange);

G_END_DECLS
