/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a picture goes. Pure functions; every number is in device pixels. */
typedef struct {
  int x, y, width, height; /* of the picture */
  int factor;              /* whole-number enlargement, 1 for pixel by pixel; 0 when scaled down */
  int margin;              /* white around it, within the view; 0 for a picture without a card */
} PlacardPlacement;

/**
 * placard_geometry_place:
 * @card: whether the picture must have a white margin
 *
 * Fits a picture of @width x @height into a view: scaled down when it is larger, else enlarged by the
 * greatest whole number that leaves room for the margin of a card.
 */
PlacardPlacement
placard_geometry_place (int width, int height, int view_width, int view_height, gboolean card);

/* Whether a picture of that orientation (EXIF, 1 to 8) lies on its side: width and height swap. */
gboolean placard_geometry_is_turned (int orientation);

/* Whether a picture is small for the view: fits at twice its size or more. Those are codes, icons and
 * thumbnails: they go on a card. */
gboolean placard_geometry_is_small (int width, int height, int view_width, int view_height);

/* The coarsest level of a picture that still has a pixel for every device pixel of @placement. */
guint placard_geometry_choose_level (const PlacardPlacement *placement,
                                     int width,
                                     int height,
                                     guint n_levels);

/* How many whole rows of @level are there when @rows of level 0 are. */
int placard_geometry_level_rows (int rows, int height, int level_height, guint level);

G_END_DECLS
