/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-list-page.h"

#include "placard-thumbnails.h"

#include <glib/gi18n-lib.h>

#define THUMBNAIL_SIZE 128

struct _PlacardListPage {
  GtkBox parent_instance;

  GtkLabel *heading;
  GtkStack *stack;
  GtkListView *rows;
  GtkGridView *grid;

  PlacardThumbnails *thumbnails; /* NULL before the first listing */
};

G_DEFINE_FINAL_TYPE (PlacardListPage, placard_list_page, GTK_TYPE_BOX)

/* --- words ------------------------------------------------------------------------------------- */

static char *
describe_listing (PlacardListing *listing)
{
  guint n = placard_listing_get_n_items (listing);

  switch (placard_listing_get_kind (listing)) {
  case PLACARD_LISTING_PARTS:
    return g_strdup_printf (ngettext ("%u part", "%u parts", n), n);
  case PLACARD_LISTING_FIELDS:
    return g_strdup_printf (ngettext ("%u field", "%u fields", n), n);
  case PLACARD_LISTING_ADDRESSES:
    return g_strdup_printf (ngettext ("%u picture", "%u pictures", n), n);
  }
  return NULL;
}

static gboolean
is_known (PlacardMediaType type)
{
  return type != PLACARD_MEDIA_UNKNOWN && type != PLACARD_MEDIA_EMPTY;
}

static char *
make_title (PlacardListed *listed)
{
  const PlacardListingItem *item = placard_listed_get_item (listed);

  if (item->name && *item->name)
    return g_strdup (item->name);
  /* Translators: a part of an answer that has no name, by its place. */
  return g_strdup_printf (_ ("Part %u"), placard_listed_get_index (listed) + 1);
}

/* "卡.png · declared image/png · PNG · 1.2 kB · its text" */
static char *
make_subtitle (const PlacardListingItem *item)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_free);
  char *text;

  if (item->file_name)
    g_ptr_array_add (facts, g_strdup (item->file_name));
  if (item->type)
    g_ptr_array_add (facts, g_strdup (item->type));
  if (is_known (item->sniffed) &&
      g_strcmp0 (item->type, placard_media_type_to_mime (item->sniffed)) != 0)
    g_ptr_array_add (facts, g_strdup (placard_media_type_to_name (item->sniffed)));
  if (item->size >= 0)
    g_ptr_array_add (facts, g_format_size ((guint64) item->size));
  if (item->text && *item->text)
    g_ptr_array_add (facts, g_strdup (item->text));
  g_ptr_array_add (facts, NULL);
  text = g_strjoinv ("  ·  ", (char **) facts->pdata);
  g_ptr_array_unref (facts);
  return text;
}

/* --- rows -------------------------------------------------------------------------------------- */

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *labels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *subtitle = make_label ("dim-label");

  gtk_widget_add_css_class (subtitle, "caption");
  gtk_box_append (GTK_BOX (labels), make_label (NULL));
  gtk_box_append (GTK_BOX (labels), subtitle);
  gtk_widget_set_hexpand (labels, TRUE);
  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), labels);
  gtk_widget_add_css_class (row, "listed");
  gtk_list_item_set_child (item, row);
}

static const char *
choose_icon (PlacardMediaType type)
{
  if (placard_media_type_is_image (type))
    return "image-x-generic-symbolic";
  if (placard_media_type_is_text (type))
    return "text-x-generic-symbolic";
  return "application-x-executable-symbolic";
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  PlacardListed *listed = gtk_list_item_get_item (item);
  const PlacardListingItem *facts = placard_listed_get_item (listed);
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *icon = gtk_widget_get_first_child (row);
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_last_child (row));
  GtkWidget *subtitle = gtk_widget_get_last_child (gtk_widget_get_last_child (row));
  g_autofree char *name = make_title (listed);
  g_autofree char *description = make_subtitle (facts);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), choose_icon (facts->sniffed));
  gtk_label_set_text (GTK_LABEL (title), name);
  gtk_label_set_text (GTK_LABEL (subtitle), description);
  gtk_widget_set_tooltip_text (row, description);
}

/* --- cells ------------------------------------------------------------------------------------- */

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *label = make_label ("caption");

  gtk_widget_set_size_request (picture, THUMBNAIL_SIZE, THUMBNAIL_SIZE);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_box_append (GTK_BOX (cell), picture);
  gtk_box_append (GTK_BOX (cell), label);
  gtk_widget_add_css_class (cell, "listed");
  gtk_list_item_set_child (item, cell);
}

static void
show_cell (GtkListItem *item)
{
  PlacardListed *listed = gtk_list_item_get_item (item);
  GtkWidget *cell = gtk_list_item_get_child (item);
  GtkPicture *picture = GTK_PICTURE (gtk_widget_get_first_child (cell));
  GtkLabel *label = GTK_LABEL (gtk_widget_get_last_child (cell));
  const char *problem = placard_listed_get_problem (listed);
  g_autofree char *title = make_title (listed);

  gtk_picture_set_paintable (picture, placard_listed_get_paintable (listed));
  gtk_picture_set_alternative_text (picture, title);
  gtk_label_set_text (label, title);
  gtk_widget_set_tooltip_text (
      cell, problem && *problem ? problem : placard_listed_get_item (listed)->address);
  if (problem)
    gtk_widget_add_css_class (cell, "problem");
  else
    gtk_widget_remove_css_class (cell, "problem");
}

static void
bind_cell_cb (PlacardListPage *self, GtkListItem *item)
{
  PlacardListed *listed = gtk_list_item_get_item (item);
  gulong id = g_signal_connect_object (listed, "notify::paintable", G_CALLBACK (show_cell), item,
                                       G_CONNECT_SWAPPED);

  g_object_set_data (G_OBJECT (item), "handler", GSIZE_TO_POINTER (id));
  show_cell (item);
  placard_thumbnails_want (self->thumbnails, listed);
}

static void
unbind_cell_cb (PlacardListPage *self, GtkListItem *item)
{
  PlacardListed *listed = gtk_list_item_get_item (item);
  gulong id = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (item), "handler"));

  if (id && g_signal_handler_is_connected (listed, id))
    g_signal_handler_disconnect (listed, id);
  if (self->thumbnails)
    placard_thumbnails_unwant (self->thumbnails, listed);
}

/* --- the page ---------------------------------------------------------------------------------- */

static void
activate_cb (PlacardListPage *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.choose", "u", position);
}

static void
set_models (PlacardListPage *self, gboolean is_grid)
{
  g_autoptr (GtkSingleSelection) selection =
      gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->thumbnails)));

  gtk_grid_view_set_model (self->grid, is_grid ? GTK_SELECTION_MODEL (selection) : NULL);
  gtk_list_view_set_model (self->rows, is_grid ? NULL : GTK_SELECTION_MODEL (selection));
  gtk_stack_set_visible_child_name (self->stack, is_grid ? "grid" : "rows");
}

void
placard_list_page_show (PlacardListPage *self, PlacardExchange *exchange)
{
  PlacardListing *listing = placard_exchange_get_listing (exchange);
  gboolean is_grid = placard_listing_get_kind (listing) == PLACARD_LISTING_ADDRESSES;
  g_autofree char *heading = describe_listing (listing);

  g_return_if_fail (PLACARD_IS_LIST_PAGE (self));

  if (self->thumbnails && placard_thumbnails_get_listing (self->thumbnails) == listing) {
    placard_thumbnails_resume (self->thumbnails);
    return;
  }
  gtk_grid_view_set_model (self->grid, NULL);
  gtk_list_view_set_model (self->rows, NULL);
  g_clear_object (&self->thumbnails);
  self->thumbnails = placard_thumbnails_new (exchange);
  gtk_label_set_text (self->heading, heading);
  set_models (self, is_grid);
}

void
placard_list_page_leave (PlacardListPage *self)
{
  g_return_if_fail (PLACARD_IS_LIST_PAGE (self));

  if (self->thumbnails)
    placard_thumbnails_pause (self->thumbnails);
}

PlacardFetch *
placard_list_page_get_fetch (PlacardListPage *self, guint index)
{
  g_return_val_if_fail (PLACARD_IS_LIST_PAGE (self), NULL);

  return self->thumbnails ? placard_thumbnails_get_fetch (self->thumbnails, index) : NULL;
}

static void
placard_list_page_dispose (GObject *object)
{
  PlacardListPage *self = PLACARD_LIST_PAGE (object);

  if (self->grid)
    gtk_grid_view_set_model (self->grid, NULL);
  if (self->rows)
    gtk_list_view_set_model (self->rows, NULL);
  self->grid = NULL;
  self->rows = NULL;
  g_clear_object (&self->thumbnails);
  G_OBJECT_CLASS (placard_list_page_parent_class)->dispose (object);
}

static void
placard_list_page_class_init (PlacardListPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_list_page_dispose;
}

static void
add_view (PlacardListPage *self, GtkWidget *view, const char *name)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What came"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_stack_add_named (self->stack, scroller, name);
  g_signal_connect_object (view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
}

static void
add_views (PlacardListPage *self)
{
  GtkListItemFactory *row_factory = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *cell_factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (row_factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (row_factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (cell_factory, "setup", G_CALLBACK (setup_cell_cb), NULL);
  g_signal_connect_object (cell_factory, "bind", G_CALLBACK (bind_cell_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell_factory, "unbind", G_CALLBACK (unbind_cell_cb), self,
                           G_CONNECT_SWAPPED);
  self->rows = GTK_LIST_VIEW (gtk_list_view_new (NULL, row_factory));
  self->grid = GTK_GRID_VIEW (gtk_grid_view_new (NULL, cell_factory));
  gtk_list_view_set_single_click_activate (self->rows, TRUE);
  gtk_grid_view_set_single_click_activate (self->grid, TRUE);
  gtk_grid_view_set_max_columns (self->grid, 12);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "navigation-sidebar");
  add_view (self, GTK_WIDGET (self->rows), "rows");
  add_view (self, GTK_WIDGET (self->grid), "grid");
}

static void
placard_list_page_init (PlacardListPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->heading = GTK_LABEL (make_label ("heading"));
  gtk_widget_set_margin_top (GTK_WIDGET (self->heading), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->heading), 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self->heading), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self->heading), 18);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->heading));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->stack));
  add_views (self);
}
