/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-tones.h"

#define SAMPLES_A_SIDE 64
#define DARKEST 48
#define LIGHTEST 207
/* In hundredths of the samples. */
#define LEAST_OF_EACH 12
#define LEAST_OF_BOTH 94

gboolean
placard_tones_are_two (const PlacardImageLevel *level)
{
  const gsize pixel = level->has_alpha ? 4 : 3;
  const guint8 *data = g_bytes_get_data (level->pixels, NULL);
  const int columns = MIN (level->width, SAMPLES_A_SIDE);
  const int rows = MIN (level->height, SAMPLES_A_SIDE);
  const int n_samples = columns * rows;
  int dark = 0;
  int light = 0;

  for (int row = 0; row < rows; row++) {
    const gsize y = (gsize) ((gint64) row * level->height / rows);

    for (int column = 0; column < columns; column++) {
      const gsize x = (gsize) ((gint64) column * level->width / columns);
      const guint8 *rgb = data + y * level->stride + x * pixel;
      const guint8 highest = MAX (MAX (rgb[0], rgb[1]), rgb[2]);
      const guint8 lowest = MIN (MIN (rgb[0], rgb[1]), rgb[2]);

      if (highest <= DARKEST)
        dark++;
      else if (lowest >= LIGHTEST)
        light++;
    }
  }
  return dark * 100 >= n_samples * LEAST_OF_EACH && light * 100 >= n_samples * LEAST_OF_EACH &&
         (dark + light) * 100 >= n_samples * LEAST_OF_BOTH;
}
