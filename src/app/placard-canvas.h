/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-image.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_CANVAS (placard_canvas_get_type ())
/* Draws a PlacardImage, fitted: scaled down from its level of the right size, or enlarged by whole
 * device pixels. Shows rows as they come. Knows no exchange.
 *
 * Properties: "image", "presenting". */
G_DECLARE_FINAL_TYPE (PlacardCanvas, placard_canvas, PLACARD, CANVAS, GtkWidget)

PlacardImage *placard_canvas_get_image (PlacardCanvas *self);
/* @image: (nullable): the picture before it stays, dimmed, until the first row of this one is there. */
void placard_canvas_set_image (PlacardCanvas *self, PlacardImage *image);

/* Presenting: photos on black, small pictures and codes on white, to the edges of the screen. */
gboolean placard_canvas_get_presenting (PlacardCanvas *self);
void placard_canvas_set_presenting (PlacardCanvas *self, gboolean presenting);

/* Width and height of @image as it is looked at, EXIF's orientation applied; 0 before they are known. */
void placard_canvas_measure_image (PlacardImage *image, int *width, int *height);

/* The whole picture, for the clipboard; %NULL before it is whole. (transfer full) (nullable) */
GdkTexture *placard_canvas_dup_texture (PlacardCanvas *self);

G_END_DECLS
