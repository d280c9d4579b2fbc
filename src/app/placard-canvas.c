/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - Everything is placed in device pixels and divided by the scale factor last, so that a pixel of an
 *   enlarged picture is a whole number of device pixels.
 * - Nothing runs between frames: damage marks strips and asks for a frame, the frame makes textures.
 */
#include "config.h"

#include "placard-canvas.h"

#include "placard-geometry.h"
#include "placard-strips.h"
#include "placard-tones.h"

#include <glib/gi18n-lib.h>

#define DIMMED 0.35

struct _PlacardCanvas {
  GtkWidget parent_instance;

  PlacardImage *image;    /* what should be shown */
  PlacardImage *previous; /* what is shown, dimmed, until the image can take its place */
  PlacardStrips *strips;  /* of the one that is shown; NULL when size, level or factor changed */
  gboolean presenting;
  gboolean two_toned; /* the image is done and looks like a code or a line drawing */
};

enum {
  PROP_IMAGE = 1,
  PROP_PRESENTING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PlacardCanvas, placard_canvas, GTK_TYPE_WIDGET)

static PlacardImage *
shown_image (PlacardCanvas *self)
{
  return self->previous ? self->previous : self->image;
}

void
placard_canvas_measure_image (PlacardImage *image, int *width, int *height)
{
  gboolean turned = placard_geometry_is_turned (placard_image_get_orientation (image));

  *width = turned ? placard_image_get_height (image) : placard_image_get_width (image);
  *height = turned ? placard_image_get_width (image) : placard_image_get_height (image);
}

/* The placement of the stored pixels in a space in which they stand upright. */
static PlacardPlacement
unturn (const PlacardPlacement *placement, int orientation)
{
  PlacardPlacement stored = *placement;

  if (placard_geometry_is_turned (orientation)) {
    stored.width = placement->height;
    stored.height = placement->width;
  }
  return stored;
}

/* After it, (0, 0) is the first stored pixel and x runs along its row. EXIF 2.3, tag 274. */
static void
turn (GtkSnapshot *snapshot, int orientation, const graphene_rect_t *bounds)
{
  static const struct {
    gboolean from_right, from_bottom;
    float angle, scale_x, scale_y;
  } turns[] = {
      {FALSE, FALSE, 0, 1, 1}, {TRUE, FALSE, 0, -1, 1},   {TRUE, TRUE, 180, 1, 1},
      {FALSE, TRUE, 0, 1, -1}, {FALSE, FALSE, 90, 1, -1}, {TRUE, FALSE, 90, 1, 1},
      {TRUE, TRUE, 90, -1, 1}, {FALSE, TRUE, 270, 1, 1},
  };
  const int i = CLAMP (orientation, 1, 8) - 1;

  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (bounds->origin.x + (turns[i].from_right ? bounds->size.width : 0),
                            bounds->origin.y + (turns[i].from_bottom ? bounds->size.height : 0)));
  if (turns[i].angle != 0)
    gtk_snapshot_rotate (snapshot, turns[i].angle);
  if (turns[i].scale_x < 0 || turns[i].scale_y < 0)
    gtk_snapshot_scale (snapshot, turns[i].scale_x, turns[i].scale_y);
}

static gboolean
needs_card (PlacardCanvas *self, PlacardImage *image, int view_width, int view_height)
{
  int width, height;
  PlacardImageLevel level;
  gboolean has_alpha = FALSE;

  if (placard_image_get_level (image, 0, &level)) {
    has_alpha = level.has_alpha;
    g_bytes_unref (level.pixels);
  }
  placard_canvas_measure_image (image, &width, &height);
  return has_alpha || (image == self->image && self->two_toned) ||
         placard_geometry_is_small (width, height, view_width, view_height);
}

static void
ensure_strips (PlacardCanvas *self, PlacardImage *image, const PlacardPlacement *placement)
{
  guint level = placard_geometry_choose_level (placement, placard_image_get_width (image),
                                               placard_image_get_height (image),
                                               placard_image_get_n_levels (image));

  if (self->strips && (placard_strips_get_level (self->strips) != level ||
                       placard_strips_get_factor (self->strips) != placement->factor))
    g_clear_pointer (&self->strips, placard_strips_free);
  if (!self->strips)
    self->strips = placard_strips_new (image, level, placement->factor);
}

static graphene_rect_t
to_logical (GtkWidget *widget, int x, int y, int width, int height)
{
  const float scale = (float) gtk_widget_get_scale_factor (widget);

  return GRAPHENE_RECT_INIT ((float) x / scale, (float) y / scale, (float) width / scale,
                             (float) height / scale);
}

static void
snapshot_backdrop (GtkWidget *widget,
                   GtkSnapshot *snapshot,
                   const PlacardPlacement *placement,
                   gboolean card)
{
  static const GdkRGBA black = {0, 0, 0, 1};
  static const GdkRGBA white = {1, 1, 1, 1};
  PlacardCanvas *self = PLACARD_CANVAS (widget);
  const int margin = placement->margin;
  const graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                  (float) gtk_widget_get_height (widget));
  const graphene_rect_t around =
      to_logical (widget, placement->x - margin, placement->y - margin,
                  placement->width + 2 * margin, placement->height + 2 * margin);

  if (self->presenting)
    gtk_snapshot_append_color (snapshot, card ? &white : &black, &all);
  else if (card)
    gtk_snapshot_append_color (snapshot, &white, &around);
}

static void
snapshot_picture (PlacardCanvas *self,
                  GtkSnapshot *snapshot,
                  PlacardImage *image,
                  const PlacardPlacement *placement)
{
  const int orientation = placard_image_get_orientation (image);
  const PlacardPlacement stored = unturn (placement, orientation);
  const graphene_rect_t bounds = to_logical (GTK_WIDGET (self), placement->x, placement->y,
                                             placement->width, placement->height);
  const graphene_rect_t stored_bounds =
      to_logical (GTK_WIDGET (self), 0, 0, stored.width, stored.height);

  ensure_strips (self, image, &stored);
  if (!self->strips)
    return;
  gtk_snapshot_save (snapshot);
  turn (snapshot, orientation, &bounds);
  placard_strips_snapshot (self->strips, snapshot, &stored_bounds, placard_image_get_rows (image));
  gtk_snapshot_restore (snapshot);
}

static void
placard_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlacardCanvas *self = PLACARD_CANVAS (widget);
  PlacardImage *image = shown_image (self);
  const int scale = gtk_widget_get_scale_factor (widget);
  const int view_width = gtk_widget_get_width (widget) * scale;
  const int view_height = gtk_widget_get_height (widget) * scale;
  PlacardPlacement placement = {0};
  gboolean card = FALSE;

  if (image && placard_image_get_rows (image) > 0) {
    int width, height;

    placard_canvas_measure_image (image, &width, &height);
    card = needs_card (self, image, view_width, view_height);
    placement = placard_geometry_place (width, height, view_width, view_height, card);
  }
  if (placement.width == 0) {
    snapshot_backdrop (widget, snapshot, &placement, FALSE);
    return;
  }

  if (image != self->image)
    gtk_snapshot_push_opacity (snapshot, DIMMED);
  snapshot_backdrop (widget, snapshot, &placement, card);
  snapshot_picture (self, snapshot, image, &placement);
  if (image != self->image)
    gtk_snapshot_pop (snapshot);
}

/* A large picture is shown from its first row on; a small one, which is there at once, only when it is
 * whole: half a code beside nothing is worse than the code before it. */
static gboolean
can_take_its_place (PlacardCanvas *self)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int width, height;

  if (placard_image_get_rows (self->image) <= 0)
    return FALSE;
  placard_canvas_measure_image (self->image, &width, &height);
  return placard_image_get_state (self->image) != PLACARD_IMAGE_DECODING ||
         width > gtk_widget_get_width (GTK_WIDGET (self)) * scale ||
         height > gtk_widget_get_height (GTK_WIDGET (self)) * scale;
}

/* The old picture goes, its textures with it, and the new one is there in the same frame. */
static void
settle (PlacardCanvas *self)
{
  if (!self->previous || (self->image && !can_take_its_place (self)))
    return;
  g_clear_object (&self->previous);
  g_clear_pointer (&self->strips, placard_strips_free);
}

static void
damaged_cb (PlacardCanvas *self, int y, int height)
{
  gboolean was_previous = self->previous != NULL;

  settle (self);
  if (was_previous && self->previous)
    return;
  if (self->strips)
    placard_strips_damage (self->strips, y, height);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_tones (PlacardCanvas *self)
{
  PlacardImageLevel level;

  self->two_toned = FALSE;
  if (!self->image || placard_image_get_state (self->image) != PLACARD_IMAGE_DONE ||
      !placard_image_get_level (self->image, 0, &level))
    return;
  self->two_toned = placard_tones_are_two (&level);
  g_bytes_unref (level.pixels);
}

static void
describe (PlacardCanvas *self)
{
  g_autofree char *size = NULL;
  int width = 0, height = 0;

  if (self->image)
    placard_canvas_measure_image (self->image, &width, &height);
  if (width > 0)
    /* Translators: for screen readers: type, width and height of the picture. */
    size = g_strdup_printf (_ ("%s, %d by %d pixels"),
                            placard_media_type_to_name (placard_image_get_media_type (self->image)),
                            placard_image_get_width (self->image),
                            placard_image_get_height (self->image));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  size ? size : "", -1);
}

static void
image_changed_cb (PlacardCanvas *self)
{
  settle (self);
  update_tones (self);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
disconnect_image (PlacardCanvas *self)
{
  if (self->image)
    g_signal_handlers_disconnect_by_data (self->image, self);
}

static void
connect_image (PlacardCanvas *self)
{
  g_signal_connect_swapped (self->image, "damaged", G_CALLBACK (damaged_cb), self);
  g_signal_connect_swapped (self->image, "sized", G_CALLBACK (image_changed_cb), self);
  g_signal_connect_swapped (self->image, "notify::state", G_CALLBACK (image_changed_cb), self);
}

void
placard_canvas_set_image (PlacardCanvas *self, PlacardImage *image)
{
  PlacardImage *shown;

  g_return_if_fail (PLACARD_IS_CANVAS (self));
  g_return_if_fail (!image || PLACARD_IS_IMAGE (image));

  if (image == self->image)
    return;
  shown = shown_image (self);
  disconnect_image (self);
  if (!image || !shown || placard_image_get_rows (shown) <= 0)
    shown = NULL;
  if (!shown)
    g_clear_pointer (&self->strips, placard_strips_free);
  g_set_object (&self->previous, shown);
  g_set_object (&self->image, image);
  if (image)
    connect_image (self);
  image_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE]);
}

PlacardImage *
placard_canvas_get_image (PlacardCanvas *self)
{
  g_return_val_if_fail (PLACARD_IS_CANVAS (self), NULL);

  return self->image;
}

gboolean
placard_canvas_get_presenting (PlacardCanvas *self)
{
  g_return_val_if_fail (PLACARD_IS_CANVAS (self), FALSE);

  return self->presenting;
}

void
placard_canvas_set_presenting (PlacardCanvas *self, gboolean presenting)
{
  g_return_if_fail (PLACARD_IS_CANVAS (self));

  if (self->presenting == !!presenting)
    return;
  self->presenting = !!presenting;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENTING]);
}

GdkTexture *
placard_canvas_dup_texture (PlacardCanvas *self)
{
  PlacardImageLevel level;
  GdkTexture *texture;

  g_return_val_if_fail (PLACARD_IS_CANVAS (self), NULL);

  if (!self->image || placard_image_get_state (self->image) != PLACARD_IMAGE_DONE ||
      !placard_image_get_level (self->image, 0, &level))
    return NULL;
  texture = gdk_memory_texture_new (level.width, level.height,
                                    level.has_alpha ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8,
                                    level.pixels, level.stride);
  g_bytes_unref (level.pixels);
  return texture;
}

static void
placard_canvas_dispose (GObject *object)
{
  PlacardCanvas *self = PLACARD_CANVAS (object);

  disconnect_image (self);
  g_clear_object (&self->image);
  g_clear_object (&self->previous);
  g_clear_pointer (&self->strips, placard_strips_free);
  G_OBJECT_CLASS (placard_canvas_parent_class)->dispose (object);
}

static void
placard_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlacardCanvas *self = PLACARD_CANVAS (object);

  switch (id) {
  case PROP_IMAGE:
    g_value_set_object (value, self->image);
    break;
  case PROP_PRESENTING:
    g_value_set_boolean (value, self->presenting);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
placard_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PlacardCanvas *self = PLACARD_CANVAS (object);

  switch (id) {
  case PROP_IMAGE:
    placard_canvas_set_image (self, g_value_get_object (value));
    break;
  case PROP_PRESENTING:
    placard_canvas_set_presenting (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
placard_canvas_class_init (PlacardCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = placard_canvas_dispose;
  object_class->get_property = placard_canvas_get_property;
  object_class->set_property = placard_canvas_set_property;
  widget_class->snapshot = placard_canvas_snapshot;

  properties[PROP_IMAGE] = g_param_spec_object ("image", NULL, NULL, PLACARD_TYPE_IMAGE, flags);
  properties[PROP_PRESENTING] = g_param_spec_boolean ("presenting", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
placard_canvas_init (PlacardCanvas *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (gtk_widget_queue_draw), NULL);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
      /* Translators: for screen readers: the picture that was fetched. */
      _ ("Picture"), -1);
}
