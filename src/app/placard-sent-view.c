/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-sent-view.h"

#include <glib/gi18n-lib.h>

static char *
format (PlacardFetch *fetch, gboolean with_secrets)
{
  g_autoptr (GPtrArray) messages = placard_fetch_dup_sent_messages (fetch);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < messages->len; i++) {
    g_autofree char *message = placard_sent_message_format (
        g_ptr_array_index (messages, i), placard_fetch_get_request (fetch), with_secrets);

    g_string_append_printf (text, "%s%s", i ? "\n" : "", message);
  }
  if (messages->len == 0)
    g_string_append (
        text, _ ("Nothing went out: the answer was here already, or no server was reached."));
  return g_string_free (text, FALSE);
}

static void
fill (GtkTextBuffer *buffer, gboolean with_secrets)
{
  g_autofree char *text = format (g_object_get_data (G_OBJECT (buffer), "fetch"), with_secrets);

  gtk_text_buffer_set_text (buffer, text, -1);
}

static void
toggled_cb (GtkTextBuffer *buffer, GtkToggleButton *button)
{
  fill (buffer, gtk_toggle_button_get_active (button));
}

static void
copy_cb (GtkTextBuffer *buffer, GtkWidget *button)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static GtkWidget *
make_header (GtkTextBuffer *buffer)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_with_mnemonic (_ ("_Copy"));
  GtkWidget *secrets = gtk_toggle_button_new_with_mnemonic (_ ("_Secrets"));

  gtk_widget_set_tooltip_text (copy, _ ("What is shown, secrets only while they are"));
  gtk_widget_set_tooltip_text (secrets, _ ("Show the secrets in it"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), secrets);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_cb), buffer, G_CONNECT_SWAPPED);
  g_signal_connect_object (secrets, "toggled", G_CALLBACK (toggled_cb), buffer, G_CONNECT_SWAPPED);
  return header;
}

static GtkWidget *
make_text (GtkTextBuffer *buffer)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new_with_buffer (buffer);

  g_object_set (view, "editable", FALSE, "monospace", TRUE, "wrap-mode", GTK_WRAP_WORD_CHAR,
                "left-margin", 12, "right-margin", 12, "top-margin", 12, "bottom-margin", 12, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("As sent"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

void
placard_sent_view_present (GtkWindow *parent, PlacardFetch *fetch)
{
  GtkWidget *window =
      g_object_new (ADW_TYPE_WINDOW, "title", _ ("As Sent"), "transient-for", parent, "modal", TRUE,
                    "destroy-with-parent", TRUE, "default-width", 560, "default-height", 480, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_object_set_data_full (G_OBJECT (buffer), "fetch", g_object_ref (fetch), g_object_unref);
  fill (buffer, FALSE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (window, keys);
  gtk_box_append (GTK_BOX (box), make_header (buffer));
  gtk_box_append (GTK_BOX (box), make_text (buffer));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}
