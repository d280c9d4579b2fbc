/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-window-clipping.h"

#include "placard-clipping.h"

#include <glib/gi18n-lib.h>

static GdkContentProvider *
make_clipping (PlacardWindow *self)
{
  g_autoptr (GdkTexture) texture =
      placard_canvas_dup_texture (placard_stage_get_canvas (self->stage));

  return self->exchange ? placard_clipping_new (self->exchange, texture) : NULL;
}

static void
copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  g_autoptr (GdkContentProvider) clipping = make_clipping (self);

  if (!clipping)
    return;
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), clipping);
  placard_window_show_message (self, _ ("Picture copied"));
}

/* A file manager copies the file after the drop: the clipping stays until the next one, or the end. */
static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, PlacardWindow *self)
{
  GdkContentProvider *clipping = make_clipping (self);

  if (clipping)
    g_object_set_data_full (G_OBJECT (source), "clipping", g_object_ref (clipping), g_object_unref);
  return clipping;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, PlacardWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, "image-x-generic", NULL, 48, gtk_widget_get_scale_factor (widget),
      gtk_widget_get_direction (widget), 0);

  gtk_drag_source_set_icon (source, GDK_PAINTABLE (icon), 0, 0);
}

void
placard_window_add_drag_source (PlacardWindow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, 0);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (placard_stage_get_canvas (self->stage)),
                             GTK_EVENT_CONTROLLER (source));
}

static const GActionEntry actions[] = {
    {"copy", copy_action},
};

void
placard_window_add_clipping_actions (PlacardWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
