/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-image.h"

G_BEGIN_DECLS

/* One level of a picture as horizontal strips of textures. A strip is a view into the decoder's memory,
 * not a copy of it, except when the picture is enlarged: GTK 4.8 cannot draw without smoothing, so the
 * pixels are then multiplied here. A strip is made when it is drawn first and again after damage. */
typedef struct _PlacardStrips PlacardStrips;

/* @factor: at least 1: how many device pixels each pixel's side becomes. %NULL before the size is known.
 * (transfer full) (nullable) */
PlacardStrips *placard_strips_new (PlacardImage *image, guint level, int factor);
void placard_strips_free (PlacardStrips *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardStrips, placard_strips_free)

guint placard_strips_get_level (PlacardStrips *self);
int placard_strips_get_factor (PlacardStrips *self);

/* Rows of level 0 changed. */
void placard_strips_damage (PlacardStrips *self, int y, int height);

/**
 * placard_strips_snapshot:
 * @bounds: where the whole picture goes, in logical pixels
 * @rows: how many rows of level 0 there are from the top: the rest is left alone
 */
void placard_strips_snapshot (PlacardStrips *self,
                              GtkSnapshot *snapshot,
                              const graphene_rect_t *bounds,
                              int rows);

/* Multiplies the pixels of @height rows by @factor in both directions. Pure. (transfer full) */
GBytes *placard_strips_enlarge (
    const guint8 *pixels, int width, int height, gsize stride, int bytes_per_pixel, int factor);

G_END_DECLS
