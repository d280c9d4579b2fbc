/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-image.h"

G_BEGIN_DECLS

/**
 * placard_tones_are_two:
 *
 * Whether a picture is nearly all black and white, with enough of both: a code or a line drawing rather
 * than a photo. A sample of a few thousand pixels decides. Pure.
 */
gboolean placard_tones_are_two (const PlacardImageLevel *level);

G_END_DECLS
