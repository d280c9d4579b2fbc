/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-saver.h"

G_BEGIN_DECLS

/**
 * placard_autosave_follow:
 * @exchange: just started
 *
 * Has @saver save @exchange at its end without being asked, when its request says so (SPEC SV7, CT2) and what
 * came is whole and what it says it is.
 */
void placard_autosave_follow (PlacardSaver *saver, PlacardExchange *exchange);

/* Whether the answer that @exchange has so far is to be saved by itself. Pure. */
gboolean placard_autosave_is_due (PlacardExchange *exchange);

G_END_DECLS
