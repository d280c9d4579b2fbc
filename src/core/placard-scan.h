/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-completeness.h"

/* Inside of the completeness scanner: one file for each container. A format asks for a number of
 * bytes, gets them in one piece at its step, and says what it wants next; skipped bytes are only
 * counted. So nothing can depend on how the stream was cut, and no more than MAX_WANT bytes are
 * kept. */

G_BEGIN_DECLS

typedef PlacardCompletenessScanner Scan;
typedef void (*ScanStep) (Scan *self, const guint8 *bytes);
/* Takes what is there, returns how much of it was taken; 0 ends the stream mode. */
typedef gsize (*ScanStream) (Scan *self, const guint8 *bytes, gsize n_bytes);
typedef PlacardCompleteness (*ScanEnd) (Scan *self);

#define SCAN_MAX_WANT (4 * 1024 * 1024)

struct _PlacardCompletenessScanner {
  PlacardMediaType type;
  int width;
  int height;
  int fd; /* -1, or where the bytes can be read again; borrowed */

  guint64 total; /* bytes fed */
  guint64 skip;
  gsize want;
  ScanStep step;
  ScanStream stream;
  ScanEnd end;
  GByteArray *pending;

  PlacardCompleteness found; /* unknown while there is more to look at */

  /* The format's own notes. */
  guint64 needed; /* bytes in all */
  guint64 left;
  guint32 kind;
  guint32 crc;
  guint32 count;
  guint32 flags;
  char quote;
  GByteArray *kept;
};

void scan_want (Scan *self, gsize n_bytes, ScanStep step);
void scan_skip (Scan *self, guint64 n_bytes);
/* No byte after this one matters. */
void scan_stop (Scan *self, PlacardCompleteness found);

void scan_png_start (Scan *self);
void scan_jpeg_start (Scan *self);
void scan_gif_start (Scan *self);
void scan_webp_start (Scan *self);
void scan_avif_start (Scan *self);
void scan_bmp_start (Scan *self);
void scan_ico_start (Scan *self);
void scan_pnm_start (Scan *self);
void scan_tiff_start (Scan *self);
void scan_svg_start (Scan *self);

/* The end rule of formats that say how long they are: enough bytes or not. */
PlacardCompleteness scan_end_by_length (Scan *self);
/* Keeps a size only if it fits an int. */
void scan_set_size (Scan *self, guint64 width, guint64 height);

static inline guint32
scan_be16 (const guint8 *p)
{
  return (guint32) p[0] << 8 | p[1];
}

static inline guint32
scan_be32 (const guint8 *p)
{
  return scan_be16 (p) << 16 | scan_be16 (p + 2);
}

static inline guint32
scan_le16 (const guint8 *p)
{
  return (guint32) p[1] << 8 | p[0];
}

static inline guint32
scan_le32 (const guint8 *p)
{
  return scan_le16 (p + 2) << 16 | scan_le16 (p);
}

G_END_DECLS
