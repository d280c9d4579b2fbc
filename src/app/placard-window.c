/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - What is shown is derived from the exchange by update(), which any change of it calls through the
 *   progress; the window remembers nothing about an answer.
 * - There is one exchange at a time; a new one cancels the one before it.
 * - Panels are made when they are opened first: a cold start to a picture does not need them.
 */
#include "config.h"

#include "placard-window-private.h"

#include "placard-autosave.h"
#include "placard-background.h"
#include "placard-batch-dialog.h"
#include "placard-batch-item.h"
#include "placard-curl-command.h"
#include "placard-window-clipping.h"
#include "placard-window-forward.h"
#include "placard-profile.h"
#include "placard-toast.h"
#include "placard-window-request.h"

#include <glib/gi18n-lib.h>

/* Longer than a toast takes to come and another to go. */

G_DEFINE_FINAL_TYPE (PlacardWindow, placard_window, ADW_TYPE_APPLICATION_WINDOW)

static void
chosen_cb (PlacardWindow *self, PlacardRequest *request)
{
  g_autoptr (PlacardRequest) copy = placard_request_copy (request);

  placard_window_set_request (self, copy);
  placard_window_send (self);
}

static void
update_inspector (PlacardWindow *self)
{
  if (self->inspector && adw_flap_get_reveal_flap (self->inspector_flap))
    placard_inspector_show (self->inspector, self->exchange);
}

void
placard_window_update (PlacardWindow *self)
{
  placard_stage_show (self->stage, self->exchange);
  placard_status_line_show (self->status_line, self->exchange);
  update_inspector (self);
  placard_window_update_actions (self);
  placard_window_update_trust (self);
  placard_window_consider_sign_in (self);
}

static void
update_chrome (PlacardWindow *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  gboolean narrow = adw_squeezer_get_visible_child (self->squeezer) != self->wide_buttons;

  gtk_widget_set_visible (self->header, !fullscreen);
  gtk_widget_set_visible (GTK_WIDGET (self->status_line), !fullscreen);
  gtk_widget_set_visible (self->bottom_bar, narrow && !fullscreen);
  placard_status_line_set_narrow (self->status_line, narrow);
  if (fullscreen) {
    adw_flap_set_reveal_flap (self->flap, FALSE);
    adw_flap_set_reveal_flap (self->inspector_flap, FALSE);
  }
  placard_stage_set_presenting (self->stage, fullscreen);
  placard_window_update_actions (self);
}

static gboolean
get_keepalive (PlacardWindow *self)
{
  return self->request && placard_request_get_saving (self->request)->keepalive;
}

/* What goes on with the exchange that this window does not want any more: nothing, unless it is being saved
 * or is still giving bytes away and that was to outlive it (IN30). */
static void
let_go_of_exchange (PlacardWindow *self)
{
  PlacardFetch *fetch = placard_exchange_get_fetch (self->exchange);

  if (get_keepalive (self) && placard_saver_is_saving (self->saver, self->exchange))
    return;
  if (get_keepalive (self) && placard_progress_get_busy (self->progress) &&
      placard_request_get_body (placard_fetch_get_request (fetch)))
    placard_background_finish (self->exchange);
  else
    placard_exchange_cancel (self->exchange);
}

void
placard_window_set_exchange (PlacardWindow *self, PlacardExchange *exchange)
{
  g_return_if_fail (PLACARD_IS_WINDOW (self));

  if (exchange && self->exchange == exchange)
    return;
  if (self->exchange)
    let_go_of_exchange (self);
  placard_window_close_sign_in (self);
  g_set_object (&self->exchange, exchange);
  if (exchange)
    placard_autosave_follow (self->saver, exchange);
  placard_progress_set_exchange (self->progress, exchange);
  placard_window_update (self);
}

void
placard_window_set_request (PlacardWindow *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_WINDOW (self));
  g_return_if_fail (PLACARD_IS_REQUEST (request));

  if (self->request == request)
    return;
  if (self->request)
    g_signal_handlers_disconnect_by_data (self->request, self);
  g_set_object (&self->request, request);
  placard_policy_set_credential_store (placard_request_get_policy (request), self->credentials);
  placard_window_lend_jar (self, request);
  g_signal_connect_swapped (request, "changed", G_CALLBACK (placard_window_update_actions), self);
  g_signal_connect_swapped (request, "changed", G_CALLBACK (placard_window_update_trust), self);
  placard_address_bar_set_request (self->address_bar, request);
  placard_method_menu_set_request (self->method_menu, request);
  placard_method_menu_set_request (self->bottom_method_menu, request);
  if (self->editor)
    g_object_set (self->editor, "request", request, NULL);
  placard_window_update_actions (self);
}

void
placard_window_show_message (PlacardWindow *self, const char *message)
{
  placard_toast_show (self->toasts, message, NULL, NULL, NULL);
}

static void
show_invalid_field (PlacardWindow *self, const char *field, const char *message)
{
  if (!field || g_str_equal (field, "url")) {
    placard_address_bar_focus (self->address_bar);
    placard_address_bar_tell (self->address_bar, message);
    return;
  }
  placard_window_show_message (self, message);
  if (g_str_equal (field, "method")) {
    placard_address_bar_focus (self->address_bar);
    return;
  }
  gtk_toggle_button_set_active (self->panel_button, TRUE);
  if (self->editor)
    placard_request_editor_show_field (self->editor, field);
}

void
placard_window_send (PlacardWindow *self)
{
  const char *where = NULL;
  const char *problem;
  g_autofree char *field = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardExchange) exchange = NULL;
  g_autoptr (PlacardRequest) request = NULL;

  g_return_if_fail (PLACARD_IS_WINDOW (self));

  problem = self->editor ? placard_request_editor_get_problem (self->editor, &where) : NULL;
  if (problem) {
    show_invalid_field (self, where, problem);
    return;
  }
  /* Typing has ended: a name and a password in the address are credentials. */
  placard_request_move_userinfo (self->request);
  request = placard_window_fill_in (self);
  if (!request)
    return;
  if (!placard_request_validate (request, &field, &error)) {
    show_invalid_field (self, field, error->message);
    return;
  }
  placard_toast_dismiss (self->toasts);
  if (placard_batch_item_splits (request)) {
    placard_batch_dialog_send (GTK_WINDOW (self), self->session, request);
    return;
  }
  exchange = placard_exchange_new (self->session, request, NULL);
  placard_exchange_start (exchange);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  placard_window_set_exchange (self, exchange);
}

void
placard_window_open_text (PlacardWindow *self, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_return_if_fail (PLACARD_IS_WINDOW (self));

  if (!*stripped)
    return;
  if (placard_curl_command_is_one (stripped))
    placard_window_take_command (self, stripped);
  else
    placard_request_set_url (self->request, stripped);
  placard_address_bar_focus (self->address_bar);
}

static gboolean
command_pasted_idle (gpointer user_data)
{
  PlacardWindow *self = g_object_get_data (user_data, "window");
  const char *text = g_object_get_data (user_data, "text");

  if (!placard_window_take_command (self, text))
    placard_request_set_url (self->request, "");
  return G_SOURCE_REMOVE;
}

/* Later, when the entry has done with the paste that it is in the middle of. */
static void
command_pasted_cb (PlacardWindow *self, const char *text)
{
  GObject *data = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data_full (data, "window", g_object_ref (self), g_object_unref);
  g_object_set_data_full (data, "text", g_strdup (text), g_free);
  g_idle_add_full (G_PRIORITY_DEFAULT, command_pasted_idle, data, g_object_unref);
}

static void
send_cb (PlacardWindow *self)
{
  placard_window_send (self);
}

static void
squeezed_cb (PlacardWindow *self)
{
  update_chrome (self);
}

/* The panel's content is made when it is opened first. */
static void
reveal_panel_cb (PlacardWindow *self)
{
  if (self->editor || !adw_flap_get_reveal_flap (self->flap))
    return;
  self->editor = placard_request_editor_new (self->request);
  adw_bin_set_child (self->panel, GTK_WIDGET (self->editor));
}

static void
reveal_inspector_cb (PlacardWindow *self)
{
  if (!self->inspector && adw_flap_get_reveal_flap (self->inspector_flap)) {
    self->inspector = placard_inspector_new ();
    adw_bin_set_child (self->inspector_panel, GTK_WIDGET (self->inspector));
  }
  update_inspector (self);
  placard_window_update_actions (self); /* its CORS panel among them */
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (widget);

  if (gtk_window_is_fullscreen (GTK_WINDOW (self))) {
    gtk_window_unfullscreen (GTK_WINDOW (self));
    return TRUE;
  }
  if (!placard_progress_get_busy (self->progress))
    return FALSE;
  placard_exchange_cancel (self->exchange);
  return TRUE;
}

static void
file_dropped (PlacardWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *uri = g_file_get_uri (file);

  if (g_str_has_suffix (name, PLACARD_PROFILE_SUFFIX))
    placard_window_open_profile (self, file);
  else
    placard_window_open_text (self, uri);
}

static gboolean
dropped_cb (PlacardWindow *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    file_dropped (self, g_value_get_object (value));
  else
    placard_window_open_text (self, g_value_get_string (value));
  return TRUE;
}

static void
add_drop_target (PlacardWindow *self)
{
  GType types[] = {G_TYPE_FILE, G_TYPE_STRING};
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stage), GTK_EVENT_CONTROLLER (target));
}

static void
placard_window_dispose (GObject *object)
{
  PlacardWindow *self = PLACARD_WINDOW (object);

  if (self->exchange)
    let_go_of_exchange (self);
  if (self->saver)
    placard_saver_close (self->saver, get_keepalive (self));
  if (self->progress)
    g_signal_handlers_disconnect_by_data (self->progress, self);
  if (self->request)
    g_signal_handlers_disconnect_by_data (self->request, self);
  if (self->progress)
    placard_progress_set_exchange (self->progress, NULL);
  g_clear_object (&self->progress);
  g_clear_object (&self->exchange);
  g_clear_object (&self->saver);
  g_clear_object (&self->considered);
  g_clear_pointer (&self->jars, g_hash_table_unref);
  g_clear_object (&self->credentials);
  g_clear_weak_pointer (&self->sign_in_dialog);
  g_clear_object (&self->request);
  g_clear_object (&self->session);
  g_clear_pointer (&self->demo_url, g_free);
  g_clear_pointer (&self->values, g_hash_table_unref);
  G_OBJECT_CLASS (placard_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, header);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, panel_button);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, squeezer);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, wide_buttons);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, method_menu);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, bottom_method_menu);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, address_bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, send_button);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, bottom_send_button);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, bottom_save_button);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, save_menu);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, inspector_flap);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, inspector_panel);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, stage);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, status_line);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, view_menu);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, squeezed_cb);
  gtk_widget_class_bind_template_callback (widget_class, command_pasted_cb);
}

static void
placard_window_class_init (PlacardWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_window_dispose;
  g_type_ensure (PLACARD_TYPE_ADDRESS_BAR);
  g_type_ensure (PLACARD_TYPE_METHOD_MENU);
  g_type_ensure (PLACARD_TYPE_STAGE);
  g_type_ensure (PLACARD_TYPE_SEND_BUTTON);
  g_type_ensure (PLACARD_TYPE_STATUS_LINE);
  bind_template (widget_class);

  /* These reach the window only when nothing that has the focus wants them: an entry, a text, a menu. */
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "win.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "win.next-item", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "win.previous-item", NULL);
}

/* The two buttons inside a split button are named after their widgets otherwise. */
static void
name_halves (GtkWidget *split_button)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (split_button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Save"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (split_button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("More ways to keep it"), -1);
}

static void
placard_window_init (PlacardWindow *self)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();

  self->progress = placard_progress_new ();
  self->credentials = placard_credential_store_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  placard_window_add_actions (self);
  self->saver = placard_saver_new (self->toasts);

  /* The end of an exchange need not change anything else. */
  g_signal_connect_swapped (self->progress, "notify::busy", G_CALLBACK (placard_window_update),
                            self);
  g_signal_connect_swapped (self->progress, "changed", G_CALLBACK (placard_window_update), self);
  g_signal_connect_object (self->stage, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  placard_progress_bind_bar (self->progress, self->progress_bar);
  placard_status_line_follow (self->status_line, self->progress);
  placard_send_button_follow (self->send_button, self->progress);
  placard_send_button_follow (self->bottom_send_button, self->progress);
  name_halves (self->save_button);
  name_halves (self->bottom_save_button);
  placard_window_list_targets (self, self->save_menu, ADW_SPLIT_BUTTON (self->save_button));
  placard_window_list_targets (self, self->save_menu, ADW_SPLIT_BUTTON (self->bottom_save_button));
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (update_chrome), NULL);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (reveal_panel_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector_flap, "notify::reveal-flap",
                           G_CALLBACK (reveal_inspector_cb), self, G_CONNECT_SWAPPED);
  add_drop_target (self);
  placard_window_add_drag_source (self);
  placard_window_catch_pastes (self);
  placard_request_set_expands (request, TRUE);
  placard_window_set_request (self, request);
  g_clear_pointer (&self->jars, g_hash_table_unref); /* of a request that nobody has seen yet */
  update_chrome (self);
}

PlacardWindow *
placard_window_new (GtkApplication *application, PlacardSession *session, const char *demo_url)
{
  PlacardWindow *self = g_object_new (PLACARD_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  self->demo_url = g_strdup (demo_url);
  placard_stage_set_demo (self->stage, session, demo_url);
  placard_window_update_actions (self);
  return self;
}
