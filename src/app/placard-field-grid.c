/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-field-grid.h"

#include "placard-field-row.h"

struct _PlacardFieldGrid {
  GtkBox parent_instance;

  GtkBox *rows;
  GtkWidget *add;
  AdwButtonContent *add_content;

  char *name_label;
  char *value_label;
  gboolean setting; /* rows change because the request did, not the other way round */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardFieldGrid, placard_field_grid, GTK_TYPE_BOX)

static void
changed_cb (PlacardFieldGrid *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
removed_cb (PlacardFieldGrid *self, PlacardFieldRow *row)
{
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (row));

  /* The focus goes to the next row, not out of the grid. */
  if (next)
    placard_field_row_focus_name (PLACARD_FIELD_ROW (next));
  else
    gtk_widget_grab_focus (self->add);
  gtk_box_remove (self->rows, GTK_WIDGET (row));
  changed_cb (self);
}

static PlacardFieldRow *
append_row (PlacardFieldGrid *self, const PlacardField *field)
{
  PlacardFieldRow *row = placard_field_row_new (self->name_label, self->value_label);

  if (field)
    placard_field_row_set_field (row, field);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (row, "removed", G_CALLBACK (removed_cb), self);
  gtk_box_append (self->rows, GTK_WIDGET (row));
  return row;
}

static void
add_clicked_cb (PlacardFieldGrid *self)
{
  placard_field_row_focus_name (append_row (self, NULL));
}

static gboolean
is_blank (const PlacardField *field)
{
  return !*field->name && !*field->value;
}

GPtrArray *
placard_field_grid_dup_fields (PlacardFieldGrid *self)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  for (; row; row = gtk_widget_get_next_sibling (row)) {
    g_autoptr (PlacardField) field = placard_field_row_dup_field (PLACARD_FIELD_ROW (row));

    if (!is_blank (field))
      g_ptr_array_add (fields, g_steal_pointer (&field));
  }
  return fields;
}

static gboolean
fields_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const PlacardField *x = g_ptr_array_index (a, i);
    const PlacardField *y = g_ptr_array_index (b, i);

    if (x->enabled != y->enabled || g_strcmp0 (x->name, y->name) != 0 ||
        g_strcmp0 (x->value, y->value) != 0)
      return FALSE;
  }
  return TRUE;
}

void
placard_field_grid_set_fields (PlacardFieldGrid *self, GPtrArray *fields)
{
  g_autoptr (GPtrArray) present = NULL;
  GtkWidget *row;

  g_return_if_fail (PLACARD_IS_FIELD_GRID (self));

  present = placard_field_grid_dup_fields (self);
  if (fields_equal (present, fields))
    return;
  self->setting = TRUE;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))))
    gtk_box_remove (self->rows, row);
  for (guint i = 0; i < fields->len; i++)
    append_row (self, g_ptr_array_index (fields, i));
  self->setting = FALSE;
}

void
placard_field_grid_mark (PlacardFieldGrid *self, int index, const char *problem)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  int at = 0;

  for (; row; row = gtk_widget_get_next_sibling (row)) {
    g_autoptr (PlacardField) field = placard_field_row_dup_field (PLACARD_FIELD_ROW (row));
    gboolean blank = is_blank (field);

    placard_field_row_set_problem (PLACARD_FIELD_ROW (row), !blank && at == index ? problem : NULL);
    if (!blank)
      at++;
  }
}

void
placard_field_grid_set_labels (PlacardFieldGrid *self,
                               const char *add,
                               const char *name,
                               const char *value)
{
  g_return_if_fail (PLACARD_IS_FIELD_GRID (self));

  adw_button_content_set_label (self->add_content, add);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL, add,
                                  -1);
  g_free (self->name_label);
  g_free (self->value_label);
  self->name_label = g_strdup (name);
  self->value_label = g_strdup (value);
}

static void
placard_field_grid_finalize (GObject *object)
{
  PlacardFieldGrid *self = PLACARD_FIELD_GRID (object);

  g_free (self->name_label);
  g_free (self->value_label);
  G_OBJECT_CLASS (placard_field_grid_parent_class)->finalize (object);
}

static void
placard_field_grid_class_init (PlacardFieldGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = placard_field_grid_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-field-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldGrid, rows);
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldGrid, add);
  gtk_widget_class_bind_template_child (widget_class, PlacardFieldGrid, add_content);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
placard_field_grid_init (PlacardFieldGrid *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
