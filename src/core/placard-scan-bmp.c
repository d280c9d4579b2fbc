/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

/* BMP: whole when the pixels that the header announces are there. ICO: when every entry's image
 * is. */

enum { COMPRESSION_NONE = 0, COMPRESSION_BITFIELDS = 3 };

typedef struct {
  guint32 offset; /* of the pixels, from the start */
  guint32 header;
  guint64 width;
  guint64 height;
  guint32 bits;
  guint32 compression;
  guint32 image_size;
} Bitmap;

static PlacardCompleteness
end_unknown (Scan *self)
{
  return PLACARD_COMPLETENESS_UNKNOWN;
}

static void
judge_bitmap (Scan *self, const Bitmap *bitmap)
{
  guint64 stride = (bitmap->width * bitmap->bits + 31) / 32 * 4;
  guint64 start = MAX (bitmap->offset, 14 + bitmap->header);

  self->step = NULL;
  if (bitmap->width == 0 || bitmap->height == 0 || bitmap->width > G_MAXINT32 ||
      bitmap->bits > 32) {
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
    return;
  }
  scan_set_size (self, bitmap->width, bitmap->height);
  if (bitmap->compression == COMPRESSION_NONE || bitmap->compression == COMPRESSION_BITFIELDS)
    self->needed = start + stride * MIN (bitmap->height, G_MAXINT32);
  else if (bitmap->image_size)
    self->needed = start + bitmap->image_size;
  else
    self->end = end_unknown; /* run lengths without a size: only the decoder can tell */
}

static void
long_header_step (Scan *self, const guint8 *bytes)
{
  gint32 height = (gint32) scan_le32 (bytes + 4);
  Bitmap bitmap = {.offset = self->count,
                   .header = self->kind,
                   .width = scan_le32 (bytes),
                   .height = (guint64) ABS ((gint64) height),
                   .bits = scan_le16 (bytes + 10)};

  if (self->kind >= 40) {
    bitmap.compression = scan_le32 (bytes + 12);
    bitmap.image_size = scan_le32 (bytes + 16);
  }
  judge_bitmap (self, &bitmap);
}

static void
core_header_step (Scan *self, const guint8 *bytes)
{
  Bitmap bitmap = {.offset = self->count,
                   .header = self->kind,
                   .width = scan_le16 (bytes),
                   .height = scan_le16 (bytes + 2),
                   .bits = scan_le16 (bytes + 6)};

  judge_bitmap (self, &bitmap);
}

static void
file_header_step (Scan *self, const guint8 *bytes)
{
  self->count = scan_le32 (bytes + 10);
  self->kind = scan_le32 (bytes + 14);
  if (self->kind == 12)
    scan_want (self, 8, core_header_step);
  else if (self->kind >= 16)
    scan_want (self, self->kind >= 40 ? 20 : 12, long_header_step);
  else
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
}

void
scan_bmp_start (Scan *self)
{
  self->end = scan_end_by_length;
  scan_want (self, 18, file_header_step);
}

static void
entries_step (Scan *self, const guint8 *bytes)
{
  self->step = NULL;
  for (guint32 i = 0; i < self->count; i++, bytes += 16) {
    int width = bytes[0] ? bytes[0] : 256, height = bytes[1] ? bytes[1] : 256;
    guint64 end = (guint64) scan_le32 (bytes + 8) + scan_le32 (bytes + 12);

    self->needed = MAX (self->needed, end);
    if (width * height > self->width * self->height)
      scan_set_size (self, width, height);
  }
}

static void
directory_step (Scan *self, const guint8 *bytes)
{
  self->count = scan_le16 (bytes + 4);
  if (self->count == 0)
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
  else
    scan_want (self, self->count * 16, entries_step);
}

void
scan_ico_start (Scan *self)
{
  self->end = scan_end_by_length;
  scan_want (self, 6, directory_step);
}
