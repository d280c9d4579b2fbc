/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

#include <string.h>

/* ITU-T T.81, annex B: whole when EOI comes after a scan. Whether every row is there only the
 * decoder can tell; an EOI inside of an embedded thumbnail is skipped with its segment. */

enum { SEEN_FRAME = 1, SEEN_SCAN = 2, IN_SCAN = 4 };

#define SOI 0xd8
#define EOI 0xd9
#define SOS 0xda

static gsize marker_stream (Scan *self, const guint8 *bytes, gsize n_bytes);

static gboolean
is_frame (guint32 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void
frame_step (Scan *self, const guint8 *bytes)
{
  scan_set_size (self, scan_be16 (bytes + 3), scan_be16 (bytes + 1));
  self->flags |= SEEN_FRAME;
  scan_skip (self, self->left - 5);
  self->stream = marker_stream;
}

static void
segment_step (Scan *self, const guint8 *bytes)
{
  guint32 length = scan_be16 (bytes);

  if (length < 2 || (self->kind == SOS && !(self->flags & SEEN_FRAME)) ||
      (is_frame (self->kind) && length < 8)) {
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
    return;
  }
  self->left = length - 2;
  if (is_frame (self->kind) && !(self->flags & SEEN_FRAME)) {
    scan_want (self, 5, frame_step);
    return;
  }
  if (self->kind == SOS)
    self->flags |= SEEN_SCAN | IN_SCAN;
  scan_skip (self, self->left);
  self->stream = marker_stream;
}

/* The byte after 0xff. */
static void
take_marker (Scan *self, guint32 marker)
{
  gboolean stands_alone = marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= SOI);

  if (marker == 0xff)
    return; /* fill byte: the next one is the marker */
  self->kind = marker;
  self->count = 0;
  if (stands_alone)
    return;
  self->flags &= ~(guint32) IN_SCAN;
  if (marker == EOI) {
    scan_stop (self, self->flags & SEEN_SCAN ? PLACARD_COMPLETENESS_COMPLETE
                                             : PLACARD_COMPLETENESS_BROKEN);
    return;
  }
  self->stream = NULL;
  scan_want (self, 2, segment_step);
}

/* `count` is 1 after an 0xff. Entropy-coded data is passed over in one search. */
static gsize
marker_stream (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  const guint8 *found;

  if (self->count) {
    take_marker (self, bytes[0]);
    return 1;
  }
  found = memchr (bytes, 0xff, n_bytes);
  if (!found)
    return n_bytes;
  self->count = 1;
  return found - bytes + 1;
}

void
scan_jpeg_start (Scan *self)
{
  self->stream = marker_stream;
}
