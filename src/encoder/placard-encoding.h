/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-image.h"
#include "placard-spool.h"

G_BEGIN_DECLS

/* Makes a file of another format of a decoded picture (SPEC SV6). */

typedef enum {
  PLACARD_ENCODING_PNG,
  PLACARD_ENCODING_JPEG,
} PlacardEncodingFormat;

#define PLACARD_ENCODING_QUALITY 90

/**
 * placard_encoding_async:
 * @level: of a picture that is whole; its pixels are referenced
 * @orientation: 1 to 8, see placard_image_get_orientation(): the file has the rows as the eye sees them
 * @quality: 1 to 100, of JPEG
 * @directory: (nullable): see placard_spool_new()
 *
 * Encodes in a thread. What is transparent becomes white in a JPEG.
 */
void placard_encoding_async (const PlacardImageLevel *level,
                             int orientation,
                             PlacardEncodingFormat format,
                             int quality,
                             const char *directory,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* A whole, sealed spool. Fails with %PLACARD_ERROR_CANCELLED, %PLACARD_ERROR_PICTURE_TOO_LARGE for the
 * format, or %PLACARD_ERROR_SAVE*. (transfer full) */
PlacardSpool *placard_encoding_finish (GAsyncResult *result, GError **error);

/* ".png" */
const char *placard_encoding_format_to_extension (PlacardEncodingFormat format);

G_END_DECLS
