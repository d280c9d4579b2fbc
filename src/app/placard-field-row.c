/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: `field` keeps what the row does not show (other_hosts), so that editing loses nothing. */
#include "config.h"

#include "placard-field-row.h"

#include "placard-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardFieldRow {
  GtkBox parent_instance;

  GtkCheckButton *enabled;
  GtkEntry *name;
  GtkEntry *value;
  GtkLabel *problem;
  GtkWidget *remove;

  gboolean secret;
  gboolean other_hosts;
  gboolean revealed;
};

enum { CHANGED, REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardFieldRow, placard_field_row, GTK_TYPE_BOX)

static void
update_mask (PlacardFieldRow *self)
{
  gboolean secret = self->secret || placard_field_name_is_secret (
                                        gtk_editable_get_text (GTK_EDITABLE (self->name)));

  gtk_entry_set_visibility (self->value, !secret || self->revealed);
  gtk_entry_set_icon_from_icon_name (self->value, GTK_ENTRY_ICON_SECONDARY,
                                     !secret          ? NULL
                                     : self->revealed ? "view-conceal-symbolic"
                                                      : "view-reveal-symbolic");
  if (secret)
    gtk_entry_set_icon_tooltip_text (self->value, GTK_ENTRY_ICON_SECONDARY,
                                     self->revealed ? _ ("Hide the value") : _ ("Show the value"));
}

static void
changed_cb (PlacardFieldRow *self)
{
  update_mask (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
icon_pressed_cb (PlacardFieldRow *self)
{
  self->revealed = !self->revealed;
  update_mask (self);
}

static void
remove_clicked_cb (PlacardFieldRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

PlacardField *
placard_field_row_dup_field (PlacardFieldRow *self)
{
  PlacardField *field = g_new0 (PlacardField, 1);

  field->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  field->value = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->value)));
  field->enabled = gtk_check_button_get_active (self->enabled);
  field->secret = self->secret || placard_field_name_is_secret (field->name);
  field->other_hosts = self->other_hosts;
  return field;
}

void
placard_field_row_set_field (PlacardFieldRow *self, const PlacardField *field)
{
  self->secret = field->secret;
  self->other_hosts = field->other_hosts;
  gtk_editable_set_text (GTK_EDITABLE (self->name), field->name ? field->name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->value), field->value ? field->value : "");
  gtk_check_button_set_active (self->enabled, field->enabled);
  update_mask (self);
}

void
placard_field_row_set_problem (PlacardFieldRow *self, const char *problem)
{
  gtk_label_set_text (self->problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_STATE_INVALID,
                               problem ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

void
placard_field_row_focus_name (PlacardFieldRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
placard_field_row_class_init (PlacardFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldRow, enabled);
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldRow, name);
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldRow, value);
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldRow, problem);
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, icon_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
placard_field_row_init (PlacardFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlacardFieldRow *
placard_field_row_new (const char *name_label, const char *value_label)
{
  PlacardFieldRow *self = g_object_new (PLACARD_TYPE_FIELD_ROW, NULL);

  gtk_entry_set_placeholder_text (self->name, name_label);
  gtk_entry_set_placeholder_text (self->value, value_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name_label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  value_label, -1);
  return self;
}
