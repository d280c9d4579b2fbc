/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What bytes are, told from the bytes alone. */
typedef enum {
  PLACARD_MEDIA_UNKNOWN, /* too few bytes to tell */
  PLACARD_MEDIA_EMPTY,   /* ended without a byte */
  PLACARD_MEDIA_PNG,
  PLACARD_MEDIA_JPEG,
  PLACARD_MEDIA_GIF,
  PLACARD_MEDIA_WEBP,
  PLACARD_MEDIA_AVIF,
  PLACARD_MEDIA_SVG,
  PLACARD_MEDIA_TIFF,
  PLACARD_MEDIA_BMP,
  PLACARD_MEDIA_PNM,
  PLACARD_MEDIA_ICO,
  PLACARD_MEDIA_JSON,
  PLACARD_MEDIA_HTML,
  PLACARD_MEDIA_XML,
  PLACARD_MEDIA_TEXT,
  PLACARD_MEDIA_PDF,
  PLACARD_MEDIA_ZIP,
  PLACARD_MEDIA_GZIP,
  PLACARD_MEDIA_MP4,
  PLACARD_MEDIA_BINARY, /* none of the above */
} PlacardMediaType;

/* Enough bytes for placard_media_type_sniff() to be sure, as the MIME Sniffing standard's 1445. */
#define PLACARD_MEDIA_SNIFF_BYTES 1445

/**
 * placard_media_type_sniff:
 * @at_end: whether these are all bytes there will ever be
 *
 * Tells the type from the first bytes (MIME Sniffing standard, sections 6 and 7, with the formats
 * it leaves out: AVIF, SVG, TIFF, PNM, JSON). %PLACARD_MEDIA_UNKNOWN asks for more bytes and is
 * never the answer when @at_end or when @n_bytes is at least %PLACARD_MEDIA_SNIFF_BYTES.
 */
PlacardMediaType placard_media_type_sniff (const guint8 *bytes, gsize n_bytes, gboolean at_end);

gboolean placard_media_type_is_image (PlacardMediaType type);
gboolean placard_media_type_is_text (PlacardMediaType type);
/* "image/png"; "application/octet-stream" for binary and unknown. */
const char *placard_media_type_to_mime (PlacardMediaType type);
/* "png", without the dot; "bin" for binary. */
const char *placard_media_type_to_extension (PlacardMediaType type);
/* "PNG", "web page", ...: translated, to be put into a sentence. */
const char *placard_media_type_to_name (PlacardMediaType type);
/* From a declared type's essence; %PLACARD_MEDIA_UNKNOWN for %NULL or one that is not in the
 * list. */
PlacardMediaType placard_media_type_from_mime (const char *essence);

G_END_DECLS
