/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "halving.h"

static void
halve_rgb (uint8_t *restrict to,
           const uint8_t *restrict upper,
           const uint8_t *restrict lower,
           int n_pairs)
{
  for (int i = 0; i < n_pairs; i++, to += 3, upper += 6, lower += 6) {
    to[0] = (uint8_t) ((upper[0] + upper[3] + lower[0] + lower[3] + 2) >> 2);
    to[1] = (uint8_t) ((upper[1] + upper[4] + lower[1] + lower[4] + 2) >> 2);
    to[2] = (uint8_t) ((upper[2] + upper[5] + lower[2] + lower[5] + 2) >> 2);
  }
}

/* One pixel out of four: what is transparent has no colour to give. */
static void
average_rgba (uint8_t *to, const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint8_t *d)
{
  unsigned alpha = (unsigned) a[3] + b[3] + c[3] + d[3];

  for (int i = 0; i < 3; i++) {
    if (alpha == 4 * 255)
      to[i] = (uint8_t) ((a[i] + b[i] + c[i] + d[i] + 2) >> 2);
    else if (alpha)
      to[i] = (uint8_t) (((unsigned) a[i] * a[3] + (unsigned) b[i] * b[3] + (unsigned) c[i] * c[3] +
                          (unsigned) d[i] * d[3] + alpha / 2) /
                         alpha);
    else
      to[i] = 0;
  }
  to[3] = (uint8_t) ((alpha + 2) >> 2);
}

void
halve_rows (uint8_t *to, const uint8_t *upper, const uint8_t *lower, int from_width, int channels)
{
  int n_pairs = from_width / 2;

  if (channels == 3)
    halve_rgb (to, upper, lower, n_pairs);
  else
    for (int i = 0; i < n_pairs; i++)
      average_rgba (to + 4 * i, upper + 8 * i, upper + 8 * i + 4, lower + 8 * i, lower + 8 * i + 4);

  if (from_width % 2 == 0)
    return;
  to += n_pairs * channels;
  upper += 2 * n_pairs * channels;
  lower += 2 * n_pairs * channels;
  if (channels == 4)
    average_rgba (to, upper, upper, lower, lower);
  else
    for (int i = 0; i < channels; i++)
      to[i] = (uint8_t) ((upper[i] + lower[i] + 1) >> 1);
}
