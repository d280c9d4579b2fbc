/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pixels that Placard shares: level 0 is what the loader writes, the others are halved from it. */
#pragma once

#include "placard-protocol.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

typedef enum {
  PICTURE_ADOPT_CLEAN, /* rows will be written where @pixbuf has them; none was written yet */
  PICTURE_ADOPT,       /* the same, but what is there already counts */
  PICTURE_COPY,        /* rows are taken out of the pixbuf when they are announced */
} PictureMode;

typedef struct _Picture Picture;

Picture *picture_new (guint64 max_pixels);
gboolean picture_has_begun (Picture *self);
/* Tells the size to Placard and takes the memory that it gives. Fails the process when it is too large.
 * With an adopting mode, @pixbuf must keep its buffer until the process ends. */
void picture_begin (Picture *self, GdkPixbuf *pixbuf, PictureMode mode, int orientation);
/* Rows of @pixbuf, the one of picture_begin() or with PICTURE_COPY one like it, changed. */
void picture_damage (Picture *self, GdkPixbuf *pixbuf, int y, int height);
/* Announces what changed; when it is not yet time for that, only with @now. */
void picture_flush (Picture *self, gboolean now);
/* Milliseconds until picture_flush() has something to do; -1: never. */
int picture_get_timeout (Picture *self);
/* Rows from the top, without a gap, and all. */
int picture_get_rows (Picture *self);
gboolean picture_is_whole (Picture *self);
int picture_get_width (Picture *self);
int picture_get_height (Picture *self);
