/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

#include <string.h>

/* RFC 9649: whole when the RIFF chunk is. */

static guint32
le24 (const guint8 *p)
{
  return scan_le16 (p) | (guint32) p[2] << 16;
}

static void
header_step (Scan *self, const guint8 *bytes)
{
  const guint8 *data = bytes + 20;

  self->needed = (guint64) scan_le32 (bytes + 4) + 8;
  if (self->needed < 20 || memcmp (bytes, "RIFF", 4) != 0) {
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
    return;
  }
  if (memcmp (bytes + 12, "VP8X", 4) == 0)
    scan_set_size (self, le24 (data + 4) + 1, le24 (data + 7) + 1);
  else if (memcmp (bytes + 12, "VP8L", 4) == 0)
    scan_set_size (self, (scan_le32 (data + 1) & 0x3fff) + 1,
                   (scan_le32 (data + 1) >> 14 & 0x3fff) + 1);
  else
    scan_set_size (self, scan_le16 (data + 6) & 0x3fff, scan_le16 (data + 8) & 0x3fff);
  self->step = NULL;
}

void
scan_webp_start (Scan *self)
{
  self->end = scan_end_by_length;
  scan_want (self, 30, header_step);
}
