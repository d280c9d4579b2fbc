/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-list-dialog.h"

#include <glib/gi18n-lib.h>

struct _PlacardListDialog {
  AdwWindow parent_instance;

  AdwBin *top;
  GtkListBox *list;
  GtkWidget *empty;
  GtkWidget *all;
  guint n_rows;
};

enum { REMOVE, REMOVE_ALL, EDITED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardListDialog, placard_list_dialog, ADW_TYPE_WINDOW)

static void
show_state (PlacardListDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->n_rows > 0);
  gtk_widget_set_visible (self->all, self->n_rows > 0);
  gtk_widget_set_visible (self->empty, self->n_rows == 0);
}

static guint
number_of (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "number"));
}

static void
remove_clicked_cb (PlacardListDialog *self, GtkWidget *button)
{
  g_signal_emit (self, signals[REMOVE], 0, number_of (button));
}

static void
all_clicked_cb (PlacardListDialog *self)
{
  g_signal_emit (self, signals[REMOVE_ALL], 0);
}

static void
applied_cb (PlacardListDialog *self, GtkWidget *entry)
{
  g_signal_emit (self, signals[EDITED], 0, number_of (entry),
                 gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static GtkWidget *
make_remove_button (PlacardListDialog *self, const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is the name of a cookie, or a host. */
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (self->n_rows));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_value_row (PlacardListDialog *self, const char *value)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("Value"));
  gtk_editable_set_text (GTK_EDITABLE (entry), value);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (entry), TRUE);
  g_object_set_data (G_OBJECT (entry), "number", GUINT_TO_POINTER (self->n_rows));
  g_signal_connect_object (entry, "apply", G_CALLBACK (applied_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

void
placard_list_dialog_add (PlacardListDialog *self,
                         const char *title,
                         const char *subtitle,
                         const char *value)
{
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *subtitle_markup = g_markup_escape_text (subtitle, -1);
  GtkWidget *button = make_remove_button (self, title);
  GtkWidget *row = value ? adw_expander_row_new () : adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  if (value) {
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle_markup);
    adw_expander_row_add_action (ADW_EXPANDER_ROW (row), button);
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_value_row (self, value));
  } else {
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle_markup);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  }
  gtk_list_box_append (self->list, row);
  self->n_rows++;
  show_state (self);
}

void
placard_list_dialog_clear (PlacardListDialog *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  self->n_rows = 0;
  show_state (self);
}

void
placard_list_dialog_set_top (PlacardListDialog *self, GtkWidget *widget)
{
  adw_bin_set_child (self->top, widget);
}

static void
placard_list_dialog_class_init (PlacardListDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[REMOVE] = g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[REMOVE_ALL] =
      g_signal_new ("remove-all", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-list-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardListDialog, top);
  gtk_widget_class_bind_template_child (widget_class, PlacardListDialog, list);
  gtk_widget_class_bind_template_child (widget_class, PlacardListDialog, empty);
  gtk_widget_class_bind_template_child (widget_class, PlacardListDialog, all);
  gtk_widget_class_bind_template_callback (widget_class, all_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
placard_list_dialog_init (PlacardListDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlacardListDialog *
placard_list_dialog_new (GtkWindow *parent, const char *title, const char *empty)
{
  PlacardListDialog *self =
      g_object_new (PLACARD_TYPE_LIST_DIALOG, "transient-for", parent, "title", title, NULL);

  gtk_label_set_text (GTK_LABEL (self->empty), empty);
  show_state (self);
  return self;
}
