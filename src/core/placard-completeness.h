/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_COMPLETENESS_UNKNOWN,    /* bytes may still come, or the format cannot tell */
  PLACARD_COMPLETENESS_COMPLETE,   /* the format's own end was seen */
  PLACARD_COMPLETENESS_INCOMPLETE, /* ends early */
  PLACARD_COMPLETENESS_BROKEN,     /* structure or checksum is wrong */
} PlacardCompleteness;

/* Reads the container of a picture, never its pixels, in any slicing of the stream: the verdict
 * depends on the bytes alone. One table of rules: RELIABILITY, "Truncation". */
typedef struct _PlacardCompletenessScanner PlacardCompletenessScanner;

PlacardCompletenessScanner *placard_completeness_scanner_new (PlacardMediaType type);
void placard_completeness_scanner_free (PlacardCompletenessScanner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCompletenessScanner, placard_completeness_scanner_free)

/* Where the bytes can be read again at the end; borrowed. TIFF keeps its directories anywhere:
 * without a descriptor at most 16 MiB are held in memory, and a longer file stays unknown. */
void placard_completeness_scanner_set_fd (PlacardCompletenessScanner *self, int fd);

void placard_completeness_scanner_feed (PlacardCompletenessScanner *self,
                                        const guint8 *bytes,
                                        gsize n_bytes);
/* Call once after the last byte. */
PlacardCompleteness placard_completeness_scanner_end (PlacardCompletenessScanner *self);
/* Pixels, 0 while unknown: TIFF's are known only at the end. */
void
placard_completeness_scanner_get_size (PlacardCompletenessScanner *self, int *width, int *height);

G_END_DECLS
