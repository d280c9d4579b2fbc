/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-start-page.h"

#include "placard-demo-list.h"
#include "placard-fetch.h"

#include <glib/gi18n-lib.h>

#define MOST_BYTES (256 * 1024)

struct _PlacardStartPage {
  AdwBin parent_instance;

  AdwPreferencesGroup *demo;

  GCancellable *cancellable;
  gboolean listed;
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardStartPage, placard_start_page, ADW_TYPE_BIN)

static void
row_activated_cb (PlacardStartPage *self, AdwActionRow *row)
{
  PlacardRequest *request = g_object_get_data (G_OBJECT (row), "request");

  g_signal_emit (self, signals[CHOSEN], 0, request);
}

static void
add_row (PlacardStartPage *self, const PlacardDemoEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), entry->subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "request", g_object_ref (entry->request), g_object_unref);
  g_signal_connect_swapped (row, "activated", G_CALLBACK (row_activated_cb), self);
  adw_preferences_group_add (self->demo, row);
}

static const char *
get_language (void)
{
  /* "zh_CN.UTF-8", "zh_CN", "zh", "C": the plain language is among them. */
  for (const char *const *name = g_get_language_names (); *name; name++)
    if (strlen (*name) == 2)
      return *name;
  return NULL;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardStartPage) self = PLACARD_START_PAGE (user_data);
  PlacardFetch *fetch = PLACARD_FETCH (source);
  g_autofree char *json = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gssize length;

  if (!placard_fetch_run_finish (fetch, result, NULL) || self->listed)
    return;
  json = g_malloc (MOST_BYTES);
  length = placard_spool_read_at (placard_fetch_get_spool (fetch), 0, json, MOST_BYTES, NULL);
  if (length <= 0)
    return;
  self->listed = TRUE;
  entries = placard_demo_list_parse (json, length, get_language ());
  for (guint i = 0; i < entries->len; i++)
    add_row (self, g_ptr_array_index (entries, i));
  gtk_widget_set_visible (GTK_WIDGET (self->demo), entries->len > 0);
}

void
placard_start_page_list_demo (PlacardStartPage *self, PlacardSession *session, const char *base_url)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardFetch) fetch = NULL;

  g_return_if_fail (PLACARD_IS_START_PAGE (self));

  if (self->listed)
    return;
  placard_request_set_url (request, base_url);
  fetch = placard_fetch_new (session, request, NULL);
  placard_fetch_run_async (fetch, self->cancellable, fetched_cb, g_object_ref (self));
}

static void
placard_start_page_dispose (GObject *object)
{
  PlacardStartPage *self = PLACARD_START_PAGE (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (placard_start_page_parent_class)->dispose (object);
}

static void
placard_start_page_class_init (PlacardStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_start_page_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PLACARD_TYPE_REQUEST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardStartPage, demo);
}

static void
placard_start_page_init (PlacardStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}
