/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SAVER (placard_saver_get_type ())
/* Saves for one window, also while the bytes still come, and says how it went: in a toast, in a dialog that
 * lets another place be chosen, or, when the window is gone, in a notification. */
G_DECLARE_FINAL_TYPE (PlacardSaver, placard_saver, PLACARD, SAVER, GObject)

/* @toasts: within the window that dialogs belong to; not referenced */
PlacardSaver *placard_saver_new (AdwToastOverlay *toasts);

/* Under the suggested name in the folder that was saved to last; nothing is overwritten. Bytes that were cut
 * are saved only after a question. */
void placard_saver_save (PlacardSaver *self, PlacardExchange *exchange);
/* The same without a question and under @name. */
void placard_saver_save_under (PlacardSaver *self, PlacardExchange *exchange, const char *name);
/* Where the person chooses. */
void placard_saver_save_as (PlacardSaver *self, PlacardExchange *exchange);
/* Bytes that were made of those of @exchange: whole, sealed, given away. */
void placard_saver_save_copy (PlacardSaver *self,
                              PlacardExchange *exchange,
                              PlacardSpool *spool,
                              const char *name);

/* Between these @exchange counts as being saved: what becomes of it shows only at its end. */
void placard_saver_expect (PlacardSaver *self, PlacardExchange *exchange);
void placard_saver_stop_expecting (PlacardSaver *self, PlacardExchange *exchange);
/* Whether a save of @exchange is under way. */
gboolean placard_saver_is_saving (PlacardSaver *self, PlacardExchange *exchange);

/* Fires when nothing is wanted of this saver any more. (transfer none) */
GCancellable *placard_saver_get_cancellable (PlacardSaver *self);
/* Why something could not be made that was to be saved. */
void placard_saver_tell_error (PlacardSaver *self, const GError *error);

/* The window is going. @keepalive: what is under way ends in the background; else it is stopped. */
void placard_saver_close (PlacardSaver *self, gboolean keepalive);

G_END_DECLS
