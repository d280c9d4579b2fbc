/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-field-grid.h"

#include <glib/gi18n-lib.h>

struct _PlacardFieldGrid {
  PlacardGrid parent_instance;

  char *name_label;
  char *value_label;
  PlacardFieldRowMarks marks;
  PlacardFieldBlockKind block_kind;
};

G_DEFINE_FINAL_TYPE (PlacardFieldGrid, placard_field_grid, PLACARD_TYPE_GRID)

static PlacardFieldRow *
row_new (PlacardFieldGrid *self, const PlacardField *field)
{
  PlacardFieldRow *row = placard_field_row_new (self->name_label, self->value_label, self->marks);

  if (field)
    placard_field_row_set_field (row, field);
  return row;
}

static PlacardGridRow *
field_grid_create_row (PlacardGrid *grid)
{
  return PLACARD_GRID_ROW (row_new (PLACARD_FIELD_GRID (grid), NULL));
}

static char *
join_sentences (GPtrArray *rejected)
{
  g_autoptr (GPtrArray) words = g_ptr_array_copy (rejected, NULL, NULL);
  g_autofree char *joined = NULL;

  g_ptr_array_set_free_func (words, NULL);
  g_ptr_array_add (words, NULL);
  joined = g_strjoinv ("\n", (char **) words->pdata);
  /* Translators: %s is a list, such as: line 3, “GET / HTTP/1.1” */
  return g_strdup_printf (_ ("Not understood, and left out:\n%s"), joined);
}

void
placard_field_grid_paste (PlacardFieldGrid *self, const char *text)
{
  PlacardGrid *grid = PLACARD_GRID (self);
  g_autoptr (GPtrArray) rejected = NULL;
  g_autoptr (GPtrArray) fields = placard_field_block_parse (text, self->block_kind, &rejected);
  g_autofree char *sentence = NULL;

  placard_grid_begin_setting (grid);
  for (guint i = 0; i < fields->len; i++)
    placard_grid_append (grid, PLACARD_GRID_ROW (row_new (self, g_ptr_array_index (fields, i))));
  placard_grid_end_setting (grid);
  if (fields->len > 0)
    placard_grid_changed (grid);
  if (rejected->len > 0)
    sentence = join_sentences (rejected);
  else if (fields->len == 0)
    sentence = g_strdup (_ ("There are no lines “Name: value”, no object and no pairs to paste."));
  placard_grid_tell (grid, sentence);
}

/* An empty row that a block is pasted into is not left over. */
static void
block_pasted_cb (PlacardFieldGrid *self, const char *text, PlacardGridRow *row)
{
  if (placard_grid_row_is_blank (row))
    gtk_widget_activate_action (GTK_WIDGET (row), "row.remove", NULL);
  placard_field_grid_paste (self, text);
}

static void
field_grid_adopt_row (PlacardGrid *grid, PlacardGridRow *row)
{
  g_signal_connect_object (row, "block-pasted", G_CALLBACK (block_pasted_cb), grid,
                           G_CONNECT_SWAPPED);
}

static void
clipboard_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardFieldGrid) self = PLACARD_FIELD_GRID (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  placard_field_grid_paste (self, text ? text : "");
}

static void
paste_clicked_cb (PlacardFieldGrid *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL,
                                 clipboard_read_cb, g_object_ref (self));
}

GPtrArray *
placard_field_grid_dup_fields (PlacardFieldGrid *self)
{
  GPtrArray *fields = placard_field_list_new ();
  PlacardGridRow *row = placard_grid_get_first (PLACARD_GRID (self));

  for (; row; row = placard_grid_get_next (row))
    if (!placard_grid_row_is_blank (row))
      g_ptr_array_add (fields, placard_field_row_dup_field (PLACARD_FIELD_ROW (row)));
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

    if (x->enabled != y->enabled || x->encoded != y->encoded || x->secret != y->secret ||
        x->other_hosts != y->other_hosts || g_strcmp0 (x->name, y->name) != 0 ||
        g_strcmp0 (x->value, y->value) != 0)
      return FALSE;
  }
  return TRUE;
}

/* The number of fields stays: each row takes its own, and the one with the cursor keeps it. */
static gboolean
fill_rows (PlacardFieldGrid *self, GPtrArray *present, GPtrArray *fields)
{
  if (present->len != fields->len)
    return FALSE;
  for (guint i = 0; i < fields->len; i++) {
    g_autoptr (GPtrArray) one = g_ptr_array_new ();
    g_autoptr (GPtrArray) other = g_ptr_array_new ();

    g_ptr_array_add (one, present->pdata[i]);
    g_ptr_array_add (other, fields->pdata[i]);
    if (!fields_equal (one, other))
      placard_field_row_set_field (
          PLACARD_FIELD_ROW (placard_grid_get_nth (PLACARD_GRID (self), i)), fields->pdata[i]);
  }
  return TRUE;
}

void
placard_field_grid_set_fields (PlacardFieldGrid *self, GPtrArray *fields)
{
  PlacardGrid *grid = PLACARD_GRID (self);
  g_autoptr (GPtrArray) present = NULL;

  g_return_if_fail (PLACARD_IS_FIELD_GRID (self));

  present = placard_field_grid_dup_fields (self);
  if (fields_equal (present, fields))
    return;
  placard_grid_begin_setting (grid);
  if (!fill_rows (self, present, fields)) {
    placard_grid_clear (grid);
    for (guint i = 0; i < fields->len; i++)
      placard_grid_append (grid, PLACARD_GRID_ROW (row_new (self, g_ptr_array_index (fields, i))));
  }
  placard_grid_end_setting (grid);
}

void
placard_field_grid_mark (PlacardFieldGrid *self, int index, const char *problem)
{
  PlacardGridRow *row = placard_grid_get_first (PLACARD_GRID (self));
  int at = 0;

  for (; row; row = placard_grid_get_next (row)) {
    gboolean blank = placard_grid_row_is_blank (row);

    placard_grid_row_set_problem (row, !blank && at == index ? problem : NULL);
    at += !blank;
  }
}

void
placard_field_grid_set_labels (PlacardFieldGrid *self,
                               const char *add,
                               const char *name,
                               const char *value)
{
  g_return_if_fail (PLACARD_IS_FIELD_GRID (self));

  placard_grid_set_add_label (PLACARD_GRID (self), add);
  g_free (self->name_label);
  g_free (self->value_label);
  self->name_label = g_strdup (name);
  self->value_label = g_strdup (value);
}

void
placard_field_grid_set_kind (PlacardFieldGrid *self,
                             PlacardFieldRowMarks marks,
                             PlacardFieldBlockKind kind)
{
  g_return_if_fail (PLACARD_IS_FIELD_GRID (self));

  self->marks = marks;
  self->block_kind = kind;
  placard_grid_set_fold_names (PLACARD_GRID (self), kind == PLACARD_FIELD_BLOCK_HEADERS);
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
  G_OBJECT_CLASS (klass)->finalize = placard_field_grid_finalize;
  PLACARD_GRID_CLASS (klass)->create_row = field_grid_create_row;
  PLACARD_GRID_CLASS (klass)->adopt_row = field_grid_adopt_row;
}

static void
placard_field_grid_init (PlacardFieldGrid *self)
{
  GtkWidget *paste = gtk_button_new_from_icon_name ("edit-paste-symbolic");
  const char *name = _ ("Paste Several: lines, a JSON object or pairs");

  gtk_widget_set_tooltip_text (paste, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (paste), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (paste, "clicked", G_CALLBACK (paste_clicked_cb), self);
  placard_grid_add_button (PLACARD_GRID (self), paste);
}
