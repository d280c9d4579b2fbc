/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: a strip's texture is NULL or shows the rows that were there when it was made; damage drops
 * it. A texture never outlives the memory it views: its bytes hold a reference on the mapping. */
#include "placard-strips.h"

#include "placard-geometry.h"

#include <string.h>

/* Device rows of a strip: small enough that a burst of rows costs little, large enough that a still
 * picture is a handful of nodes. */
#define STRIP_DEVICE_ROWS 256
/* Rows that a strip reaches into the next one when it is scaled down: no seam where two soft edges
 * meet. */
#define OVERLAP 2

typedef struct {
  GdkTexture *texture;
  int rows; /* of the level, in the texture */
} Strip;

struct _PlacardStrips {
  PlacardImageLevel level;
  guint index;
  int factor;
  gboolean exact; /* one texture pixel is one device pixel: no overlap */
  int height;     /* of level 0 */
  int strip_rows; /* of the level */
  guint n_strips;
  Strip *strips;
};

PlacardStrips *
placard_strips_new (PlacardImage *image, guint level, int factor)
{
  PlacardImageLevel pixels;
  PlacardStrips *self;

  if (!placard_image_get_level (image, level, &pixels))
    return NULL;

  self = g_new0 (PlacardStrips, 1);
  self->level = pixels;
  self->index = level;
  self->factor = MAX (factor, 1);
  self->exact = factor > 0;
  self->height = placard_image_get_height (image);
  /* Soft edges of see-through strips would add up where they overlap: those are drawn in one piece. */
  self->strip_rows =
      pixels.has_alpha && !self->exact ? pixels.height : MAX (STRIP_DEVICE_ROWS / self->factor, 1);
  self->n_strips = (guint) ((pixels.height + self->strip_rows - 1) / self->strip_rows);
  self->strips = g_new0 (Strip, self->n_strips);
  return self;
}

void
placard_strips_free (PlacardStrips *self)
{
  for (guint i = 0; i < self->n_strips; i++)
    g_clear_object (&self->strips[i].texture);
  g_free (self->strips);
  g_clear_pointer (&self->level.pixels, g_bytes_unref);
  g_free (self);
}

guint
placard_strips_get_level (PlacardStrips *self)
{
  return self->index;
}

int
placard_strips_get_factor (PlacardStrips *self)
{
  return self->exact ? self->factor : 0;
}

void
placard_strips_damage (PlacardStrips *self, int y, int height)
{
  int first = MAX (y >> self->index, 0);
  int last = MIN ((y + MAX (height, 1) - 1) >> self->index, self->level.height - 1);
  int first_strip = MAX ((first - OVERLAP) / self->strip_rows, 0);

  for (int i = first_strip; i <= last / self->strip_rows; i++)
    g_clear_object (&self->strips[i].texture);
}

GBytes *
placard_strips_enlarge (
    const guint8 *pixels, int width, int height, gsize stride, int bytes_per_pixel, int factor)
{
  const gsize pixel = (gsize) bytes_per_pixel;
  const gsize row = (gsize) width * (gsize) factor * pixel;
  guint8 *out = g_malloc (row * (gsize) height * (gsize) factor);
  guint8 *to = out;

  for (int y = 0; y < height; y++) {
    const guint8 *from = pixels + (gsize) y * stride;
    guint8 *first_row = to;

    for (int x = 0; x < width; x++, from += pixel)
      for (int i = 0; i < factor; i++, to += pixel)
        memcpy (to, from, pixel);
    for (int i = 1; i < factor; i++, to += row)
      memcpy (to, first_row, row);
  }
  return g_bytes_new_take (out, row * (gsize) height * (gsize) factor);
}

static GdkTexture *
make_texture (PlacardStrips *self, int y, int rows)
{
  const PlacardImageLevel *level = &self->level;
  const int pixel = level->has_alpha ? 4 : 3;
  const gsize offset = (gsize) y * level->stride;
  const gsize length = (gsize) (rows - 1) * level->stride + (gsize) (level->width * pixel);
  gsize stride = level->stride;
  g_autoptr (GBytes) bytes = NULL;

  if (self->factor > 1) {
    const guint8 *data = g_bytes_get_data (level->pixels, NULL);

    bytes = placard_strips_enlarge (data + offset, level->width, rows, stride, pixel, self->factor);
    stride = (gsize) (level->width * pixel * self->factor);
  } else {
    bytes = g_bytes_new_from_bytes (level->pixels, offset, length);
  }
  return gdk_memory_texture_new (level->width * self->factor, rows * self->factor,
                                 level->has_alpha ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8, bytes,
                                 stride);
}

void
placard_strips_snapshot (PlacardStrips *self,
                         GtkSnapshot *snapshot,
                         const graphene_rect_t *bounds,
                         int rows)
{
  const int available =
      placard_geometry_level_rows (rows, self->height, self->level.height, self->index);
  const float row_height = bounds->size.height / (float) self->level.height;
  const int overlap = self->exact ? 0 : OVERLAP;

  for (guint i = 0; i < self->n_strips; i++) {
    Strip *strip = &self->strips[i];
    int y = (int) i * self->strip_rows;
    int wanted = MIN (self->strip_rows + overlap, available - y);

    if (wanted <= 0)
      break;
    if (strip->texture && strip->rows != wanted)
      g_clear_object (&strip->texture);
    if (!strip->texture) {
      strip->texture = make_texture (self, y, wanted);
      strip->rows = wanted;
    }
    gtk_snapshot_append_texture (
        snapshot, strip->texture,
        &GRAPHENE_RECT_INIT (bounds->origin.x, bounds->origin.y + (float) y * row_height,
                             bounds->size.width, (float) wanted * row_height));
  }
}
