/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-rows-view.h"

#include <glib/gi18n-lib.h>

struct _PlacardRowsView {
  AdwBin parent_instance;

  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (PlacardRowsView, placard_rows_view, ADW_TYPE_BIN)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "monospace");
  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *row = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (row));
}

void
placard_rows_view_set_rows (PlacardRowsView *self, GListModel *rows)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  g_return_if_fail (PLACARD_IS_ROWS_VIEW (self));

  if (rows)
    selection = gtk_single_selection_new (g_object_ref (rows));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

void
placard_rows_view_scroll_to (PlacardRowsView *self, guint row)
{
  GtkSelectionModel *selection;

  g_return_if_fail (PLACARD_IS_ROWS_VIEW (self));

  selection = gtk_list_view_get_model (self->list);
  if (selection)
    gtk_selection_model_select_item (selection, row, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", row);
}

static void
placard_rows_view_class_init (PlacardRowsViewClass *klass)
{
}

static void
placard_rows_view_init (PlacardRowsView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "rows");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Rows of the answer"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), scroller);
}
