/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-part-grid.h"

#include "placard-part-row.h"

#include <glib/gi18n-lib.h>

/* What the field of a file is called where nobody said it. */
#define DEFAULT_NAME "file"

struct _PlacardPartGrid {
  PlacardGrid parent_instance;

  GtkFileChooserNative *chooser;
};

enum { MEASURED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardPartGrid, placard_part_grid, PLACARD_TYPE_GRID)

static PlacardGridRow *
part_grid_create_row (PlacardGrid *grid)
{
  return PLACARD_GRID_ROW (placard_part_row_new ());
}

static void
measured_cb (PlacardPartGrid *self)
{
  g_signal_emit (self, signals[MEASURED], 0);
}

static void
part_grid_adopt_row (PlacardGrid *grid, PlacardGridRow *row)
{
  g_signal_connect_object (row, "measured", G_CALLBACK (measured_cb), grid, G_CONNECT_SWAPPED);
}

void
placard_part_grid_set_form (PlacardPartGrid *self, PlacardForm *form)
{
  PlacardGrid *grid = PLACARD_GRID (self);
  GPtrArray *parts = placard_form_get_parts (form);

  placard_grid_begin_setting (grid);
  placard_grid_clear (grid);
  for (guint i = 0; i < parts->len; i++)
    placard_grid_append (grid, PLACARD_GRID_ROW (placard_part_row_new_for_part (parts->pdata[i])));
  placard_grid_end_setting (grid);
}

PlacardForm *
placard_part_grid_dup_form (PlacardPartGrid *self)
{
  PlacardForm *form = placard_form_new ();
  PlacardGridRow *row = placard_grid_get_first (PLACARD_GRID (self));

  for (; row; row = placard_grid_get_next (row))
    if (!placard_grid_row_is_blank (row))
      placard_part_row_append_to (PLACARD_PART_ROW (row), form);
  return form;
}

static PlacardPartRow *
next_file (PlacardGridRow *row)
{
  for (; row; row = placard_grid_get_next (row))
    if (placard_part_row_is_file (PLACARD_PART_ROW (row)))
      return PLACARD_PART_ROW (row);
  return NULL;
}

static PlacardPartRow *
next_file_after (PlacardPartRow *row)
{
  return next_file (placard_grid_get_next (PLACARD_GRID_ROW (row)));
}

guint
placard_part_grid_count_files (PlacardPartGrid *self)
{
  PlacardPartRow *row = next_file (placard_grid_get_first (PLACARD_GRID (self)));
  guint n = 0;

  for (; row; row = next_file_after (row))
    n++;
  return n;
}

/* The last one says more than the first: "file1" may be the name of the only one. */
char *
placard_part_grid_get_naming (PlacardPartGrid *self, PlacardFormNaming *naming)
{
  PlacardPartRow *row = next_file (placard_grid_get_first (PLACARD_GRID (self)));
  PlacardPartRow *last = row;
  guint index = 0;
  const char *name;

  *naming = PLACARD_FORM_NAME_SAME;
  for (; row; row = next_file_after (row)) {
    index += row != last;
    last = row;
  }
  if (!last)
    return g_strdup (DEFAULT_NAME);
  name = placard_grid_row_get_name (PLACARD_GRID_ROW (last));
  return placard_form_split_name (name, index, naming);
}

void
placard_part_grid_name_files (PlacardPartGrid *self, const char *base, PlacardFormNaming naming)
{
  PlacardGrid *grid = PLACARD_GRID (self);
  PlacardPartRow *row = next_file (placard_grid_get_first (grid));

  placard_grid_begin_setting (grid);
  for (guint index = 0; row; row = next_file_after (row)) {
    g_autofree char *name = placard_form_name_file (base, naming, index++);

    placard_part_row_set_name (row, name);
  }
  placard_grid_end_setting (grid);
  placard_grid_changed (grid);
}

void
placard_part_grid_add_files (PlacardPartGrid *self, GSList *files)
{
  PlacardGrid *grid = PLACARD_GRID (self);
  PlacardFormNaming naming;
  g_autofree char *base = placard_part_grid_get_naming (self, &naming);
  guint index = placard_part_grid_count_files (self);

  placard_grid_begin_setting (grid);
  for (GSList *at = files; at; at = at->next) {
    g_autofree char *name = placard_form_name_file (base, naming, index++);

    placard_grid_append (grid, PLACARD_GRID_ROW (placard_part_row_new_for_file (at->data, name)));
  }
  placard_grid_end_setting (grid);
  placard_grid_changed (grid);
}

static PlacardPartRow *
nth_enabled (PlacardPartGrid *self, guint index)
{
  PlacardGridRow *row = placard_grid_get_first (PLACARD_GRID (self));

  for (; row; row = placard_grid_get_next (row))
    if (!placard_grid_row_is_blank (row) && placard_grid_row_get_enabled (row) && index-- == 0)
      return PLACARD_PART_ROW (row);
  return NULL;
}

/* The layout is a head, a content, a head, ... and the end; the contents' sizes are the rows'. */
goffset
placard_part_grid_get_length (PlacardPartGrid *self, PlacardForm *form, guint *parts)
{
  g_autoptr (GPtrArray) layout = placard_form_layout (form);
  goffset sum = 0;

  *parts = layout->len / 2;
  for (guint i = 0; i < layout->len; i++) {
    PlacardPartRow *row = i % 2 ? nth_enabled (self, i / 2) : NULL;
    goffset length = row ? placard_part_row_get_size (row)
                         : placard_body_get_length (g_ptr_array_index (layout, i));

    if (length < 0)
      return -1;
    sum += length;
  }
  return sum;
}

void
placard_part_grid_measure (PlacardPartGrid *self)
{
  PlacardPartRow *row = next_file (placard_grid_get_first (PLACARD_GRID (self)));

  for (; row; row = next_file_after (row))
    placard_part_row_measure (row);
}

/* Choosing */

static GSList *
list_files (GListModel *model)
{
  GSList *files = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    files = g_slist_append (files, g_list_model_get_item (model, i));
  return files;
}

static void
chosen_cb (PlacardPartGrid *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GListModel) model = NULL;
  GSList *files;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  model = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  files = list_files (model);
  placard_part_grid_add_files (self, files);
  g_slist_free_full (files, g_object_unref);
}

static void
choose_clicked_cb (PlacardPartGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Choose Files to Send"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
placard_part_grid_dispose (GObject *object)
{
  PlacardPartGrid *self = PLACARD_PART_GRID (object);

  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (placard_part_grid_parent_class)->dispose (object);
}

static void
placard_part_grid_class_init (PlacardPartGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_part_grid_dispose;
  PLACARD_GRID_CLASS (klass)->create_row = part_grid_create_row;
  PLACARD_GRID_CLASS (klass)->adopt_row = part_grid_adopt_row;

  signals[MEASURED] = g_signal_new ("measured", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
placard_part_grid_init (PlacardPartGrid *self)
{
  GtkWidget *choose = gtk_button_new_with_label (_ ("Add Files…"));

  placard_grid_set_add_label (PLACARD_GRID (self), _ ("Add Field"));
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (choose_clicked_cb), self);
  placard_grid_add_button (PLACARD_GRID (self), choose);
}
