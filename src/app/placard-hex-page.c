/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-hex-page.h"

#include "placard-row-list.h"
#include "placard-rows-view.h"

#include <glib/gi18n-lib.h>

struct _PlacardHexPage {
  GtkBox parent_instance;

  GtkDropDown *columns;
  PlacardRowsView *rows;

  PlacardSpool *spool; /* that is shown; NULL before the first */
};

G_DEFINE_FINAL_TYPE (PlacardHexPage, placard_hex_page, GTK_TYPE_BOX)

static void
fill (PlacardHexPage *self)
{
  g_autoptr (PlacardRowList) rows = NULL;

  if (!self->spool)
    return;
  /* The choices are in the order of the enumeration. */
  rows = placard_row_list_new_bytes (self->spool,
                                     (PlacardHexColumn) gtk_drop_down_get_selected (self->columns));
  placard_rows_view_set_rows (self->rows, G_LIST_MODEL (rows));
}

void
placard_hex_page_show (PlacardHexPage *self, PlacardSpool *spool)
{
  g_return_if_fail (PLACARD_IS_HEX_PAGE (self));

  if (g_set_object (&self->spool, spool))
    fill (self);
}

static void
placard_hex_page_dispose (GObject *object)
{
  g_clear_object (&PLACARD_HEX_PAGE (object)->spool);
  G_OBJECT_CLASS (placard_hex_page_parent_class)->dispose (object);
}

static void
placard_hex_page_class_init (PlacardHexPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_hex_page_dispose;
}

static void
placard_hex_page_init (PlacardHexPage *self)
{
  const char *const columns[] = {_ ("Hexadecimal"),
                                 /* Translators: bytes as numbers from 0 to 255. */
                                 _ ("Unsigned numbers"),
                                 /* Translators: bytes as numbers from -128 to 127. */
                                 _ ("Signed numbers"), NULL};

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->columns = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (columns));
  gtk_widget_set_halign (GTK_WIDGET (self->columns), GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (GTK_WIDGET (self->columns), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->columns), 6);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->columns), _ ("How bytes are written"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->columns), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How bytes are written"), -1);
  g_signal_connect_object (self->columns, "notify::selected", G_CALLBACK (fill), self,
                           G_CONNECT_SWAPPED);
  self->rows = g_object_new (PLACARD_TYPE_ROWS_VIEW, "vexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->columns));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->rows));
}
