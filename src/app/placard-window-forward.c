/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-window-forward.h"

#include "placard-forward-dialog.h"
#include "placard-forward-targets.h"
#include "placard-forward.h"

#include <glib/gi18n-lib.h>

/* The answer of the one that it is forwarded to is shown in a window of its own, beside this one. */
static void
send_on (PlacardWindow *self, PlacardRequest *request)
{
  PlacardWindow *window = placard_window_new (gtk_window_get_application (GTK_WINDOW (self)),
                                              self->session, self->demo_url);
  g_autoptr (PlacardSaving) saving = placard_saving_copy (placard_request_get_saving (request));

  /* Who wants this window's work to outlive it wants that of the forwarding too. */
  saving->keepalive = saving->keepalive || placard_request_get_saving (self->request)->keepalive;
  placard_request_set_saving (request, saving);
  placard_stage_set_takes_any (window->stage, TRUE);
  placard_window_set_request (window, request);
  placard_window_send (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
forward_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  PlacardForwardDialog *dialog = placard_forward_dialog_new (GTK_WINDOW (self), self->exchange);

  g_signal_connect_object (dialog, "forward", G_CALLBACK (send_on), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "kept", G_CALLBACK (placard_window_show_message), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct {
  PlacardWindow *window;
  PlacardExchange *exchange; /* what was on the screen when it was asked for */
} Forwarding;

static void
forwarding_free (Forwarding *forwarding)
{
  g_object_unref (forwarding->window);
  g_object_unref (forwarding->exchange);
  g_free (forwarding);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forwarding, forwarding_free)

static void
target_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Forwarding) forwarding = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardRequest) target = placard_forward_targets_load_finish (result, &error);
  g_autoptr (PlacardRequest) request = NULL;

  if (target)
    request = placard_forward_build_from_exchange (target, forwarding->exchange, &error);
  if (request)
    send_on (forwarding->window, request);
  else
    placard_window_show_message (forwarding->window, error->message);
}

static void
forward_to_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Forwarding *forwarding = g_new0 (Forwarding, 1);

  forwarding->window = g_object_ref (user_data);
  forwarding->exchange = g_object_ref (forwarding->window->exchange);
  placard_forward_targets_load_async (g_variant_get_string (parameter, NULL), target_loaded_cb,
                                      forwarding);
}

static void
targets_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GMenu) menu = user_data;
  g_autoptr (GPtrArray) paths = placard_forward_targets_list_finish (result);

  g_menu_remove_all (menu);
  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index (paths, i);
    g_autofree char *name = placard_forward_targets_dup_name (path);
    /* Translators: %s is what a person called the target of a forwarding. */
    g_autofree char *label = g_strdup_printf (_ ("Forward to “%s”"), name);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "win.forward-to", "s", path);
    g_menu_append_item (menu, item);
  }
}

static void
list_cb (GMenu *menu)
{
  placard_forward_targets_list_async (NULL, targets_listed_cb, g_object_ref (menu));
}

void
placard_window_list_targets (PlacardWindow *self, GMenu *save_menu, AdwSplitButton *button)
{
  GMenu *menu = g_object_get_data (G_OBJECT (save_menu), "targets");
  GtkPopover *popover = adw_split_button_get_popover (button);

  if (!menu) {
    menu = g_menu_new ();
    g_menu_append_section (save_menu, NULL, G_MENU_MODEL (menu));
    g_object_set_data_full (G_OBJECT (save_menu), "targets", menu, g_object_unref);
    list_cb (menu);
  }
  if (popover)
    g_signal_connect_object (popover, "map", G_CALLBACK (list_cb), menu, G_CONNECT_SWAPPED);
}

static const GActionEntry actions[] = {
    {"forward", forward_action},
    {"forward-to", forward_to_action, "s"},
};

void
placard_window_add_forward_actions (PlacardWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
