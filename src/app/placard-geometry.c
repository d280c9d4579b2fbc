/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-geometry.h"

/* A card's margin: at least this, at most a fifth of the picture's side. A QR code of version 1 without
 * a quiet zone has 21 modules, and 4 of them (ISO/IEC 18004, section 9.1) are a fifth of its side. */
#define LEAST_MARGIN 12
#define MARGIN_PARTS 5

gboolean
placard_geometry_is_turned (int orientation)
{
  return orientation >= 5 && orientation <= 8;
}

static int
fitting_factor (int width, int height, int view_width, int view_height)
{
  return MIN (view_width / width, view_height / height);
}

gboolean
placard_geometry_is_small (int width, int height, int view_width, int view_height)
{
  if (width <= 0 || height <= 0)
    return FALSE;
  return fitting_factor (width, height, view_width, view_height) >= 2;
}

static void
scale_down (PlacardPlacement *placement, int width, int height, int view_width, int view_height)
{
  double ratio = MIN ((double) view_width / width, (double) view_height / height);

  placement->factor = 0;
  placement->width = CLAMP ((int) (width * ratio + 0.5), 1, view_width);
  placement->height = CLAMP ((int) (height * ratio + 0.5), 1, view_height);
}

static void
enlarge (PlacardPlacement *placement,
         int width,
         int height,
         int view_width,
         int view_height,
         gboolean card)
{
  int factor = fitting_factor (width, height, view_width, view_height);

  if (card) {
    int with_margin = fitting_factor (width, height, view_width - 2 * LEAST_MARGIN,
                                      view_height - 2 * LEAST_MARGIN);

    /* A margin is worth one step of size, not the picture's pixels. */
    factor = MAX (with_margin, 1);
  }
  placement->factor = factor;
  placement->width = width * factor;
  placement->height = height * factor;
}

PlacardPlacement
placard_geometry_place (int width, int height, int view_width, int view_height, gboolean card)
{
  PlacardPlacement placement = {0};

  if (width <= 0 || height <= 0 || view_width <= 0 || view_height <= 0)
    return placement;
  if (width > view_width || height > view_height)
    scale_down (&placement, width, height, view_width, view_height);
  else
    enlarge (&placement, width, height, view_width, view_height, card);

  placement.x = (view_width - placement.width) / 2;
  placement.y = (view_height - placement.height) / 2;
  if (card) {
    int room = MIN (placement.x, placement.y);
    int wanted = MAX (MAX (placement.width, placement.height) / MARGIN_PARTS, LEAST_MARGIN);

    placement.margin = MIN (room, wanted);
  }
  return placement;
}

guint
placard_geometry_choose_level (const PlacardPlacement *placement,
                               int width,
                               int height,
                               guint n_levels)
{
  guint level = 0;

  if (placement->factor > 0)
    return 0;
  /* Each level is half of the one before, rounded up. */
  while (level + 1 < n_levels && (width + 1) / 2 >= placement->width &&
         (height + 1) / 2 >= placement->height) {
    width = (width + 1) / 2;
    height = (height + 1) / 2;
    level++;
  }
  return level;
}

int
placard_geometry_level_rows (int rows, int height, int level_height, guint level)
{
  if (rows >= height)
    return level_height;
  return MIN (rows >> level, level_height);
}
