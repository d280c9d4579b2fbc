/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-image.h"

G_BEGIN_DECLS

/* The rows of a picture as the eye sees them, one after the other. */
typedef struct {
  const PlacardImageLevel *level;
  const guint8 *pixels;
  int orientation;
  int width; /* as the eye sees it */
  int height;
  int channels; /* stored: 3 or 4 */
} Rows;

void rows_init (Rows *self, const PlacardImageLevel *level, int orientation);
/* @row: `width` times `channels` bytes */
void rows_read (const Rows *self, int y, guint8 *row);
/* The same in three channels, laid on white. */
void rows_read_opaque (const Rows *self, int y, guint8 *row);

G_END_DECLS
