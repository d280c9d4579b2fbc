/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-send-button.h"

#include <glib/gi18n-lib.h>

struct _PlacardSendButton {
  GtkButton parent_instance;

  GtkStack *labels; /* as wide as the wider of the two: nothing jumps */
};

G_DEFINE_FINAL_TYPE (PlacardSendButton, placard_send_button, GTK_TYPE_BUTTON)

static void
show_busy (PlacardSendButton *self, gboolean busy)
{
  GtkWidget *button = GTK_WIDGET (self);

  gtk_stack_set_visible_child_name (self->labels, busy ? "stop" : "send");
  gtk_widget_set_tooltip_text (button, busy ? _ ("Stop (Esc)") : _ ("Send the request (Enter)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  busy ? _ ("Stop") : _ ("Send"), -1);
  if (busy)
    gtk_widget_remove_css_class (button, "suggested-action");
  else
    gtk_widget_add_css_class (button, "suggested-action");
}

static void
busy_cb (PlacardSendButton *self, GParamSpec *pspec, PlacardProgress *progress)
{
  show_busy (self, placard_progress_get_busy (progress));
}

void
placard_send_button_follow (PlacardSendButton *self, PlacardProgress *progress)
{
  g_return_if_fail (PLACARD_IS_SEND_BUTTON (self));

  g_signal_connect_object (progress, "notify::busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
  busy_cb (self, NULL, progress);
}

/* GTK's own waits a quarter of a second to show the button pressed: too long for Stop. */
static void
placard_send_button_activate (GtkButton *button)
{
  g_signal_emit_by_name (button, "clicked");
}

static void
placard_send_button_class_init (PlacardSendButtonClass *klass)
{
  GTK_BUTTON_CLASS (klass)->activate = placard_send_button_activate;
}

static void
placard_send_button_init (PlacardSendButton *self)
{
  self->labels = GTK_STACK (gtk_stack_new ());
  /* Translators: the verb on the button that sends the request. */
  gtk_stack_add_named (self->labels, gtk_label_new (_ ("Send")), "send");
  /* Translators: the verb on the button that stops what runs. */
  gtk_stack_add_named (self->labels, gtk_label_new (_ ("Stop")), "stop");
  gtk_button_set_child (GTK_BUTTON (self), GTK_WIDGET (self->labels));
  gtk_widget_add_css_class (GTK_WIDGET (self), "text-button");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.send-or-stop");
  show_busy (self, FALSE);
}
