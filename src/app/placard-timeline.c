/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-timeline.h"

#include "placard-format.h"
#include "placard-inspection.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define BAR_HEIGHT 8
/* What took no time worth a pixel is still there. */
#define BAR_MIN 2

struct _PlacardTimeline {
  GtkWidget parent_instance;

  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (PlacardTimeline, placard_timeline, GTK_TYPE_WIDGET)

typedef struct {
  double from; /* fractions of the whole */
  double to;
} Span;

static void
draw_bar (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const Span *span = user_data;
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (area)) == GTK_TEXT_DIR_RTL;
  double length = MAX ((span->to - span->from) * width, BAR_MIN);
  double x = MIN (span->from * width, width - length);
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (area)),
                                       "accent_bg_color", &colour))
    gdk_rgba_parse (&colour, "#3584e4");
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_rectangle (cr, mirrored ? width - x - length : x, (height - BAR_HEIGHT) / 2.0, length,
                   BAR_HEIGHT);
  cairo_fill (cr);
}

static GtkWidget *
make_bar (double from, double to)
{
  GtkWidget *bar = gtk_drawing_area_new ();
  Span *span = g_new (Span, 1);

  *span = (Span){from, to};
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (bar), BAR_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (bar), draw_bar, span, g_free);
  gtk_widget_set_hexpand (bar, TRUE);
  return bar;
}

static GtkWidget *
make_label (const char *text, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, "caption");
  return label;
}

/* Where the last stretch ends. */
static double
measure (const PlacardTimings *timings)
{
  PlacardStretch stretches[PLACARD_STRETCHES_MAX];
  guint n = timings ? placard_inspection_list_stretches (timings, stretches) : 0;

  return n > 0 ? stretches[n - 1].to : 0;
}

/* One hop, @offset behind the beginning of @whole. Returns the number of rows. */
static int
add_hop (PlacardTimeline *self, const PlacardTimings *timings, double offset, double whole, int row)
{
  PlacardStretch stretches[PLACARD_STRETCHES_MAX];
  guint n = placard_inspection_list_stretches (timings, stretches);

  for (guint i = 0; i < n; i++, row++) {
    g_autofree char *duration = placard_format_duration (stretches[i].to - stretches[i].from);

    gtk_grid_attach (GTK_GRID (self->grid), make_label (stretches[i].name, 0), 0, row, 1, 1);
    gtk_grid_attach (
        GTK_GRID (self->grid),
        make_bar ((offset + stretches[i].from) / whole, (offset + stretches[i].to) / whole), 1, row,
        1, 1);
    gtk_grid_attach (GTK_GRID (self->grid), make_label (duration, 1), 2, row, 1, 1);
  }
  return row;
}

void
placard_timeline_set_timings (PlacardTimeline *self,
                              const PlacardTimings *timings,
                              const PlacardTimings *inner)
{
  double first = measure (timings);
  double whole = MAX (first + measure (inner), 0.001);
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (self->grid)))
    gtk_grid_remove (GTK_GRID (self->grid), child);
  if (inner)
    gtk_grid_attach (GTK_GRID (self->grid), make_label (_ ("First request"), 0), 0, row++, 3, 1);
  row = add_hop (self, timings, 0, whole, row);
  if (inner) {
    gtk_grid_attach (GTK_GRID (self->grid), make_label (_ ("Request for the picture"), 0), 0, row++,
                     3, 1);
    row = add_hop (self, inner, first, whole, row);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), row > 0);
}

static void
placard_timeline_dispose (GObject *object)
{
  g_clear_pointer (&PLACARD_TIMELINE (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (placard_timeline_parent_class)->dispose (object);
}

static void
placard_timeline_class_init (PlacardTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_timeline_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
placard_timeline_init (PlacardTimeline *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline"), -1);
}
