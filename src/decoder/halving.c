/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "halving.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>

/* Three sums of pixels side by side, out of the 12 bytes in the low halves of two rows' sums. */
static inline __m128i
average_pair (__m128i upper, __m128i lower)
{
  const __m128i zero = _mm_setzero_si128 ();
  __m128i sums = _mm_add_epi16 (_mm_unpacklo_epi8 (upper, zero), _mm_unpacklo_epi8 (lower, zero));

  sums = _mm_add_epi16 (sums, _mm_srli_si128 (sums, 6));
  return _mm_srli_epi16 (_mm_add_epi16 (sums, _mm_set1_epi16 (2)), 2);
}

/* Two pixels at a time, as many as leave the room that whole registers read and write too much; returns
 * how many. Every machine of the architecture has SSE2. */
static int
halve_rgb_fast (uint8_t *to, const uint8_t *upper, const uint8_t *lower, int n_pairs)
{
  int done = 0;

  for (; done + 4 < n_pairs; done += 2, to += 6, upper += 12, lower += 12) {
    __m128i a = _mm_loadu_si128 ((const __m128i *) (const void *) upper);
    __m128i b = _mm_loadu_si128 ((const __m128i *) (const void *) lower);
    __m128i pixels = _mm_packus_epi16 (average_pair (a, b),
                                       average_pair (_mm_srli_si128 (a, 6), _mm_srli_si128 (b, 6)));
    int first = _mm_cvtsi128_si32 (pixels), second = _mm_cvtsi128_si32 (_mm_srli_si128 (pixels, 8));

    memcpy (to, &first, sizeof first);
    memcpy (to + 3, &second, sizeof second);
  }
  return done;
}
#else
static int
halve_rgb_fast (uint8_t *to, const uint8_t *upper, const uint8_t *lower, int n_pairs)
{
  return 0;
}
#endif

static void
halve_rgb (uint8_t *restrict to,
           const uint8_t *restrict upper,
           const uint8_t *restrict lower,
           int n_pairs)
{
  int done = halve_rgb_fast (to, upper, lower, n_pairs);

  to += 3 * done;
  upper += 6 * done;
  lower += 6 * done;
  for (int i = done; i < n_pairs; i++, to += 3, upper += 6, lower += 6) {
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
