/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-window-private.h"

#include "placard-conversion.h"
#include "placard-convert-dialog.h"
#include "placard-reveal.h"
#include "placard-window-clipping.h"
#include "placard-window-forward.h"
#include "placard-window-request.h"
#include "placard-window-views.h"

#include <glib/gi18n-lib.h>

/* What a person can do in a window now: all of it derives from these. */
typedef struct {
  PlacardExchange *exchange; /* (nullable) */
  gboolean has_address;
  gboolean fullscreen;
  gboolean has_demo;
  gboolean has_certificate;
} Facts;

/* RS21: its request said that nothing is. */
static gboolean
is_kept (PlacardExchange *exchange)
{
  PlacardRequest *request = placard_fetch_get_request (placard_exchange_get_fetch (exchange));

  return !placard_request_get_saving (request)->no_keep;
}

/* There are bytes, and it is known what they are, so that their name tells the truth. */
static gboolean
can_save (PlacardExchange *exchange)
{
  PlacardImage *image = exchange ? placard_exchange_get_image (exchange) : NULL;

  if (!image || !is_kept (exchange) || !placard_exchange_get_response (exchange))
    return FALSE;
  if (placard_spool_get_size (placard_fetch_get_spool (placard_exchange_get_fetch (exchange))) <= 0)
    return FALSE;
  return placard_image_get_media_type (image) != PLACARD_MEDIA_UNKNOWN ||
         placard_exchange_get_verdict (exchange) != NULL;
}

static gboolean
can_stop (PlacardExchange *exchange)
{
  return exchange && placard_exchange_get_state (exchange) != PLACARD_EXCHANGE_IDLE &&
         !placard_exchange_is_finished (exchange);
}

static gboolean
can_copy (PlacardExchange *exchange)
{
  return exchange && placard_exchange_get_state (exchange) == PLACARD_EXCHANGE_PICTURE &&
         placard_image_get_state (placard_exchange_get_image (exchange)) == PLACARD_IMAGE_DONE;
}

/* Whole bytes of whatever kind. */
static gboolean
can_forward (PlacardExchange *exchange)
{
  return can_save (exchange) && placard_exchange_is_finished (exchange) &&
         placard_spool_get_state (placard_fetch_get_spool (
             placard_exchange_get_fetch (exchange))) == PLACARD_SPOOL_COMPLETE;
}

static gboolean
can_keep_place (PlacardExchange *exchange)
{
  PlacardAnswer *answer = exchange ? placard_exchange_get_answer (exchange) : NULL;

  return answer && placard_answer_was_guessed (answer);
}

static gboolean
is_possible (const Facts *facts, const char *name)
{
  if (g_str_equal (name, "send"))
    return facts->has_address;
  if (g_str_equal (name, "show-certificate"))
    return facts->has_certificate;
  if (g_str_equal (name, "stop"))
    return can_stop (facts->exchange);
  if (g_str_equal (name, "send-or-stop"))
    return facts->has_address || can_stop (facts->exchange);
  if (g_str_equal (name, "save") || g_str_equal (name, "save-as"))
    return can_save (facts->exchange);
  if (g_str_equal (name, "forward") || g_str_equal (name, "forward-to"))
    return can_forward (facts->exchange);
  if (g_str_equal (name, "copy") || g_str_equal (name, "convert"))
    return can_copy (facts->exchange);
  if (g_str_equal (name, "keep-place"))
    return can_keep_place (facts->exchange);
  if (g_str_equal (name, "find"))
    return facts->exchange &&
           placard_exchange_get_state (facts->exchange) == PLACARD_EXCHANGE_TEXT &&
           placard_exchange_get_treatment (facts->exchange) != PLACARD_TREATMENT_BYTES;
  if (g_str_equal (name, "leave-fullscreen"))
    return facts->fullscreen;
  if (g_str_equal (name, "start-page"))
    return facts->has_demo;
  return TRUE;
}

/* Why there is nothing to press. */
static void
explain_save (PlacardWindow *self)
{
  const char *reason = self->exchange && !is_kept (self->exchange)
                           ? _ ("This request keeps nothing of its answer")
                           : _ ("Save");

  gtk_widget_set_tooltip_text (self->save_button, reason);
  gtk_widget_set_tooltip_text (self->bottom_save_button, reason);
}

void
placard_window_update_actions (PlacardWindow *self)
{
  const char *url = self->request ? placard_request_get_url (self->request) : NULL;
  const Facts facts = {
      .exchange = self->exchange,
      .has_address = url && *url,
      .fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self)),
      .has_demo = self->demo_url != NULL,
      .has_certificate = placard_window_has_certificate (self),
  };
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (char **name = names; *name; name++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), *name);

    if (G_IS_SIMPLE_ACTION (action) && !placard_window_is_view_action (*name))
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_possible (&facts, *name));
  }
  explain_save (self);
  placard_window_update_request_actions (self);
  placard_window_update_view_actions (self);
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
convert_cb (PlacardWindow *self, int format, int quality, GtkWindow *dialog)
{
  PlacardExchange *exchange = g_object_get_data (G_OBJECT (dialog), "exchange");

  placard_conversion_run (self->saver, exchange, (PlacardEncodingFormat) format, quality);
}

static void
convert_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  PlacardConvertDialog *dialog = placard_convert_dialog_new (GTK_WINDOW (self), self->exchange);

  g_object_set_data_full (G_OBJECT (dialog), "exchange", g_object_ref (self->exchange),
                          g_object_unref);
  g_signal_connect_object (dialog, "convert", G_CALLBACK (convert_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_file_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_reveal_file (GTK_WINDOW (user_data), g_variant_get_string (parameter, NULL));
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
  placard_window_show_message (self, _ ("Copied"));
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

/* The request says from now on where the picture is. */
static void
keep_place_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = user_data;
  PlacardAnswer *answer = placard_exchange_get_answer (self->exchange);
  g_autofree char *message = NULL;

  placard_request_set_image_at (self->request, placard_answer_get_place (answer));
  if (placard_window_keep_setting (self, "image-at"))
    return;
  /* Translators: %s is a place in the answer, such as json:/data/img. */
  message = g_strdup_printf (_ ("From now on the picture is looked for at %s only"),
                             placard_answer_get_place (answer));
  placard_window_show_message (self, message);
}

static void
find_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_stage_start_search (PLACARD_WINDOW (user_data)->stage);
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

static void
show_bytes_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);

  g_simple_action_set_state (action, state);
  placard_stage_set_showing_bytes (self->stage, g_variant_get_boolean (state));
  placard_stage_show (self->stage, self->exchange);
}

static void
show_certificate_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_window_show_certificate (PLACARD_WINDOW (user_data));
}

static void
show_exceptions_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_window_show_exceptions (PLACARD_WINDOW (user_data));
}

static void
show_cookies_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_window_show_cookies (PLACARD_WINDOW (user_data));
}

static const GActionEntry actions[] = {
    {"show-certificate", show_certificate_action},
    {"show-cookies", show_cookies_action},
    {"show-exceptions", show_exceptions_action},
    {"send", send_action},
    {"stop", stop_action},
    {"send-or-stop", send_or_stop_action},
    {"save", save_action},
    {"save-as", save_as_action},
    {"convert", convert_action},
    {"show-file", show_file_action, "s"},
    {"paste", paste_action},
    {"fullscreen", fullscreen_action},
    {"leave-fullscreen", leave_fullscreen_action},
    {"focus-address", focus_address_action},
    {"toggle-panel", toggle_panel_action},
    {"toggle-inspector", toggle_inspector_action},
    {"copy-text", copy_text_action, "s"},
    {"edit-request", edit_request_action},
    {"edit-credentials", edit_credentials_action},
    {"keep-place", keep_place_action},
    {"find", find_action},
    {"show-bytes", NULL, NULL, "false", show_bytes_changed},
    {"start-page", start_page_action},
    {"close", close_action},
};

void
placard_window_add_actions (PlacardWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  placard_window_add_request_actions (self);
  placard_window_add_clipping_actions (self);
  placard_window_add_forward_actions (self);
  placard_window_add_view_actions (self);
}
