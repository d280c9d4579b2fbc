/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <string.h>

void
rows_init (Rows *self, const PlacardImageLevel *level, int orientation)
{
  gboolean swapped = orientation >= 5 && orientation <= 8;

  self->level = level;
  self->pixels = g_bytes_get_data (level->pixels, NULL);
  self->orientation = orientation;
  self->width = swapped ? level->height : level->width;
  self->height = swapped ? level->width : level->height;
  self->channels = level->has_alpha ? 4 : 3;
}

/* Where the pixel that the eye sees at (x, y) is stored (EXIF 2.32, 4.6.4, Orientation). */
static const guint8 *
find (const Rows *self, int x, int y)
{
  int right = self->level->width - 1, bottom = self->level->height - 1;
  int at_x = x, at_y = y;

  switch (self->orientation) {
  case 2:
    at_x = right - x;
    break;
  case 3:
    at_x = right - x;
    at_y = bottom - y;
    break;
  case 4:
    at_y = bottom - y;
    break;
  case 5:
    at_x = y;
    at_y = x;
    break;
  case 6:
    at_x = y;
    at_y = bottom - x;
    break;
  case 7:
    at_x = right - y;
    at_y = bottom - x;
    break;
  case 8:
    at_x = right - y;
    at_y = x;
    break;
  }
  return self->pixels + (gsize) at_y * self->level->stride + (gsize) at_x * (gsize) self->channels;
}

void
rows_read (const Rows *self, int y, guint8 *row)
{
  /* The eight are affine: one step in x is the same everywhere. */
  const guint8 *from = find (self, 0, y);
  gssize step = self->width > 1 ? find (self, 1, y) - from : 0;

  for (int x = 0; x < self->width; x++, from += step, row += self->channels)
    memcpy (row, from, (gsize) self->channels);
}

static guint8
on_white (guint8 value, guint8 alpha)
{
  return (guint8) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

void
rows_read_opaque (const Rows *self, int y, guint8 *row)
{
  const guint8 *from = find (self, 0, y);
  gssize step = self->width > 1 ? find (self, 1, y) - from : 0;

  for (int x = 0; x < self->width; x++, from += step, row += 3) {
    guint8 alpha = self->channels == 4 ? from[3] : 255;

    for (int c = 0; c < 3; c++)
      row[c] = on_white (from[c], alpha);
  }
}
