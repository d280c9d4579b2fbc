/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* Makes one row of half the width, rounded up, from two: each pixel is the average of the area it stands
 * for, colours weighted by their alpha. @channels is 3 or 4. An odd last pixel is averaged with what
 * there is; give the same row twice where there is no second one. */
void
halve_rows (uint8_t *to, const uint8_t *upper, const uint8_t *lower, int from_width, int channels);
