/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

#include <string.h>

/* ISO/IEC 14496-12 and 23008-12: whole when every top-level box is, and every extent that `iloc`
 * names lies within the file. The size is the primary item's `ispe`, turned by its `irot`. */

#define BOX(a, b, c, d) ((guint32) (a) << 24 | (b) << 16 | (c) << 8 | (d))

enum { SEEN_PICTURE = 1, TO_THE_END = 2 };

typedef struct {
  const guint8 *at;
  const guint8 *end;
  gboolean short_read;
} Cursor;

static guint64
take (Cursor *cursor, guint n_bytes)
{
  guint64 value = 0;

  if ((gsize) (cursor->end - cursor->at) < n_bytes) {
    cursor->short_read = TRUE;
    cursor->at = cursor->end;
    return 0;
  }
  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | *cursor->at++;
  return value;
}

/* The next box within @cursor: its kind, and its payload as a cursor of its own. 0 at the end. */
static guint32
take_box (Cursor *cursor, Cursor *payload)
{
  guint64 size = take (cursor, 4), header = 8;
  guint32 kind = (guint32) take (cursor, 4);

  if (size == 1) {
    size = take (cursor, 8);
    header = 16;
  }
  if (cursor->short_read)
    return 0;
  if (size == 0)
    size = header + (cursor->end - cursor->at);
  if (size < header || size - header > (guint64) (cursor->end - cursor->at))
    return 0;
  *payload = (Cursor){.at = cursor->at, .end = cursor->at + (size - header)};
  cursor->at = payload->end;
  return kind;
}

static gboolean
find_box (Cursor within, guint32 kind, Cursor *payload)
{
  for (guint32 found; (found = take_box (&within, payload));)
    if (found == kind)
      return TRUE;
  return FALSE;
}

/* One item's extents. */
static void
take_extents (Scan *self, Cursor *cursor, guint sizes, guint version)
{
  guint offset_size = sizes >> 12 & 15, length_size = sizes >> 8 & 15, base_size = sizes >> 4 & 15;
  guint index_size = version ? sizes & 15 : 0;
  guint method = version ? (guint) take (cursor, 2) & 15 : 0;
  guint64 base, count;

  take (cursor, 2); /* data reference */
  base = take (cursor, base_size);
  count = take (cursor, 2);
  for (guint64 i = 0; i < count && !cursor->short_read; i++) {
    guint64 offset, length, end;

    take (cursor, index_size);
    offset = take (cursor, offset_size);
    length = take (cursor, length_size);
    if (method == 0 && !__builtin_add_overflow (base, offset, &end) &&
        !__builtin_add_overflow (end, length, &end))
      self->needed = MAX (self->needed, end);
  }
}

static void
take_locations (Scan *self, Cursor cursor)
{
  guint version = (guint) (take (&cursor, 4) >> 24);
  guint sizes = (guint) take (&cursor, 2);
  guint64 count = take (&cursor, version < 2 ? 2 : 4);

  for (guint64 i = 0; i < count && !cursor.short_read; i++) {
    take (&cursor, version < 2 ? 2 : 4);
    take_extents (self, &cursor, sizes, version);
  }
}

/* The property with the 1-based @index. */
static void
apply_property (Scan *self, Cursor properties, guint64 index, gboolean *turned)
{
  Cursor payload;
  guint32 kind = 0;

  for (guint64 i = 0; i < index; i++)
    kind = take_box (&properties, &payload);
  if (index == 0)
    return;
  if (kind == BOX ('i', 's', 'p', 'e')) {
    guint64 width, height;

    take (&payload, 4);
    width = take (&payload, 4);
    height = take (&payload, 4);
    scan_set_size (self, width, height);
  } else if (kind == BOX ('i', 'r', 'o', 't')) {
    *turned = take (&payload, 1) & 1;
  }
}

static void
take_associations (Scan *self, Cursor cursor, Cursor properties, guint64 primary)
{
  guint64 head = take (&cursor, 4), entries = take (&cursor, 4);
  gboolean turned = FALSE, wide = head & 1;

  for (guint64 i = 0; i < entries && !cursor.short_read; i++) {
    guint64 item = take (&cursor, head >> 24 ? 4 : 2), count = take (&cursor, 1);

    for (guint64 j = 0; j < count && !cursor.short_read; j++) {
      guint64 index = take (&cursor, wide ? 2 : 1) & (wide ? 0x7fff : 0x7f);

      if (item == primary)
        apply_property (self, properties, index, &turned);
    }
  }
  if (turned)
    scan_set_size (self, self->height, self->width);
}

static guint64
take_primary (Cursor cursor)
{
  return take (&cursor, take (&cursor, 4) >> 24 ? 4 : 2);
}

static void box_step (Scan *self, const guint8 *bytes);

static void
meta_step (Scan *self, const guint8 *bytes)
{
  Cursor meta = {.at = bytes + 4, .end = bytes + self->left}, found, list, links;
  guint64 primary = find_box (meta, BOX ('p', 'i', 't', 'm'), &found) ? take_primary (found) : 1;

  self->flags |= SEEN_PICTURE;
  if (find_box (meta, BOX ('i', 'l', 'o', 'c'), &found))
    take_locations (self, found);
  if (find_box (meta, BOX ('i', 'p', 'r', 'p'), &found) &&
      find_box (found, BOX ('i', 'p', 'c', 'o'), &list) &&
      find_box (found, BOX ('i', 'p', 'm', 'a'), &links))
    take_associations (self, links, list, primary);
  scan_want (self, 8, box_step);
}

static void
start_payload (Scan *self, guint64 length)
{
  self->left = length;
  if (self->kind == BOX ('m', 'o', 'o', 'v'))
    self->flags |= SEEN_PICTURE;
  if (self->kind == BOX ('m', 'e', 't', 'a') && length >= 4 && length <= SCAN_MAX_WANT) {
    scan_want (self, length, meta_step);
    return;
  }
  scan_skip (self, length);
  scan_want (self, 8, box_step);
}

static void
large_box_step (Scan *self, const guint8 *bytes)
{
  guint64 size = (guint64) scan_be32 (bytes) << 32 | scan_be32 (bytes + 4);

  if (size < 16 || size > G_MAXINT64)
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
  else
    start_payload (self, size - 16);
}

static void
box_step (Scan *self, const guint8 *bytes)
{
  guint32 size = scan_be32 (bytes);

  self->kind = scan_be32 (bytes + 4);
  if (size == 0) {
    self->flags |= TO_THE_END;
    self->step = NULL;
  } else if (size == 1) {
    scan_want (self, 8, large_box_step);
  } else if (size < 8) {
    scan_stop (self, PLACARD_COMPLETENESS_BROKEN);
  } else {
    start_payload (self, size - 8);
  }
}

static PlacardCompleteness
end_boxes (Scan *self)
{
  gboolean at_box = self->skip == 0 && self->pending->len == 0 && self->step == box_step;

  if (!at_box && !(self->flags & TO_THE_END))
    return PLACARD_COMPLETENESS_INCOMPLETE;
  if (self->needed > self->total)
    return PLACARD_COMPLETENESS_INCOMPLETE;
  return self->flags & SEEN_PICTURE ? PLACARD_COMPLETENESS_COMPLETE
                                    : PLACARD_COMPLETENESS_INCOMPLETE;
}

void
scan_avif_start (Scan *self)
{
  self->end = end_boxes;
  scan_want (self, 8, box_step);
}
