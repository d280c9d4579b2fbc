/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: `cleared` is what Clear took away, and is there only until the next change. */
#include "config.h"

#include "placard-grid.h"

#include <glib/gi18n-lib.h>

/* Fewer rows are found by looking. */
#define ROWS_TO_FILTER 8

typedef struct {
  GtkWidget *filter;
  GtkWidget *rows;
  GtkWidget *message;
  GtkWidget *buttons;
  GtkWidget *add;
  GtkWidget *add_content;
  GtkWidget *clear;
  GPtrArray *cleared; /* (nullable): of PlacardGridRow */
  gboolean fold_names;
  guint setting;
} PlacardGridPrivate;

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PlacardGrid, placard_grid, GTK_TYPE_BOX)

static PlacardGridPrivate *
get_private (PlacardGrid *self)
{
  return placard_grid_get_instance_private (self);
}

PlacardGridRow *
placard_grid_get_first (PlacardGrid *self)
{
  return (PlacardGridRow *) gtk_widget_get_first_child (get_private (self)->rows);
}

PlacardGridRow *
placard_grid_get_next (PlacardGridRow *row)
{
  return (PlacardGridRow *) gtk_widget_get_next_sibling (GTK_WIDGET (row));
}

PlacardGridRow *
placard_grid_get_nth (PlacardGrid *self, guint index)
{
  PlacardGridRow *row = placard_grid_get_first (self);

  for (; row; row = placard_grid_get_next (row))
    if (!placard_grid_row_is_blank (row) && index-- == 0)
      return row;
  return NULL;
}

/* What follows from the rows */

static char *
dup_key (PlacardGrid *self, PlacardGridRow *row)
{
  const char *name = placard_grid_row_get_name (row);

  return get_private (self)->fold_names ? g_ascii_strdown (name, -1) : g_strdup (name);
}

static GHashTable *
count_names (PlacardGrid *self)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PlacardGridRow *row = placard_grid_get_first (self);

  for (; row; row = placard_grid_get_next (row)) {
    char *key = dup_key (self, row);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

    g_hash_table_insert (counts, key, GUINT_TO_POINTER (n + placard_grid_row_get_enabled (row)));
  }
  return counts;
}

/* Names may come more than once; it is told, since it may not be meant. */
void
placard_grid_update_hints (PlacardGrid *self)
{
  g_autoptr (GHashTable) counts = count_names (self);
  PlacardGridRow *row = placard_grid_get_first (self);

  for (; row; row = placard_grid_get_next (row)) {
    g_autofree char *key = dup_key (self, row);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));
    g_autofree char *hint = NULL;

    if (*key && n > 1 && placard_grid_row_get_enabled (row))
      hint = g_strdup_printf (
          ngettext ("%u has this name", "%u have this name: all are sent, in this order", n), n);
    placard_grid_row_set_hint (row, hint);
  }
}

static void
apply_filter (PlacardGrid *self)
{
  PlacardGridPrivate *priv = get_private (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (priv->filter));
  PlacardGridRow *row = placard_grid_get_first (self);
  guint n = 0;

  for (; row; row = placard_grid_get_next (row)) {
    gtk_widget_set_visible (GTK_WIDGET (row), placard_grid_row_matches (row, text));
    n++;
  }
  gtk_widget_set_visible (priv->filter, n >= ROWS_TO_FILTER || *text);
}

static void
update_clear (PlacardGrid *self)
{
  PlacardGridPrivate *priv = get_private (self);
  const char *name = priv->cleared ? _ ("Undo Clear") : _ ("Clear");

  gtk_button_set_icon_name (GTK_BUTTON (priv->clear),
                            priv->cleared ? "edit-undo-symbolic" : "edit-clear-all-symbolic");
  gtk_widget_set_tooltip_text (priv->clear, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->clear), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_set_visible (priv->clear, priv->cleared || placard_grid_get_first (self));
}

static void
update (PlacardGrid *self)
{
  placard_grid_update_hints (self);
  apply_filter (self);
  update_clear (self);
}

void
placard_grid_changed (PlacardGrid *self)
{
  PlacardGridPrivate *priv = get_private (self);

  if (priv->setting > 0)
    return;
  g_clear_pointer (&priv->cleared, g_ptr_array_unref);
  placard_grid_tell (self, NULL);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
placard_grid_begin_setting (PlacardGrid *self)
{
  PlacardGridPrivate *priv = get_private (self);

  g_clear_pointer (&priv->cleared, g_ptr_array_unref);
  priv->setting++;
}

void
placard_grid_end_setting (PlacardGrid *self)
{
  PlacardGridPrivate *priv = get_private (self);

  if (--priv->setting == 0)
    update (self);
}

void
placard_grid_tell (PlacardGrid *self, const char *sentence)
{
  GtkWidget *message = get_private (self)->message;

  gtk_label_set_text (GTK_LABEL (message), sentence ? sentence : "");
  gtk_widget_set_visible (message, sentence != NULL);
}

/* What a person asks for */

static void
remove_row (PlacardGrid *self, PlacardGridRow *row)
{
  PlacardGridPrivate *priv = get_private (self);
  PlacardGridRow *next = placard_grid_get_next (row);

  /* The focus goes to the next row, not out of the grid. */
  if (next)
    placard_grid_row_focus_name (next);
  else
    gtk_widget_grab_focus (priv->add);
  gtk_box_remove (GTK_BOX (priv->rows), GTK_WIDGET (row));
}

static void
place_behind (PlacardGrid *self, PlacardGridRow *row, GtkWidget *sibling)
{
  gtk_box_reorder_child_after (GTK_BOX (get_private (self)->rows), GTK_WIDGET (row), sibling);
}

static void
move_row (PlacardGrid *self, PlacardGridRow *row, gboolean up)
{
  GtkWidget *sibling = up ? gtk_widget_get_prev_sibling (GTK_WIDGET (row))
                          : gtk_widget_get_next_sibling (GTK_WIDGET (row));

  if (!sibling)
    return;
  place_behind (self, row, up ? gtk_widget_get_prev_sibling (sibling) : sibling);
}

static void
replace_all (PlacardGrid *self, PlacardGridRow *row)
{
  g_autofree char *key = dup_key (self, row);
  PlacardGridRow *other = placard_grid_get_first (self);

  while (other) {
    PlacardGridRow *next = placard_grid_get_next (other);
    g_autofree char *other_key = dup_key (self, other);

    if (other != row && g_str_equal (key, other_key))
      gtk_box_remove (GTK_BOX (get_private (self)->rows), GTK_WIDGET (other));
    other = next;
  }
  placard_grid_row_set_enabled (row, TRUE);
}

static void append_connected (PlacardGrid *self, PlacardGridRow *row);

static void
duplicate_row (PlacardGrid *self, PlacardGridRow *row)
{
  PlacardGridRow *copy = placard_grid_row_copy (row);

  append_connected (self, copy);
  place_behind (self, copy, GTK_WIDGET (row));
  placard_grid_row_focus_name (copy);
}

static void
command_cb (PlacardGrid *self, int command, PlacardGridRow *row)
{
  g_object_ref (row);
  placard_grid_begin_setting (self);
  switch ((PlacardGridCommand) command) {
  case PLACARD_GRID_REMOVE:
    remove_row (self, row);
    break;
  case PLACARD_GRID_DUPLICATE:
    duplicate_row (self, row);
    break;
  case PLACARD_GRID_MOVE_UP:
  case PLACARD_GRID_MOVE_DOWN:
    move_row (self, row, command == PLACARD_GRID_MOVE_UP);
    break;
  case PLACARD_GRID_REPLACE_ALL:
    replace_all (self, row);
    break;
  }
  placard_grid_end_setting (self);
  placard_grid_changed (self);
  g_object_unref (row);
}

static void
dropped_cb (PlacardGrid *self, PlacardGridRow *dragged, gboolean behind, PlacardGridRow *row)
{
  GtkWidget *sibling = behind ? GTK_WIDGET (row) : gtk_widget_get_prev_sibling (GTK_WIDGET (row));

  if (gtk_widget_get_parent (GTK_WIDGET (dragged)) != get_private (self)->rows)
    return;
  if (sibling != GTK_WIDGET (dragged))
    place_behind (self, dragged, sibling);
  placard_grid_changed (self);
}

static void
append_connected (PlacardGrid *self, PlacardGridRow *row)
{
  g_signal_connect_object (row, "changed", G_CALLBACK (placard_grid_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "command", G_CALLBACK (command_cb), self, G_CONNECT_SWAPPED);
  if (PLACARD_GRID_GET_CLASS (self)->adopt_row)
    PLACARD_GRID_GET_CLASS (self)->adopt_row (self, row);
  g_signal_connect_object (row, "dropped", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (get_private (self)->rows), GTK_WIDGET (row));
}

void
placard_grid_append (PlacardGrid *self, PlacardGridRow *row)
{
  append_connected (self, row);
  if (get_private (self)->setting == 0)
    update (self);
}

void
placard_grid_clear (PlacardGrid *self)
{
  PlacardGridRow *row;

  while ((row = placard_grid_get_first (self)))
    gtk_box_remove (GTK_BOX (get_private (self)->rows), GTK_WIDGET (row));
  if (get_private (self)->setting == 0)
    update (self);
}

static void
add_clicked_cb (PlacardGrid *self)
{
  PlacardGridRow *row = PLACARD_GRID_GET_CLASS (self)->create_row (self);

  gtk_editable_set_text (GTK_EDITABLE (get_private (self)->filter), "");
  placard_grid_append (self, row);
  placard_grid_row_focus_name (row);
}

/* Takes all rows away, and the next time puts them back. */
static void
clear_clicked_cb (PlacardGrid *self)
{
  PlacardGridPrivate *priv = get_private (self);
  g_autoptr (GPtrArray) back = g_steal_pointer (&priv->cleared);
  GPtrArray *taken = back ? NULL : g_ptr_array_new_with_free_func (g_object_unref);
  PlacardGridRow *row = placard_grid_get_first (self);

  for (; taken && row; row = placard_grid_get_next (row))
    g_ptr_array_add (taken, g_object_ref (row));
  gtk_editable_set_text (GTK_EDITABLE (priv->filter), "");
  if (taken)
    placard_grid_clear (self);
  for (guint i = 0; back && i < back->len; i++)
    gtk_box_append (GTK_BOX (priv->rows), back->pdata[i]);
  placard_grid_changed (self);
  priv->cleared = taken;
  update_clear (self);
}

void
placard_grid_set_add_label (PlacardGrid *self, const char *label)
{
  PlacardGridPrivate *priv = get_private (self);

  adw_button_content_set_label (ADW_BUTTON_CONTENT (priv->add_content), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->add), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
placard_grid_add_button (PlacardGrid *self, GtkWidget *button)
{
  PlacardGridPrivate *priv = get_private (self);

  gtk_widget_add_css_class (button, "flat");
  gtk_box_insert_child_after (GTK_BOX (priv->buttons), button,
                              gtk_widget_get_prev_sibling (priv->clear));
}

void
placard_grid_set_fold_names (PlacardGrid *self, gboolean fold)
{
  get_private (self)->fold_names = fold;
}

static void
placard_grid_dispose (GObject *object)
{
  PlacardGridPrivate *priv = get_private (PLACARD_GRID (object));

  g_clear_pointer (&priv->cleared, g_ptr_array_unref);
  G_OBJECT_CLASS (placard_grid_parent_class)->dispose (object);
}

static void
placard_grid_class_init (PlacardGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_grid_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
build_buttons (PlacardGrid *self, PlacardGridPrivate *priv)
{
  priv->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  priv->add = gtk_button_new ();
  priv->add_content = adw_button_content_new ();
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (priv->add_content), "list-add-symbolic");
  gtk_button_set_child (GTK_BUTTON (priv->add), priv->add_content);
  gtk_widget_add_css_class (priv->add, "flat");
  g_signal_connect_swapped (priv->add, "clicked", G_CALLBACK (add_clicked_cb), self);
  priv->clear = gtk_button_new ();
  gtk_widget_add_css_class (priv->clear, "flat");
  g_signal_connect_swapped (priv->clear, "clicked", G_CALLBACK (clear_clicked_cb), self);
  gtk_box_append (GTK_BOX (priv->buttons), priv->add);
  gtk_box_append (GTK_BOX (priv->buttons), priv->clear);
}

static void
build_message (PlacardGridPrivate *priv)
{
  priv->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (priv->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (priv->message), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (priv->message), 40);
  gtk_label_set_xalign (GTK_LABEL (priv->message), 0);
  gtk_widget_add_css_class (priv->message, "warning");
  gtk_widget_set_visible (priv->message, FALSE);
}

static void
placard_grid_init (PlacardGrid *self)
{
  PlacardGridPrivate *priv = get_private (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  priv->filter = gtk_search_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->filter), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Find a row"), -1);
  g_object_set (priv->filter, "placeholder-text", _ ("Find a row"), NULL);
  g_signal_connect_swapped (priv->filter, "search-changed", G_CALLBACK (apply_filter), self);
  priv->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  build_message (priv);
  build_buttons (self, priv);
  gtk_box_append (GTK_BOX (self), priv->filter);
  gtk_box_append (GTK_BOX (self), priv->rows);
  gtk_box_append (GTK_BOX (self), priv->message);
  gtk_box_append (GTK_BOX (self), priv->buttons);
  update (self);
}
