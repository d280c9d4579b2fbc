/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - What is shown is derived from the exchange by update(), which any change of it calls; the window
 *   remembers nothing about an answer.
 * - There is one exchange at a time; a new one cancels the one before it.
 * - Pages that a cold start to a picture does not need are made when they are shown first.
 */
#include "config.h"

#include "placard-window.h"

#include "placard-address-bar.h"
#include "placard-banner.h"
#include "placard-error-page.h"
#include "placard-file-page.h"
#include "placard-forward-dialog.h"
#include "placard-inspector.h"
#include "placard-method-menu.h"
#include "placard-options.h"
#include "placard-presentation.h"
#include "placard-progress.h"
#include "placard-request-editor.h"
#include "placard-reveal.h"
#include "placard-saver.h"
#include "placard-send-button.h"
#include "placard-start-page.h"
#include "placard-status-line.h"
#include "placard-text-page.h"
#include "placard-window-actions.h"

#include <glib/gi18n-lib.h>

struct _PlacardWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *header;
  GtkToggleButton *panel_button;
  AdwSqueezer *squeezer;
  GtkWidget *wide_buttons;
  PlacardMethodMenu *method_menu;
  PlacardMethodMenu *bottom_method_menu;
  PlacardAddressBar *address_bar;
  PlacardSendButton *send_button;
  PlacardSendButton *bottom_send_button;
  AdwFlap *flap;
  AdwBin *panel;
  AdwFlap *inspector_flap;
  AdwBin *inspector_panel;
  PlacardBanner *banner;
  GtkStack *stack;
  PlacardPresentation *presentation;
  GtkProgressBar *progress_bar;
  PlacardStatusLine *status_line;
  GtkWidget *bottom_bar;

  PlacardRequestEditor *editor; /* NULL before the panel is opened first */
  PlacardInspector *inspector;  /* the same */

  PlacardSession *session;
  PlacardRequest *request;
  PlacardExchange *exchange; /* NULL before anything was sent */
  PlacardProgress *progress;
  PlacardSaver *saver;
  char *demo_url;
};

G_DEFINE_FINAL_TYPE (PlacardWindow, placard_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
ensure_page (PlacardWindow *self, const char *name, GType type)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

  if (page)
    return page;
  page = g_object_new (type, NULL);
  gtk_stack_add_named (self->stack, page, name);
  return page;
}

static void
chosen_cb (PlacardWindow *self, PlacardRequest *request)
{
  g_autoptr (PlacardRequest) copy = placard_request_copy (request);

  placard_window_set_request (self, copy);
  placard_window_send (self);
}

static void
show_start_page (PlacardWindow *self)
{
  gboolean is_new = !gtk_stack_get_child_by_name (self->stack, "start");
  GtkWidget *page = ensure_page (self, "start", PLACARD_TYPE_START_PAGE);

  if (is_new)
    g_signal_connect_object (page, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  if (self->demo_url)
    placard_start_page_list_demo (PLACARD_START_PAGE (page), self->session, self->demo_url);
  gtk_stack_set_visible_child_name (self->stack, "start");
}

/* Tells what a picture or text is that is not simply the answer that was wanted. */
static void
show_banner (PlacardWindow *self, PlacardExchangeState state)
{
  PlacardVerdict *verdict = self->exchange ? placard_exchange_get_verdict (self->exchange) : NULL;
  const GError *error = self->exchange ? placard_exchange_get_error (self->exchange) : NULL;
  const char *reason = verdict ? placard_verdict_get_reason (verdict) : NULL;

  if (state == PLACARD_EXCHANGE_PICTURE && error)
    placard_banner_show (self->banner, PLACARD_BANNER_WARNING, error->message);
  else if (state == PLACARD_EXCHANGE_PICTURE && verdict && placard_verdict_is_mislabelled (verdict))
    placard_banner_show (self->banner, PLACARD_BANNER_NOTICE, reason);
  else if (state == PLACARD_EXCHANGE_TEXT)
    placard_banner_show (self->banner, error ? PLACARD_BANNER_WARNING : PLACARD_BANNER_NOTICE,
                         error ? error->message : reason);
  else if (state == PLACARD_EXCHANGE_FILE && error &&
           placard_exchange_is_finished (self->exchange) &&
           placard_spool_get_state (placard_fetch_get_spool (
               placard_exchange_get_fetch (self->exchange))) != PLACARD_SPOOL_COMPLETE)
    placard_banner_show (self->banner, PLACARD_BANNER_WARNING, error->message);
  else
    placard_banner_show (self->banner, PLACARD_BANNER_NOTICE, NULL);
}

static void
show_page (PlacardWindow *self, PlacardExchangeState state)
{
  GtkWidget *page;

  switch (state) {
  case PLACARD_EXCHANGE_IDLE:
    show_start_page (self);
    break;
  case PLACARD_EXCHANGE_LOADING:
  case PLACARD_EXCHANGE_PICTURE:
    gtk_stack_set_visible_child_name (self->stack, "picture");
    break;
  case PLACARD_EXCHANGE_TEXT:
    page = ensure_page (self, "text", PLACARD_TYPE_TEXT_PAGE);
    /* The body does not change any more: it is read once. */
    if (gtk_stack_get_visible_child (self->stack) != page)
      placard_text_page_show (PLACARD_TEXT_PAGE (page), self->exchange);
    gtk_stack_set_visible_child (self->stack, page);
    break;
  case PLACARD_EXCHANGE_FILE:
    page = ensure_page (self, "file", PLACARD_TYPE_FILE_PAGE);
    placard_file_page_show (PLACARD_FILE_PAGE (page), self->exchange);
    gtk_stack_set_visible_child (self->stack, page);
    break;
  case PLACARD_EXCHANGE_ERROR:
    page = ensure_page (self, "error", PLACARD_TYPE_ERROR_PAGE);
    placard_error_page_show (PLACARD_ERROR_PAGE (page), self->exchange);
    gtk_stack_set_visible_child (self->stack, page);
    break;
  }
}

static void
update_actions (PlacardWindow *self)
{
  const char *url = self->request ? placard_request_get_url (self->request) : NULL;
  const PlacardWindowFacts facts = {
      .exchange = self->exchange,
      .has_address = url && *url,
      .fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self)),
      .has_demo = self->demo_url != NULL,
  };

  placard_window_facts_apply (&facts, G_ACTION_MAP (self));
}

static void
update_inspector (PlacardWindow *self)
{
  if (self->inspector && adw_flap_get_reveal_flap (self->inspector_flap))
    placard_inspector_show (self->inspector, self->exchange);
}

/* Full screen only what a picture must not be shown without stays on it. */
static void
update_banner_visibility (PlacardWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->banner),
                          !gtk_window_is_fullscreen (GTK_WINDOW (self)) ||
                              placard_banner_is_warning (self->banner));
}

static void
update (PlacardWindow *self)
{
  PlacardExchangeState state =
      self->exchange ? placard_exchange_get_state (self->exchange) : PLACARD_EXCHANGE_IDLE;

  show_page (self, state);
  show_banner (self, state);
  update_banner_visibility (self);
  placard_status_line_show (self->status_line, self->exchange);
  update_inspector (self);
  update_actions (self);
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
  placard_presentation_set_presenting (self->presentation, fullscreen);
  update_banner_visibility (self);
  update_actions (self);
}

static void
disconnect_exchange (PlacardWindow *self)
{
  PlacardImage *image;

  if (!self->exchange)
    return;
  g_signal_handlers_disconnect_by_data (self->exchange, self);
  image = placard_exchange_get_image (self->exchange);
  if (image)
    g_signal_handlers_disconnect_by_data (image, self);
  placard_exchange_cancel (self->exchange);
  g_clear_object (&self->exchange);
}

void
placard_window_set_exchange (PlacardWindow *self, PlacardExchange *exchange)
{
  PlacardImage *image = exchange ? placard_exchange_get_image (exchange) : NULL;

  g_return_if_fail (PLACARD_IS_WINDOW (self));

  if (exchange && self->exchange == exchange)
    return;
  disconnect_exchange (self);
  g_set_object (&self->exchange, exchange);
  if (exchange)
    g_signal_connect_swapped (exchange, "notify", G_CALLBACK (update), self);
  if (image) {
    g_signal_connect_data (image, "notify::state", G_CALLBACK (update), self, NULL,
                           G_CONNECT_AFTER | G_CONNECT_SWAPPED);
    g_signal_connect_data (image, "sized", G_CALLBACK (update), self, NULL,
                           G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  }
  placard_progress_set_exchange (self->progress, exchange);
  placard_canvas_set_image (placard_presentation_get_canvas (self->presentation), image);
  update (self);
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
  g_signal_connect_swapped (request, "changed", G_CALLBACK (update_actions), self);
  placard_address_bar_set_request (self->address_bar, request);
  placard_method_menu_set_request (self->method_menu, request);
  placard_method_menu_set_request (self->bottom_method_menu, request);
  if (self->editor)
    g_object_set (self->editor, "request", request, NULL);
  update_actions (self);
}

static void
show_message (PlacardWindow *self, const char *message)
{
  g_autofree char *title = g_markup_escape_text (message, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
}

static void
show_invalid_field (PlacardWindow *self, const char *field, const char *message)
{
  show_message (self, message);
  if (!field || g_str_equal (field, "url") || g_str_equal (field, "method")) {
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
  g_autofree char *field = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardExchange) exchange = NULL;

  g_return_if_fail (PLACARD_IS_WINDOW (self));

  if (!placard_request_validate (self->request, &field, &error)) {
    show_invalid_field (self, field, error->message);
    return;
  }
  exchange = placard_exchange_new (self->session, self->request, NULL);
  placard_exchange_start (exchange);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  placard_window_set_exchange (self, exchange);
}

/* A curl command is read by the same table as the command line. */
static gboolean
take_command (PlacardWindow *self, const char *text)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (GError) error = NULL;

  if (g_shell_parse_argv (text, NULL, &arguments, &error))
    options =
        placard_options_parse ((const char *const *) arguments + 1, NULL, request, NULL, &error);
  if (!options) {
    show_message (self, error->message);
    return FALSE;
  }
  placard_window_set_request (self, request);
  return TRUE;
}

void
placard_window_open_text (PlacardWindow *self, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_return_if_fail (PLACARD_IS_WINDOW (self));

  if (!*stripped)
    return;
  if (g_str_has_prefix (stripped, "curl "))
    take_command (self, stripped);
  else
    placard_request_set_url (self->request, stripped);
  placard_address_bar_focus (self->address_bar);
}

static gboolean
command_pasted_idle (gpointer user_data)
{
  PlacardWindow *self = g_object_get_data (user_data, "window");
  const char *text = g_object_get_data (user_data, "text");

  if (!take_command (self, text))
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
}

static void
send_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_window_send (PLACARD_WINDOW (user_data));
}

static void
stop_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  if (self->exchange)
    placard_exchange_cancel (self->exchange);
}

static void
send_or_stop_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  if (placard_progress_get_busy (self->progress))
    placard_exchange_cancel (self->exchange);
  else if (!placard_progress_has_just_ended (self->progress))
    placard_window_send (self);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  placard_saver_save (self->saver, self->exchange);
}

static void
save_as_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  placard_saver_save_as (self->saver, self->exchange);
}

static void
show_file_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_reveal_file (GTK_WINDOW (user_data), g_variant_get_string (parameter, NULL));
}

static void
copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  g_autoptr (GdkTexture) texture =
      placard_canvas_dup_texture (placard_presentation_get_canvas (self->presentation));

  if (!texture)
    return;
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  show_message (self, _ ("Picture copied"));
}

/* The answer of the one that it is forwarded to is shown in a window of its own, beside this one. */
static void
forwarded_cb (PlacardWindow *self, PlacardRequest *request)
{
  PlacardWindow *window = placard_window_new (gtk_window_get_application (GTK_WINDOW (self)),
                                              self->session, self->demo_url);

  placard_window_set_request (window, request);
  placard_window_send (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
forward_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  PlacardForwardDialog *dialog = placard_forward_dialog_new (GTK_WINDOW (self), self->exchange);

  g_signal_connect_object (dialog, "forward", G_CALLBACK (forwarded_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardWindow) self = PLACARD_WINDOW (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text)
    placard_window_open_text (self, text);
}

static void
paste_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (user_data)), NULL, pasted_cb,
                                 g_object_ref (user_data));
}

static void
fullscreen_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (user_data);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
leave_fullscreen_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_unfullscreen (GTK_WINDOW (user_data));
}

static void
focus_address_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  gtk_window_unfullscreen (GTK_WINDOW (self));
  placard_address_bar_focus (self->address_bar);
}

static void
toggle_panel_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  gtk_window_unfullscreen (GTK_WINDOW (self));
  gtk_toggle_button_set_active (self->panel_button,
                                !gtk_toggle_button_get_active (self->panel_button));
}

static void
toggle_inspector_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  gtk_window_unfullscreen (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->inspector_flap, !adw_flap_get_reveal_flap (self->inspector_flap));
}

static void
copy_text_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          g_variant_get_string (parameter, NULL));
  show_message (self, _ ("Copied"));
}

static void
edit_field (PlacardWindow *self, const char *field)
{
  gtk_window_unfullscreen (GTK_WINDOW (self));
  gtk_toggle_button_set_active (self->panel_button, TRUE);
  placard_request_editor_show_field (self->editor, field);
}

static void
edit_request_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  edit_field (PLACARD_WINDOW (user_data), "header:0");
}

static void
edit_credentials_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  edit_field (PLACARD_WINDOW (user_data), "auth");
}

static void
find_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  placard_text_page_start_search (
      PLACARD_TEXT_PAGE (gtk_stack_get_child_by_name (self->stack, "text")));
}

static void
start_page_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_window_set_exchange (PLACARD_WINDOW (user_data), NULL);
}

static void
close_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
}

static const GActionEntry actions[] = {
    {"send", send_action},
    {"stop", stop_action},
    {"send-or-stop", send_or_stop_action},
    {"save", save_action},
    {"save-as", save_as_action},
    {"show-file", show_file_action, "s"},
    {"copy", copy_action},
    {"forward", forward_action},
    {"paste", paste_action},
    {"fullscreen", fullscreen_action},
    {"leave-fullscreen", leave_fullscreen_action},
    {"focus-address", focus_address_action},
    {"toggle-panel", toggle_panel_action},
    {"toggle-inspector", toggle_inspector_action},
    {"copy-text", copy_text_action, "s"},
    {"edit-request", edit_request_action},
    {"edit-credentials", edit_credentials_action},
    {"find", find_action},
    {"start-page", start_page_action},
    {"close", close_action},
};

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

static gboolean
dropped_cb (PlacardWindow *self, const GValue *value)
{
  placard_window_open_text (self, g_value_get_string (value));
  return TRUE;
}

static void
add_drop_target (PlacardWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (target));
}

static void
placard_window_dispose (GObject *object)
{
  PlacardWindow *self = PLACARD_WINDOW (object);

  disconnect_exchange (self);
  if (self->request)
    g_signal_handlers_disconnect_by_data (self->request, self);
  if (self->progress)
    placard_progress_set_exchange (self->progress, NULL);
  g_clear_object (&self->progress);
  g_clear_object (&self->saver);
  g_clear_object (&self->request);
  g_clear_object (&self->session);
  g_clear_pointer (&self->demo_url, g_free);
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
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, inspector_flap);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, inspector_panel);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, presentation);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, status_line);
  gtk_widget_class_bind_template_child (widget_class, PlacardWindow, bottom_bar);
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
  g_type_ensure (PLACARD_TYPE_BANNER);
  g_type_ensure (PLACARD_TYPE_METHOD_MENU);
  g_type_ensure (PLACARD_TYPE_PRESENTATION);
  g_type_ensure (PLACARD_TYPE_SEND_BUTTON);
  g_type_ensure (PLACARD_TYPE_STATUS_LINE);
  bind_template (widget_class);

  /* These reach the window only when nothing that has the focus wants them: an entry, a text, a menu. */
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "win.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste",
                                       NULL);
}

static void
placard_window_init (PlacardWindow *self)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();

  self->progress = placard_progress_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  self->saver = placard_saver_new (self->toasts);

  placard_progress_bind_bar (self->progress, self->progress_bar);
  placard_status_line_follow (self->status_line, self->progress);
  placard_send_button_follow (self->send_button, self->progress);
  placard_send_button_follow (self->bottom_send_button, self->progress);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (update_chrome), NULL);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (reveal_panel_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector_flap, "notify::reveal-flap",
                           G_CALLBACK (reveal_inspector_cb), self, G_CONNECT_SWAPPED);
  add_drop_target (self);
  placard_window_set_request (self, request);
  update_chrome (self);
}

PlacardWindow *
placard_window_new (GtkApplication *application, PlacardSession *session, const char *demo_url)
{
  PlacardWindow *self = g_object_new (PLACARD_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  self->demo_url = g_strdup (demo_url);
  update_actions (self);
  return self;
}
