/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-scan.h"

#include <string.h>
#include <unistd.h>

/* TIFF 6.0 and BigTIFF: whole when every directory, every value outside of it, and every strip or
 * tile lies within the file. Directories may be anywhere, so all is judged at the end, from the
 * descriptor or from the bytes that were kept. */

#define MAX_KEPT (16 * 1024 * 1024)
#define MAX_DIRECTORIES 256

enum {
  TAG_WIDTH = 256,
  TAG_LENGTH = 257,
  TAG_STRIP_OFFSETS = 273,
  TAG_STRIP_COUNTS = 279,
  TAG_TILE_OFFSETS = 324,
  TAG_TILE_COUNTS = 325,
};

typedef struct {
  guint tag;
  guint unit; /* bytes of one value */
  guint64 count;
  guint64 at; /* where the values are */
} Entry;

typedef struct {
  Scan *scan;
  gboolean big_endian;
  gboolean big; /* BigTIFF */
  gboolean cut; /* something lies beyond the end */
} Tiff;

static gsize
keep_stream (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  gsize room = MAX_KEPT - self->kept->len;

  if (self->fd < 0)
    g_byte_array_append (self->kept, bytes, MIN (n_bytes, room));
  return n_bytes;
}

static gboolean
read_at (Tiff *self, guint64 at, guint8 *buffer, gsize n_bytes)
{
  Scan *scan = self->scan;
  guint64 end;

  if (__builtin_add_overflow (at, n_bytes, &end) || end > scan->total) {
    self->cut = TRUE;
    return FALSE;
  }
  if (scan->fd >= 0)
    return pread (scan->fd, buffer, n_bytes, (off_t) at) == (ssize_t) n_bytes;
  if (end > scan->kept->len)
    return FALSE;
  memcpy (buffer, scan->kept->data + at, n_bytes);
  return TRUE;
}

static guint64
read_number (Tiff *self, guint64 at, guint n_bytes, gboolean *ok)
{
  guint8 bytes[8] = {0};
  guint64 value = 0;

  if (!read_at (self, at, bytes, n_bytes)) {
    *ok = FALSE;
    return 0;
  }
  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | bytes[self->big_endian ? i : n_bytes - 1 - i];
  return value;
}

static guint
unit_of (guint64 type)
{
  static const guint8 units[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  return type < G_N_ELEMENTS (units) ? units[type] : 0;
}

/* Values that do not fit into the entry lie elsewhere, and must lie within the file. */
static gboolean
read_entry (Tiff *self, guint64 at, Entry *entry)
{
  guint inline_size = self->big ? 8 : 4;
  guint64 length, end;
  gboolean ok = TRUE;

  entry->tag = (guint) read_number (self, at, 2, &ok);
  entry->unit = unit_of (read_number (self, at + 2, 2, &ok));
  entry->count = read_number (self, at + 4, inline_size, &ok);
  entry->at = at + 4 + inline_size;
  if (__builtin_mul_overflow (entry->count, (guint64) entry->unit, &length))
    return FALSE;
  if (length > inline_size) {
    entry->at = read_number (self, entry->at, inline_size, &ok);
    if (__builtin_add_overflow (entry->at, length, &end) || end > self->scan->total)
      self->cut = TRUE;
  }
  return ok;
}

static guint64
read_value (Tiff *self, const Entry *entry, guint64 index, gboolean *ok)
{
  return read_number (self, entry->at + index * entry->unit, entry->unit, ok);
}

static gboolean
check_extents (Tiff *self, const Entry *offsets, const Entry *counts)
{
  gboolean ok = TRUE;
  guint64 end;

  if (!offsets->unit || !counts->unit || offsets->count != counts->count)
    return FALSE;
  for (guint64 i = 0; i < offsets->count && ok && !self->cut; i++) {
    guint64 offset = read_value (self, offsets, i, &ok), count = read_value (self, counts, i, &ok);

    if (__builtin_add_overflow (offset, count, &end) || end > self->scan->total)
      self->cut = TRUE;
  }
  return ok;
}

/* Returns where the next directory is, 0 after the last one or when @ok went false. */
static guint64
check_directory (Tiff *self, guint64 at, gboolean first, gboolean *ok)
{
  Entry offsets = {0}, counts = {0}, entry;
  guint count_size = self->big ? 8 : 2, entry_size = self->big ? 20 : 12;
  guint64 n_entries = read_number (self, at, count_size, ok), width = 0, height = 0;

  if (n_entries == 0 || n_entries > G_MAXUINT16)
    *ok = FALSE;
  at += count_size;
  for (guint64 i = 0; i < n_entries && *ok; i++, at += entry_size) {
    *ok = read_entry (self, at, &entry);
    if (!*ok)
      return 0;
    if (entry.tag == TAG_WIDTH)
      width = read_value (self, &entry, 0, ok);
    else if (entry.tag == TAG_LENGTH)
      height = read_value (self, &entry, 0, ok);
    else if (entry.tag == TAG_STRIP_OFFSETS || entry.tag == TAG_TILE_OFFSETS)
      offsets = entry;
    else if (entry.tag == TAG_STRIP_COUNTS || entry.tag == TAG_TILE_COUNTS)
      counts = entry;
  }
  if (first)
    scan_set_size (self->scan, width, height);
  *ok = *ok && check_extents (self, &offsets, &counts);
  return *ok ? read_number (self, at, self->big ? 8 : 4, ok) : 0;
}

static guint64
read_header (Tiff *self, gboolean *ok)
{
  guint8 head[4];

  *ok = read_at (self, 0, head, sizeof head);
  if (!*ok)
    return 0;
  self->big_endian = head[0] == 'M';
  self->big = head[self->big_endian ? 3 : 2] == 43;
  return read_number (self, self->big ? 8 : 4, self->big ? 8 : 4, ok);
}

static PlacardCompleteness
end_tiff (Scan *self)
{
  Tiff tiff = {.scan = self};
  gboolean ok, kept_all = self->fd >= 0 || self->total <= MAX_KEPT;
  guint64 at = read_header (&tiff, &ok);
  int n = 0;

  for (; ok && at && !tiff.cut && n < MAX_DIRECTORIES; n++)
    at = check_directory (&tiff, at, n == 0, &ok);
  if (tiff.cut)
    return PLACARD_COMPLETENESS_INCOMPLETE;
  if (!ok && !kept_all)
    return PLACARD_COMPLETENESS_UNKNOWN;
  return ok && n ? PLACARD_COMPLETENESS_COMPLETE : PLACARD_COMPLETENESS_BROKEN;
}

void
scan_tiff_start (Scan *self)
{
  self->end = end_tiff;
  self->stream = keep_stream;
}
