/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: what the row does not show is kept as long as it is true: that a value is none at all (until
 * one is typed), that a parameter is encoded already (until it gets a value). */
#include "config.h"

#include "placard-field-row.h"

#include "placard-field-block.h"
#include "placard-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardFieldRow {
  PlacardGridRow parent_instance;

  GtkEntry *name;
  GtkEntry *value;
  GtkWidget *marks_label;

  const char *name_label; /* interned */
  const char *value_label;
  PlacardFieldRowMarks marks;
  gboolean secret;
  gboolean other_hosts;
  gboolean no_value; /* the value was none, not an empty one */
  gboolean encoded;
  gboolean revealed;
};

enum { PROP_SECRET = 1, PROP_OTHER_HOSTS, PROP_REVEALED, N_PROPS };
enum { BLOCK_PASTED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardFieldRow, placard_field_row, PLACARD_TYPE_GRID_ROW)

static const char *
get_name (PlacardFieldRow *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}

static const char *
get_value (PlacardFieldRow *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->value));
}

static gboolean
is_secret (PlacardFieldRow *self)
{
  return self->secret || placard_field_name_is_secret (get_name (self));
}

static void
update_mask (PlacardFieldRow *self)
{
  gboolean secret = is_secret (self);

  gtk_entry_set_visibility (self->value, !secret || self->revealed);
  gtk_entry_set_icon_from_icon_name (self->value, GTK_ENTRY_ICON_SECONDARY,
                                     !secret          ? NULL
                                     : self->revealed ? "view-conceal-symbolic"
                                                      : "view-reveal-symbolic");
  if (secret)
    gtk_entry_set_icon_tooltip_text (self->value, GTK_ENTRY_ICON_SECONDARY,
                                     self->revealed ? _ ("Hide the value") : _ ("Show the value"));
  gtk_widget_set_visible (self->marks_label, self->other_hosts);
  /* The whole of what an entry shows a part of. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), get_name (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value),
                               !secret || self->revealed ? get_value (self) : NULL);
}

static void
changed_cb (PlacardFieldRow *self)
{
  update_mask (self);
  placard_grid_row_changed (PLACARD_GRID_ROW (self));
}

static void
value_changed_cb (PlacardFieldRow *self)
{
  if (*get_value (self))
    self->encoded = FALSE;
  changed_cb (self);
}

static void
icon_pressed_cb (PlacardFieldRow *self)
{
  g_object_set (self, "revealed", !self->revealed, NULL);
}

PlacardField *
placard_field_row_dup_field (PlacardFieldRow *self)
{
  g_autofree char *name = g_strstrip (g_strdup (get_name (self)));
  const char *value = get_value (self);
  gboolean none = self->encoded || (self->no_value && !*value);
  PlacardField *field = placard_field_new (name, none ? NULL : value);

  field->enabled = placard_grid_row_get_enabled (PLACARD_GRID_ROW (self));
  field->secret |= self->secret;
  field->other_hosts = self->other_hosts;
  field->encoded = self->encoded;
  return field;
}

void
placard_field_row_set_field (PlacardFieldRow *self, const PlacardField *field)
{
  PlacardGridRow *row = PLACARD_GRID_ROW (self);

  placard_grid_row_begin_setting (row);
  gtk_editable_set_text (GTK_EDITABLE (self->name), field->name ? field->name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->value), field->value ? field->value : "");
  placard_grid_row_set_enabled (row, field->enabled);
  self->secret = field->secret && !placard_field_name_is_secret (field->name);
  self->other_hosts = field->other_hosts;
  self->no_value = !field->value;
  self->encoded = field->encoded;
  if (self->no_value && self->marks == PLACARD_FIELD_ROW_SECRET_TRAVELS)
    gtk_entry_set_placeholder_text (self->value, _ ("Left out"));
  update_mask (self);
  placard_grid_row_end_setting (row);
}

/* Several lines in one entry */

typedef struct {
  PlacardFieldRow *row;
  GtkText *text;
} Paste;

static void
insert_text (GtkText *text, const char *pasted)
{
  int position;

  gtk_editable_delete_selection (GTK_EDITABLE (text));
  position = gtk_editable_get_position (GTK_EDITABLE (text));
  gtk_editable_insert_text (GTK_EDITABLE (text), pasted, -1, &position);
  gtk_editable_set_position (GTK_EDITABLE (text), position);
}

static void
clipboard_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Paste *paste = user_data;
  g_autofree char *pasted = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  /* In a row that has something already it is a part of that: a value may be JSON. */
  if (pasted && placard_grid_row_is_blank (PLACARD_GRID_ROW (paste->row)) &&
      placard_field_block_is_one (pasted))
    g_signal_emit (paste->row, signals[BLOCK_PASTED], 0, pasted);
  else if (pasted)
    insert_text (paste->text, g_strchomp (pasted));
  g_object_unref (paste->row);
  g_object_unref (paste->text);
  g_free (paste);
}

/* Whether it is one value or a block is known when the clipboard was read. */
static void
paste_cb (GtkText *text, PlacardFieldRow *self)
{
  Paste *paste = g_new0 (Paste, 1);

  g_signal_stop_emission_by_name (text, "paste-clipboard");
  paste->row = g_object_ref (self);
  paste->text = g_object_ref (text);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL,
                                 clipboard_read_cb, paste);
}

static void
add_entry (PlacardFieldRow *self, GtkEntry **entry, int width, int natural_width)
{
  *entry = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (*entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (*entry), natural_width);
  gtk_widget_set_hexpand (GTK_WIDGET (*entry), TRUE);
  g_signal_connect (gtk_editable_get_delegate (GTK_EDITABLE (*entry)), "paste-clipboard",
                    G_CALLBACK (paste_cb), self);
  placard_grid_row_add_content (PLACARD_GRID_ROW (self), GTK_WIDGET (*entry));
}

/* The row's virtual functions */

static PlacardGridRow *
field_row_copy (PlacardGridRow *row)
{
  PlacardFieldRow *self = PLACARD_FIELD_ROW (row);
  g_autoptr (PlacardField) field = placard_field_row_dup_field (self);
  PlacardFieldRow *copy = placard_field_row_new (self->name_label, self->value_label, self->marks);

  placard_field_row_set_field (copy, field);
  return PLACARD_GRID_ROW (copy);
}

static const char *
field_row_get_name (PlacardGridRow *row)
{
  return get_name (PLACARD_FIELD_ROW (row));
}

static gboolean
field_row_is_blank (PlacardGridRow *row)
{
  return !*get_name (PLACARD_FIELD_ROW (row)) && !*get_value (PLACARD_FIELD_ROW (row));
}

static gboolean
contains (const char *text, const char *folded)
{
  g_autofree char *own = g_utf8_casefold (text, -1);

  return strstr (own, folded) != NULL;
}

/* What is masked is not found by its letters either. */
static gboolean
field_row_matches (PlacardGridRow *row, const char *folded)
{
  PlacardFieldRow *self = PLACARD_FIELD_ROW (row);

  return contains (get_name (self), folded) ||
         (gtk_entry_get_visibility (self->value) && contains (get_value (self), folded));
}

static void
field_row_focus_name (PlacardGridRow *row)
{
  gtk_widget_grab_focus (GTK_WIDGET (PLACARD_FIELD_ROW (row)->name));
}

static GMenuModel *
field_row_build_menu (PlacardGridRow *row)
{
  PlacardFieldRow *self = PLACARD_FIELD_ROW (row);
  GMenu *menu = g_menu_new ();

  if (self->marks >= PLACARD_FIELD_ROW_SECRET)
    g_menu_append (menu, _ ("_Secret"), "row.secret");
  if (self->marks >= PLACARD_FIELD_ROW_SECRET_TRAVELS)
    g_menu_append (menu, _ ("Also to _Other Hosts"), "row.other-hosts");
  if (is_secret (self))
    g_menu_append (menu, _ ("Show the _Value"), "row.revealed");
  return G_MENU_MODEL (menu);
}

static void
placard_field_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlacardFieldRow *self = PLACARD_FIELD_ROW (object);

  if (id == PROP_SECRET)
    g_value_set_boolean (value, is_secret (self));
  else if (id == PROP_OTHER_HOSTS)
    g_value_set_boolean (value, self->other_hosts);
  else if (id == PROP_REVEALED)
    g_value_set_boolean (value, self->revealed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
placard_field_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PlacardFieldRow *self = PLACARD_FIELD_ROW (object);

  if (id == PROP_SECRET)
    self->secret = g_value_get_boolean (value);
  else if (id == PROP_OTHER_HOSTS)
    self->other_hosts = g_value_get_boolean (value);
  else if (id == PROP_REVEALED)
    self->revealed = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  if (id == PROP_REVEALED)
    update_mask (self);
  else
    changed_cb (self);
}

static void
install_marks (GObjectClass *object_class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (object_class);

  properties[PROP_SECRET] = g_param_spec_boolean ("secret", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OTHER_HOSTS] = g_param_spec_boolean ("other-hosts", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "row.secret", "secret");
  gtk_widget_class_install_property_action (widget_class, "row.other-hosts", "other-hosts");
  gtk_widget_class_install_property_action (widget_class, "row.revealed", "revealed");
}

static void
placard_field_row_class_init (PlacardFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  PlacardGridRowClass *row_class = PLACARD_GRID_ROW_CLASS (klass);

  object_class->get_property = placard_field_row_get_property;
  object_class->set_property = placard_field_row_set_property;
  row_class->copy = field_row_copy;
  row_class->get_name = field_row_get_name;
  row_class->is_blank = field_row_is_blank;
  row_class->matches = field_row_matches;
  row_class->focus_name = field_row_focus_name;
  row_class->build_menu = field_row_build_menu;
  install_marks (object_class);

  signals[BLOCK_PASTED] =
      g_signal_new ("block-pasted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
placard_field_row_init (PlacardFieldRow *self)
{
  add_entry (self, &self->name, 6, 14);
  add_entry (self, &self->value, 7, 20);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->value, "changed", G_CALLBACK (value_changed_cb), self);
  g_signal_connect_swapped (self->value, "icon-press", G_CALLBACK (icon_pressed_cb), self);
  self->marks_label = gtk_label_new (_ ("Also sent to other hosts"));
  gtk_label_set_xalign (GTK_LABEL (self->marks_label), 0);
  gtk_widget_add_css_class (self->marks_label, "warning");
  gtk_widget_add_css_class (self->marks_label, "caption");
  placard_grid_row_add_detail (PLACARD_GRID_ROW (self), self->marks_label);
  update_mask (self);
}

PlacardFieldRow *
placard_field_row_new (const char *name_label, const char *value_label, PlacardFieldRowMarks marks)
{
  PlacardFieldRow *self = g_object_new (PLACARD_TYPE_FIELD_ROW, NULL);

  self->marks = marks;
  self->name_label = g_intern_string (name_label);
  self->value_label = g_intern_string (value_label);
  placard_grid_row_adopt_entry (PLACARD_GRID_ROW (self), self->name, name_label);
  placard_grid_row_adopt_entry (PLACARD_GRID_ROW (self), self->value, value_label);
  return self;
}
