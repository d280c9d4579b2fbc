/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-json-view.h"

#include "placard-json-tree.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Children of one node that are listed: whoever looks for the ten thousandth searches in the text. */
#define MOST_CHILDREN 10000

/* A node as an object, for list models. */
#define PLACARD_TYPE_JSON_ITEM (placard_json_item_get_type ())
G_DECLARE_FINAL_TYPE (PlacardJsonItem, placard_json_item, PLACARD, JSON_ITEM, GObject)

struct _PlacardJsonItem {
  GObject parent_instance;

  PlacardSpool *spool;
  PlacardJsonNode *node;
};

G_DEFINE_FINAL_TYPE (PlacardJsonItem, placard_json_item, G_TYPE_OBJECT)

static void
placard_json_item_finalize (GObject *object)
{
  PlacardJsonItem *self = PLACARD_JSON_ITEM (object);

  g_clear_object (&self->spool);
  g_clear_pointer (&self->node, placard_json_node_free);
  G_OBJECT_CLASS (placard_json_item_parent_class)->finalize (object);
}

static void
placard_json_item_class_init (PlacardJsonItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_json_item_finalize;
}

static void
placard_json_item_init (PlacardJsonItem *self)
{
}

/* @node: (transfer full) */
static PlacardJsonItem *
placard_json_item_new (PlacardSpool *spool, PlacardJsonNode *node)
{
  PlacardJsonItem *self = g_object_new (PLACARD_TYPE_JSON_ITEM, NULL);

  self->spool = g_object_ref (spool);
  self->node = node;
  return self;
}

struct _PlacardJsonView {
  AdwBin parent_instance;

  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (PlacardJsonView, placard_json_view, ADW_TYPE_BIN)

static GListModel *
list_children (gpointer object, gpointer user_data)
{
  PlacardJsonItem *item = PLACARD_JSON_ITEM (object);
  g_autoptr (GPtrArray) children = NULL;
  GListStore *store;

  if (item->node->n_children == 0)
    return NULL;
  children = placard_json_tree_read_children (item->spool, item->node, 0, MOST_CHILDREN, NULL);
  if (!children)
    return NULL;
  store = g_list_store_new (PLACARD_TYPE_JSON_ITEM);
  g_ptr_array_set_free_func (children, NULL);
  for (guint i = 0; i < children->len; i++) {
    g_autoptr (PlacardJsonItem) child =
        placard_json_item_new (item->spool, g_ptr_array_index (children, i));

    g_list_store_append (store, child);
  }
  return G_LIST_MODEL (store);
}

static char *
describe (const PlacardJsonNode *node)
{
  guint n = (guint) MIN (node->n_children, G_MAXINT);
  g_autofree char *count =
      node->preview ? NULL : g_strdup_printf (ngettext ("%u entry", "%u entries", n), n);
  const char *value = node->preview ? node->preview : count;
  const char *last = strrchr (node->pointer, '/');

  if (node->name)
    return g_strdup_printf ("%s: %s", node->name, value);
  /* In a list the place is the name. */
  return last ? g_strdup_printf ("%s: %s", last + 1, value) : g_strdup (value);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "monospace");
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (item, expander);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  g_autoptr (PlacardJsonItem) json = gtk_tree_list_row_get_item (row);
  g_autofree char *text = describe (json->node);

  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_text (GTK_LABEL (gtk_tree_expander_get_child (expander)), text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (expander), json->node->pointer);
}

static void
activate_cb (PlacardJsonView *self, guint position)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (model), position);
  g_autoptr (PlacardJsonItem) json = gtk_tree_list_row_get_item (row);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-text", "s", json->node->pointer);
}

gboolean
placard_json_view_show (PlacardJsonView *self, PlacardSpool *spool)
{
  PlacardJsonNode *node = placard_json_tree_read_root (spool, NULL);
  g_autoptr (PlacardJsonItem) item = NULL;
  g_autoptr (GtkSingleSelection) selection = NULL;
  GListStore *root;
  GtkTreeListModel *tree;
  GtkTreeListRow *first;

  g_return_val_if_fail (PLACARD_IS_JSON_VIEW (self), FALSE);

  if (!node)
    return FALSE;
  item = placard_json_item_new (spool, node);
  root = g_list_store_new (PLACARD_TYPE_JSON_ITEM);
  g_list_store_append (root, item);
  tree = gtk_tree_list_model_new (G_LIST_MODEL (root), FALSE, FALSE, list_children, NULL, NULL);
  first = gtk_tree_list_model_get_row (tree, 0);
  gtk_tree_list_row_set_expanded (first, TRUE);
  g_object_unref (first);
  selection = gtk_single_selection_new (G_LIST_MODEL (tree));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  return TRUE;
}

static void
placard_json_view_class_init (PlacardJsonViewClass *klass)
{
}

static void
placard_json_view_init (PlacardJsonView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (activate_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("JSON as a tree"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), scroller);
}
