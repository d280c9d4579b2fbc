/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curl commands in and out of a window. */
#include "config.h"

#include "placard-window-request.h"

#include "placard-curl-command.h"
#include "placard-mask.h"

#include <glib/gi18n-lib.h>

void
placard_window_tell (PlacardWindow *self, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s", body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

void
placard_window_tell_list (PlacardWindow *self,
                          const char *heading,
                          const char *sentence,
                          GPtrArray *names)
{
  g_autoptr (GString) body = g_string_new (sentence);

  g_string_append_c (body, '\n');
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (body, "\n%s", (const char *) g_ptr_array_index (names, i));
  placard_window_tell (self, heading, body->str);
}

/* A window shows one answer, and its own Save is what writes files. */
static void
add_beside (GPtrArray *left_out, const PlacardOptions *options)
{
  if (options->output)
    g_ptr_array_add (left_out, g_strdup ("--output"));
  if (options->output_dir)
    g_ptr_array_add (left_out, g_strdup ("--output-dir"));
  if (options->remote_name)
    g_ptr_array_add (left_out, g_strdup ("--remote-name"));
  if (options->remote_header_name)
    g_ptr_array_add (left_out, g_strdup ("--remote-header-name"));
  if (options->write_out)
    g_ptr_array_add (left_out, g_strdup ("--write-out"));
  for (guint i = 1; i < options->urls->len; i++)
    g_ptr_array_add (left_out, placard_mask_url (g_ptr_array_index (options->urls, i)));
}

gboolean
placard_window_take_command (PlacardWindow *self, const char *text)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardOptions) options =
      placard_curl_command_parse (text, NULL, request, &left_out, &error);

  if (!options) {
    placard_window_show_message (self, error->message);
    return FALSE;
  }
  placard_window_set_request (self, request);
  if (!left_out)
    left_out = g_ptr_array_new_with_free_func (g_free);
  add_beside (left_out, options);
  if (left_out->len > 0)
    placard_window_tell_list (self, _ ("Not Everything Was Taken Over"),
                              _ ("Placard does without these parts of the curl command:"),
                              left_out);
  return TRUE;
}

/* --- pasting ----------------------------------------------------------------------------------- */

static void
command_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardWindow) self = PLACARD_WINDOW (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (text ? text : ""));

  if (placard_curl_command_is_one (stripped))
    placard_window_take_command (self, stripped);
  else
    placard_window_show_message (self, _ ("There is no curl command in the clipboard"));
}

static void
paste_command_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (user_data)), NULL,
                                 command_read_cb, g_object_ref (user_data));
}

/* What has the focus pastes as ever, unless it is a command. */
static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardWindow) self = PLACARD_WINDOW (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (text ? text : ""));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (placard_curl_command_is_one (stripped))
    placard_window_take_command (self, stripped);
  else if (!focus || !gtk_widget_activate_action (focus, "clipboard.paste", NULL))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.paste", NULL);
}

static gboolean
paste_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  /* Where no text goes in there is nothing to look at first. */
  if (!GTK_IS_EDITABLE (focus) && !GTK_IS_TEXT_VIEW (focus))
    return FALSE;
  if (!gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING))
    return FALSE;
  gdk_clipboard_read_text_async (clipboard, NULL, pasted_cb, g_object_ref (widget));
  return TRUE;
}

void
placard_window_catch_pastes (PlacardWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>v|<Shift>Insert"),
                        gtk_callback_action_new (paste_cb, NULL, NULL));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* --- copying ----------------------------------------------------------------------------------- */

static void
copy_command (PlacardWindow *self, gboolean with_secrets)
{
  g_autoptr (GPtrArray) left_out = NULL;
  g_autofree char *command = placard_curl_command_format (self->request, with_secrets, &left_out);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  if (left_out && left_out->len > 0)
    placard_window_tell_list (self, _ ("Copied as a curl Command"),
                              _ ("curl has no words for this, so it is not in the command:"),
                              left_out);
  else
    placard_window_show_message (self, with_secrets
                                           ? _ ("Copied as a curl command, with its secrets")
                                           : _ ("Copied as a curl command, without its secrets"));
}

static void
copy_command_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy_command (PLACARD_WINDOW (user_data), FALSE);
}

static void
copy_command_with_secrets_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy_command (PLACARD_WINDOW (user_data), TRUE);
}

/* --- actions ----------------------------------------------------------------------------------- */

static const GActionEntry actions[] = {
    {"paste-command", paste_command_action},
    {"copy-command", copy_command_action},
    {"copy-command-with-secrets", copy_command_with_secrets_action},
};

void
placard_window_add_command_actions (PlacardWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
