/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

#include "placard-crc.h"

#include <string.h>

/* PNG, third edition, section 5: whole when IEND was seen with its CRC. The CRCs of the critical
 * chunks are checked too; an ancillary chunk harms nobody. */

#define CHUNK(a, b, c, d) ((guint32) (a) << 24 | (b) << 16 | (c) << 8 | (d))
#define IHDR CHUNK ('I', 'H', 'D', 'R')
#define IDAT CHUNK ('I', 'D', 'A', 'T')
#define IEND CHUNK ('I', 'E', 'N', 'D')

enum { SEEN_HEADER = 1, SEEN_DATA = 2 };

static void chunk_step (Scan *self, const guint8 *bytes);

static void
crc_step (Scan *self, const guint8 *bytes)
{
  gboolean critical = !(self->kind >> 24 & 0x20);

  if (critical && scan_be32 (bytes) != self->crc)
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
  else if (self->kind == IEND)
    scan_stop (self, self->flags == (SEEN_HEADER | SEEN_DATA) ? PLACARD_COMPLETENESS_COMPLETE
                                                              : PLACARD_COMPLETENESS_BROKEN);
  else
    scan_want (self, 8, chunk_step);
}

static gsize
data_stream (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  gsize n = MIN (self->left, n_bytes);

  self->crc = placard_crc_update (self->crc, bytes, n);
  self->left -= n;
  if (self->left == 0) {
    self->stream = NULL;
    scan_want (self, 4, crc_step);
  }
  return n;
}

static void
start_data (Scan *self)
{
  if (self->left)
    self->stream = data_stream;
  else
    scan_want (self, 4, crc_step);
}

static void
header_step (Scan *self, const guint8 *bytes)
{
  guint32 width = scan_be32 (bytes), height = scan_be32 (bytes + 4);

  if (width == 0 || height == 0) {
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
    return;
  }
  scan_set_size (self, width, height);
  self->flags |= SEEN_HEADER;
  self->crc = placard_crc_update (self->crc, bytes, 8);
  self->left -= 8;
  start_data (self);
}

static void
chunk_step (Scan *self, const guint8 *bytes)
{
  self->left = scan_be32 (bytes);
  self->kind = scan_be32 (bytes + 4);
  self->crc = placard_crc_update (0, bytes + 4, 4);
  if (self->left > G_MAXINT32 || (self->kind == IHDR) == !!(self->flags & SEEN_HEADER) ||
      (self->kind == IHDR && self->left != 13)) {
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
    return;
  }
  if (self->kind == IDAT)
    self->flags |= SEEN_DATA;
  if (self->kind == IHDR) {
    scan_want (self, 8, header_step);
  } else if (self->kind >> 24 & 0x20) {
    scan_skip (self, self->left);
    scan_want (self, 4, crc_step);
  } else {
    start_data (self);
  }
}

static void
signature_step (Scan *self, const guint8 *bytes)
{
  if (memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) != 0)
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
  else
    scan_want (self, 8, chunk_step);
}

void
scan_png_start (Scan *self)
{
  scan_want (self, 8, signature_step);
}
