/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

/**
 * placard_clipping_new:
 * @texture: (nullable): the picture as it is looked at
 *
 * A picture for the clipboard: the bytes that came, under their true type, for those who can read them,
 * and pixels for the others. (transfer full) (nullable): %NULL when there is neither.
 */
GdkContentProvider *placard_clipping_new (PlacardExchange *exchange, GdkTexture *texture);

G_END_DECLS
