/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-completeness.h"

/* The first byte is the way in which the rest is cut, the second the type: no slicing changes the verdict. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static PlacardCompleteness
scan (PlacardMediaType type, const guint8 *data, gsize size, guint seed, int *width, int *height)
{
  g_autoptr (PlacardCompletenessScanner) scanner = placard_completeness_scanner_new (type);
  PlacardCompleteness found;

  for (gsize at = 0; at < size;) {
    gsize wanted = seed ? 1 + seed / 65536 % 64 : size;
    gsize n = MIN (size - at, wanted);
    g_autofree guint8 *copy = g_memdup2 (data + at, n);

    seed = seed ? seed * 1103515245u + 12345u : 0;
    placard_completeness_scanner_feed (scanner, copy, n);
    at += n;
  }
  found = placard_completeness_scanner_end (scanner);
  placard_completeness_scanner_get_size (scanner, width, height);
  return found;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  int width, height, other_width, other_height;
  PlacardMediaType type;

  if (size < 2)
    return 0;
  type = PLACARD_MEDIA_PNG + data[1] % (PLACARD_MEDIA_ICO - PLACARD_MEDIA_PNG + 1);
  g_assert_cmpint (scan (type, data + 2, size - 2, 0, &width, &height), ==,
                   scan (type, data + 2, size - 2, data[0] + 1u, &other_width, &other_height));
  g_assert_true (width == other_width && height == other_height && width >= 0 && height >= 0);
  return 0;
}
