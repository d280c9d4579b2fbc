/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-query-page.h"

#include "placard-field-grid.h"
#include "placard-query.h"

#include <glib/gi18n-lib.h>

struct _PlacardQueryPage {
  GtkBox parent_instance;

  PlacardFieldGrid *grid;

  PlacardRequest *request;
};

G_DEFINE_FINAL_TYPE (PlacardQueryPage, placard_query_page, GTK_TYPE_BOX)

static void
changed_cb (PlacardQueryPage *self)
{
  g_autoptr (GPtrArray) fields = placard_field_grid_dup_fields (self->grid);

  if (self->request)
    placard_query_set (self->request, fields);
}

void
placard_query_page_update (PlacardQueryPage *self)
{
  g_autoptr (GPtrArray) shown = placard_field_grid_dup_fields (self->grid);
  g_autoptr (GPtrArray) fields = placard_query_list (self->request);
  g_autoptr (GPtrArray) merged = placard_query_merge (shown, fields);

  placard_field_grid_set_fields (self->grid, merged);
}

void
placard_query_page_set_request (PlacardQueryPage *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_QUERY_PAGE (self));

  g_set_object (&self->request, request);
}

static void
placard_query_page_dispose (GObject *object)
{
  g_clear_object (&PLACARD_QUERY_PAGE (object)->request);
  G_OBJECT_CLASS (placard_query_page_parent_class)->dispose (object);
}

static void
placard_query_page_class_init (PlacardQueryPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_query_page_dispose;
}

/* The rule is told, since a form and a path have another one. */
static GtkWidget *
rule_new (void)
{
  GtkWidget *rule = gtk_label_new (_ ("Encoded once when it is sent: a space as “+”, a plus as "
                                      "“%2B”. What the address has already stays as it is "
                                      "written there, “%20” too."));

  gtk_label_set_wrap (GTK_LABEL (rule), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (rule), 40);
  gtk_label_set_xalign (GTK_LABEL (rule), 0);
  gtk_widget_add_css_class (rule, "dim-label");
  gtk_widget_add_css_class (rule, "caption");
  return rule;
}

static void
placard_query_page_init (PlacardQueryPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->grid = g_object_new (PLACARD_TYPE_FIELD_GRID, NULL);
  placard_field_grid_set_labels (self->grid, _ ("Add Parameter"), _ ("Parameter name"),
                                 _ ("Parameter value"));
  placard_field_grid_set_kind (self->grid, PLACARD_FIELD_ROW_PLAIN, PLACARD_FIELD_BLOCK_PARAMETERS);
  g_signal_connect_swapped (self->grid, "changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (self), rule_new ());
}
