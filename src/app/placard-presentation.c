/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: a timer runs only between a movement and the hiding that follows it. */
#include "config.h"

#include "placard-presentation.h"

#define HIDE_AFTER_MS 2000

struct _PlacardPresentation {
  AdwBin parent_instance;

  PlacardCanvas *canvas;
  GtkRevealer *controls;

  gboolean presenting;
  guint hide_timer;
  double pointer_x, pointer_y;
};

enum { PROP_PRESENTING = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PlacardPresentation, placard_presentation, ADW_TYPE_BIN)

static void
show_controls (PlacardPresentation *self, gboolean show)
{
  gtk_revealer_set_reveal_child (self->controls, show);
  gtk_widget_set_can_target (GTK_WIDGET (self->controls), show);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->presenting && !show ? "none" : NULL);
}

static gboolean
focus_is_in_controls (PlacardPresentation *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->controls)) &&
         gtk_window_get_focus_visible (GTK_WINDOW (root));
}

static gboolean
hide_cb (gpointer user_data)
{
  PlacardPresentation *self = PLACARD_PRESENTATION (user_data);

  /* Whoever walks the bar by keyboard keeps it. */
  if (focus_is_in_controls (self))
    return G_SOURCE_CONTINUE;
  self->hide_timer = 0;
  show_controls (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
moved_cb (PlacardPresentation *self, double x, double y)
{
  /* GTK makes up movements when widgets move under a pointer that rests. */
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  if (!self->presenting)
    return;
  show_controls (self, TRUE);
  g_clear_handle_id (&self->hide_timer, g_source_remove);
  self->hide_timer = g_timeout_add (HIDE_AFTER_MS, hide_cb, self);
}

static void
pressed_cb (PlacardPresentation *self, int n_press)
{
  if (n_press == 2)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.fullscreen", NULL);
}

PlacardCanvas *
placard_presentation_get_canvas (PlacardPresentation *self)
{
  g_return_val_if_fail (PLACARD_IS_PRESENTATION (self), NULL);

  return self->canvas;
}

gboolean
placard_presentation_get_presenting (PlacardPresentation *self)
{
  g_return_val_if_fail (PLACARD_IS_PRESENTATION (self), FALSE);

  return self->presenting;
}

void
placard_presentation_set_presenting (PlacardPresentation *self, gboolean presenting)
{
  g_return_if_fail (PLACARD_IS_PRESENTATION (self));

  if (self->presenting == !!presenting)
    return;
  self->presenting = !!presenting;
  placard_canvas_set_presenting (self->canvas, presenting);
  gtk_widget_set_visible (GTK_WIDGET (self->controls), presenting);
  g_clear_handle_id (&self->hide_timer, g_source_remove);
  show_controls (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENTING]);
}

static void
placard_presentation_dispose (GObject *object)
{
  PlacardPresentation *self = PLACARD_PRESENTATION (object);

  g_clear_handle_id (&self->hide_timer, g_source_remove);
  G_OBJECT_CLASS (placard_presentation_parent_class)->dispose (object);
}

static void
placard_presentation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PRESENTING)
    g_value_set_boolean (value, PLACARD_PRESENTATION (object)->presenting);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
placard_presentation_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_PRESENTING)
    placard_presentation_set_presenting (PLACARD_PRESENTATION (object),
                                         g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
placard_presentation_class_init (PlacardPresentationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = placard_presentation_dispose;
  object_class->get_property = placard_presentation_get_property;
  object_class->set_property = placard_presentation_set_property;
  properties[PROP_PRESENTING] =
      g_param_spec_boolean ("presenting", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PLACARD_TYPE_CANVAS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-presentation.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardPresentation, canvas);
  gtk_widget_class_bind_template_child (widget_class, PlacardPresentation, controls);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
placard_presentation_init (PlacardPresentation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
