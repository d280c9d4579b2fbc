/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

/* GIF89a: whole when the trailer comes where a block may begin. */

static void block_step (Scan *self, const guint8 *bytes);

static guint64
color_table_size (guint8 packed)
{
  return packed & 0x80 ? 3ull << ((packed & 7) + 1) : 0;
}

static void
sub_block_step (Scan *self, const guint8 *bytes)
{
  scan_skip (self, bytes[0]);
  scan_want (self, 1, bytes[0] ? sub_block_step : block_step);
}

static void
image_step (Scan *self, const guint8 *bytes)
{
  /* The table, then one byte of code size. */
  self->count++;
  scan_skip (self, color_table_size (bytes[8]) + 1);
  scan_want (self, 1, sub_block_step);
}

static void
block_step (Scan *self, const guint8 *bytes)
{
  switch (bytes[0]) {
  case 0x00: /* padding, which every reader passes over */
    break;
  case 0x21:
    scan_skip (self, 1);
    scan_want (self, 1, sub_block_step);
    break;
  case 0x2c:
    scan_want (self, 9, image_step);
    break;
  case 0x3b:
    scan_stop (self, self->count ? PLACARD_COMPLETENESS_COMPLETE : PLACARD_COMPLETENESS_BROKEN);
    break;
  default:
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
    break;
  }
}

static void
screen_step (Scan *self, const guint8 *bytes)
{
  scan_set_size (self, scan_le16 (bytes + 6), scan_le16 (bytes + 8));
  scan_skip (self, color_table_size (bytes[10]));
  scan_want (self, 1, block_step);
}

void
scan_gif_start (Scan *self)
{
  scan_want (self, 13, screen_step);
}
