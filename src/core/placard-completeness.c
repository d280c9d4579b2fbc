/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-completeness.h"

#include "placard-scan.h"

static const struct {
  PlacardMediaType type;
  void (*start) (Scan *self);
} formats[] = {
    {PLACARD_MEDIA_PNG, scan_png_start},   {PLACARD_MEDIA_JPEG, scan_jpeg_start},
    {PLACARD_MEDIA_GIF, scan_gif_start},   {PLACARD_MEDIA_WEBP, scan_webp_start},
    {PLACARD_MEDIA_AVIF, scan_avif_start}, {PLACARD_MEDIA_BMP, scan_bmp_start},
    {PLACARD_MEDIA_ICO, scan_ico_start},   {PLACARD_MEDIA_PNM, scan_pnm_start},
    {PLACARD_MEDIA_TIFF, scan_tiff_start}, {PLACARD_MEDIA_SVG, scan_svg_start},
};

PlacardCompletenessScanner *
placard_completeness_scanner_new (PlacardMediaType type)
{
  Scan *self = g_new0 (Scan, 1);

  self->type = type;
  self->fd = -1;
  self->pending = g_byte_array_new ();
  self->kept = g_byte_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].type == type)
      formats[i].start (self);
  return self;
}

void
placard_completeness_scanner_free (PlacardCompletenessScanner *self)
{
  g_byte_array_unref (self->pending);
  g_byte_array_unref (self->kept);
  g_free (self);
}

void
placard_completeness_scanner_set_fd (PlacardCompletenessScanner *self, int fd)
{
  self->fd = fd;
}

void
scan_want (Scan *self, gsize n_bytes, ScanStep step)
{
  self->want = n_bytes;
  self->step = step;
}

void
scan_skip (Scan *self, guint64 n_bytes)
{
  self->skip += n_bytes;
}

void
scan_stop (Scan *self, PlacardCompleteness found)
{
  self->found = found;
  self->step = NULL;
  self->stream = NULL;
}

void
scan_set_size (Scan *self, guint64 width, guint64 height)
{
  if (width > G_MAXINT || height > G_MAXINT)
    return;
  self->width = (int) width;
  self->height = (int) height;
}

PlacardCompleteness
scan_end_by_length (Scan *self)
{
  if (self->needed == 0)
    return PLACARD_COMPLETENESS_INCOMPLETE;
  return self->total >= self->needed ? PLACARD_COMPLETENESS_COMPLETE
                                     : PLACARD_COMPLETENESS_INCOMPLETE;
}

/* Hands the step its bytes in one piece, from the slice itself when they are there. */
static gsize
gather (Scan *self, const guint8 *bytes, gsize n_bytes)
{
  ScanStep step = self->step;
  gsize missing = self->want - self->pending->len;
  g_autoptr (GByteArray) whole = NULL;

  if (self->pending->len == 0 && n_bytes >= self->want) {
    step (self, bytes);
    return missing;
  }
  g_byte_array_append (self->pending, bytes, MIN (missing, n_bytes));
  if (n_bytes < missing)
    return n_bytes;
  whole = g_steal_pointer (&self->pending);
  self->pending = g_byte_array_new ();
  step (self, whole->data);
  return missing;
}

void
placard_completeness_scanner_feed (PlacardCompletenessScanner *self,
                                   const guint8 *bytes,
                                   gsize n_bytes)
{
  self->total += n_bytes;
  while (n_bytes && (self->step || self->stream)) {
    gsize taken;

    if (self->skip) {
      taken = MIN (self->skip, n_bytes);
      self->skip -= taken;
    } else if (self->stream) {
      taken = self->stream (self, bytes, n_bytes);
    } else {
      taken = gather (self, bytes, n_bytes);
    }
    bytes += taken;
    n_bytes -= taken;
  }
}

PlacardCompleteness
placard_completeness_scanner_end (PlacardCompletenessScanner *self)
{
  if (self->found != PLACARD_COMPLETENESS_UNKNOWN)
    return self->found;
  if (self->end)
    return self->end (self);
  /* A format with an end of its own whose end did not come; no format: nobody can tell. */
  return self->step || self->stream ? PLACARD_COMPLETENESS_INCOMPLETE
                                    : PLACARD_COMPLETENESS_UNKNOWN;
}

void
placard_completeness_scanner_get_size (PlacardCompletenessScanner *self, int *width, int *height)
{
  if (width)
    *width = self->width;
  if (height)
    *height = self->height;
}
