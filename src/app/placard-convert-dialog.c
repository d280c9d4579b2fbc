/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-convert-dialog.h"

#include "placard-canvas.h"
#include "placard-encoding.h"
#include "placard-format.h"

#include <glib/gi18n-lib.h>

struct _PlacardConvertDialog {
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  AdwComboRow *format; /* in the order of PlacardEncodingFormat */
  GtkWidget *quality_row;
  GtkAdjustment *quality;
  GtkWidget *save_button;
};

G_DEFINE_FINAL_TYPE (PlacardConvertDialog, placard_convert_dialog, ADW_TYPE_WINDOW)

static guint convert_signal;

static void
changed_cb (PlacardConvertDialog *self)
{
  gtk_widget_set_sensitive (self->quality_row,
                            adw_combo_row_get_selected (self->format) == PLACARD_ENCODING_JPEG);
}

static void
save_cb (PlacardConvertDialog *self)
{
  g_signal_emit (self, convert_signal, 0, (int) adw_combo_row_get_selected (self->format),
                 (int) gtk_adjustment_get_value (self->quality));
  gtk_window_close (GTK_WINDOW (self));
}

static void
placard_convert_dialog_class_init (PlacardConvertDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  convert_signal = g_signal_new ("convert", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-convert-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardConvertDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PlacardConvertDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PlacardConvertDialog, quality_row);
  gtk_widget_class_bind_template_child (widget_class, PlacardConvertDialog, quality);
  gtk_widget_class_bind_template_child (widget_class, PlacardConvertDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
placard_convert_dialog_init (PlacardConvertDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_adjustment_set_value (self->quality, PLACARD_ENCODING_QUALITY);
  changed_cb (self);
}

PlacardConvertDialog *
placard_convert_dialog_new (GtkWindow *parent, PlacardExchange *source)
{
  PlacardConvertDialog *self =
      g_object_new (PLACARD_TYPE_CONVERT_DIALOG, "transient-for", parent, NULL);
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  int width, height;

  placard_canvas_measure_image (placard_exchange_get_image (source), &width, &height);
  size = placard_format_size (width, height);
  /* Translators: %s is a size in pixels, such as 300 × 200. */
  text = g_strdup_printf (
      _ ("The picture as it is shown, %s, in a file of its own. “Save” keeps the bytes that came."),
      size);
  adw_preferences_group_set_description (self->group, text);
  gtk_widget_grab_focus (self->save_button);
  return self;
}
