/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-media-type.h"

/* What is told of a start of the bytes holds for all of them. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  gsize step = size / 40 + 1;
  PlacardMediaType whole = PLACARD_MEDIA_UNKNOWN;

  for (gsize n = 0; n <= size; n += step) {
    /* A copy of just that length, so that a look beyond it is seen. */
    g_autofree guint8 *copy = g_memdup2 (data, n);
    PlacardMediaType early = placard_media_type_sniff (copy, n, FALSE);

    g_assert_true (whole == PLACARD_MEDIA_UNKNOWN || early == whole);
    g_assert_true (early != PLACARD_MEDIA_UNKNOWN || n < PLACARD_MEDIA_SNIFF_BYTES);
    g_assert_cmpint (placard_media_type_sniff (copy, n, TRUE), !=, PLACARD_MEDIA_UNKNOWN);
    whole = early;
  }
  return 0;
}
