/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The request of a window as a whole: what can be done with it now, and another one made of it. */
#include "config.h"

#include "placard-window-request.h"

#include "placard-duplicate.h"
#include "placard-effective-view.h"
#include "placard-effective.h"
#include "placard-next-hop.h"
#include "placard-response-type.h"
#include "placard-sent-view.h"
#include "placard-setting.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- another one ------------------------------------------------------------------------------- */

void
placard_window_tell_left_behind (PlacardWindow *self, GPtrArray *names)
{
  g_return_if_fail (PLACARD_IS_WINDOW (self));

  if (names && names->len > 0)
    placard_window_tell_list (
        self, _ ("Not Taken Along"),
        _ ("The new address is of another origin. What was given for the first "
           "one stays there:"),
        names);
}

static void
duplicate_to (PlacardWindow *self, const char *url)
{
  g_autoptr (GPtrArray) left_behind = NULL;
  g_autoptr (PlacardRequest) request = placard_duplicate_new (self->request, url, &left_behind);
  PlacardWindow *window = placard_window_new (gtk_window_get_application (GTK_WINDOW (self)),
                                              self->session, self->demo_url);

  placard_window_set_request (window, request);
  gtk_window_present (GTK_WINDOW (window));
  placard_window_tell_left_behind (window, left_behind);
}

static void
duplicate_response_cb (AdwMessageDialog *dialog, const char *response, PlacardWindow *self)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);

  if (g_str_equal (response, "duplicate"))
    duplicate_to (self, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
duplicate_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Duplicate the Request"),
      _ ("The copy opens in a window of its own. For another origin it leaves secrets behind."));
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), placard_request_get_url (self->request));
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_URL);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Address of the copy"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "duplicate", _ ("_Duplicate"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "duplicate");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (duplicate_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- what will be sent ------------------------------------------------------------------------- */

static void
show_effective_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  g_autoptr (PlacardRequest) request = placard_window_dup_filled (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = placard_effective_list (request, &error);

  if (lines)
    placard_effective_view_present (GTK_WINDOW (self), lines);
  else
    placard_window_tell (self, _ ("It Cannot Be Sent"), error->message);
}

static void
show_as_sent_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  placard_sent_view_present (GTK_WINDOW (self), placard_exchange_get_fetch (self->exchange));
}

/* --- as a page, and by hand --------------------------------------------------------------------- */

/* A redirect that was not followed, and where it leads (SPEC IN37). (transfer full) (nullable) */
static PlacardRequest *
dup_next_hop (PlacardWindow *self, GPtrArray **withheld, GError **error)
{
  PlacardFetch *fetch = self->exchange ? placard_exchange_get_fetch (self->exchange) : NULL;
  g_autoptr (PlacardResponse) response = fetch ? placard_fetch_dup_response (fetch) : NULL;

  if (!response || !placard_exchange_is_finished (self->exchange) ||
      strcmp (placard_response_type_get (placard_fetch_get_request (fetch), response, NULL),
              "opaqueredirect") != 0)
    return NULL;
  return placard_next_hop_build (placard_fetch_get_request (fetch), response, withheld, error);
}

static void
follow_hop_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  g_autoptr (GPtrArray) withheld = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardRequest) next = dup_next_hop (self, &withheld, &error);

  if (error)
    placard_window_tell (self, _ ("It Cannot Be Followed"), error->message);
  if (!next)
    return;
  placard_window_set_request (self, next);
  placard_window_send (self);
  if (withheld && withheld->len > 0)
    placard_window_tell_list (self, _ ("Not Sent On"),
                              _ ("The redirect leads to another origin. This was not for it:"),
                              withheld);
}

static void
send_as_page_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  const char *origin, *credentials;
  g_autoptr (GError) error = NULL;

  g_variant_get (parameter, "(&s&s)", &origin, &credentials);
  if (!placard_setting_set (self->request, "origin", origin, &error) ||
      !placard_setting_set (self->request, "credentials", *credentials ? credentials : NULL,
                            &error)) {
    placard_window_show_message (self, error->message);
    return;
  }
  if (placard_policy_get_cors (placard_request_get_policy (self->request)) == PLACARD_CORS_UNASKED)
    placard_setting_set (self->request, "cors", "verdict", NULL);
  placard_window_send (self);
}

static void
show_cors_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  gtk_window_unfullscreen (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->inspector_flap, TRUE);
  placard_cors_panel_focus (placard_inspector_get_cors_panel (self->inspector));
}

static void
update_cors_panel (PlacardWindow *self)
{
  g_autoptr (PlacardRequest) request = NULL;

  if (!self->inspector || !self->request || !adw_flap_get_reveal_flap (self->inspector_flap))
    return;
  request = placard_window_dup_filled (self);
  placard_cors_panel_show (placard_inspector_get_cors_panel (self->inspector), self->session,
                           request, self->exchange);
}

/* --- actions ----------------------------------------------------------------------------------- */

static void
forget_variables_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  g_clear_pointer (&self->values, g_hash_table_unref);
  placard_window_update_actions (self);
  placard_window_show_message (self, _ ("The next time it is sent, its variables are asked for"));
}

static const GActionEntry actions[] = {
    {"duplicate", duplicate_action},
    {"follow-hop", follow_hop_action},
    {"show-as-sent", show_as_sent_action},
    {"show-cors", show_cors_action},
    {"send-as-page", send_as_page_action, "(ss)"},
    {"show-effective", show_effective_action},
    {"forget-variables", forget_variables_action},
};

void
placard_window_add_request_actions (PlacardWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  placard_window_add_command_actions (self);
  placard_window_add_profile_actions (self);
}

static void
enable (PlacardWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static gboolean
leads_on (PlacardWindow *self)
{
  g_autoptr (PlacardRequest) next = dup_next_hop (self, NULL, NULL);

  return next != NULL;
}

void
placard_window_update_request_actions (PlacardWindow *self)
{
  const char *url = self->request ? placard_request_get_url (self->request) : NULL;
  gboolean has_address = url && *url;

  enable (self, "copy-command", has_address);
  enable (self, "copy-command-with-secrets", has_address);
  enable (self, "duplicate", has_address);
  enable (self, "show-effective", has_address);
  enable (self, "save-as-profile", has_address);
  enable (self, "keep-in-profile", self->request && placard_request_get_profile (self->request));
  enable (self, "show-as-sent", self->exchange != NULL);
  enable (self, "follow-hop", leads_on (self));
  enable (self, "forget-variables", self->values != NULL);
  update_cors_panel (self);
}
