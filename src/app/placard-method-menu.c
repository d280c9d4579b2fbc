/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-method-menu.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardMethodMenu {
  AdwBin parent_instance;

  GtkDropDown *drop_down;
  GtkStringList *methods;

  PlacardRequest *request;
  gboolean setting; /* the selection changes because the request did */
};

G_DEFINE_FINAL_TYPE (PlacardMethodMenu, placard_method_menu, ADW_TYPE_BIN)

static const char *const known[] = {"GET",    "POST", "PUT",     "PATCH",
                                    "DELETE", "HEAD", "OPTIONS", NULL};

static guint
find_or_add (PlacardMethodMenu *self, const char *method)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->methods));

  for (guint i = 0; i < n; i++)
    if (strcmp (gtk_string_list_get_string (self->methods, i), method) == 0)
      return i;
  gtk_string_list_append (self->methods, method);
  return n;
}

static void
request_changed_cb (PlacardMethodMenu *self)
{
  self->setting = TRUE;
  gtk_drop_down_set_selected (
      self->drop_down, find_or_add (self, placard_request_get_effective_method (self->request)));
  self->setting = FALSE;
}

static void
selected_cb (PlacardMethodMenu *self)
{
  guint selected = gtk_drop_down_get_selected (self->drop_down);

  if (self->setting || !self->request || selected == GTK_INVALID_LIST_POSITION)
    return;
  placard_request_set_method (self->request, gtk_string_list_get_string (self->methods, selected));
}

void
placard_method_menu_set_request (PlacardMethodMenu *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_METHOD_MENU (self));

  if (self->request)
    g_signal_handlers_disconnect_by_data (self->request, self);
  g_set_object (&self->request, request);
  if (!request)
    return;
  g_signal_connect_swapped (request, "changed", G_CALLBACK (request_changed_cb), self);
  request_changed_cb (self);
}

static void
placard_method_menu_dispose (GObject *object)
{
  placard_method_menu_set_request (PLACARD_METHOD_MENU (object), NULL);
  G_OBJECT_CLASS (placard_method_menu_parent_class)->dispose (object);
}

static void
placard_method_menu_class_init (PlacardMethodMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_method_menu_dispose;
}

static void
placard_method_menu_init (PlacardMethodMenu *self)
{
  self->methods = gtk_string_list_new (known);
  self->drop_down = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (self->methods), NULL));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->drop_down), _ ("Method"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Method"), -1);
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->drop_down));
}
