/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-canvas.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_PRESENTATION (placard_presentation_get_type ())
/* The canvas, and while presenting one bar of controls over it that goes, with the pointer, after two
 * seconds without a movement. Property: "presenting". */
G_DECLARE_FINAL_TYPE (PlacardPresentation, placard_presentation, PLACARD, PRESENTATION, AdwBin)

PlacardCanvas *placard_presentation_get_canvas (PlacardPresentation *self);
gboolean placard_presentation_get_presenting (PlacardPresentation *self);
void placard_presentation_set_presenting (PlacardPresentation *self, gboolean presenting);

G_END_DECLS
