/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-address-bar.h"

#include "placard-local.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardAddressBar {
  GtkBox parent_instance;

  GtkEntry *entry;
  GtkWidget *popover; /* what is wrong, under the entry */
  GtkLabel *problem;

  PlacardRequest *request;
  gboolean excepted;
  gboolean setting; /* the text changes because the request did */
};

enum { ACTIVATED, COMMAND_PASTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardAddressBar, placard_address_bar, GTK_TYPE_BOX)

/* What was told stands there until it is mended. */
static void
update_popover (PlacardAddressBar *self, const char *problem)
{
  if (!gtk_widget_get_visible (self->popover))
    return;
  if (problem)
    gtk_label_set_text (self->problem, problem);
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

void
placard_address_bar_tell (PlacardAddressBar *self, const char *problem)
{
  g_return_if_fail (PLACARD_IS_ADDRESS_BAR (self));

  gtk_label_set_text (self->problem, problem);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
show_problem (PlacardAddressBar *self, const char *problem)
{
  update_popover (self, problem);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry), problem);
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               problem ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
show_lock (PlacardAddressBar *self, GUri *uri)
{
  gboolean secure = uri && g_strcmp0 (g_uri_get_scheme (uri), "https") == 0;

  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                     !uri     ? NULL
                                     : secure ? "channel-secure-symbolic"
                                              : "channel-insecure-symbolic");
  gtk_entry_set_icon_activatable (self->entry, GTK_ENTRY_ICON_SECONDARY, secure);
  if (secure && self->excepted)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "excepted");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "excepted");
  if (uri)
    gtk_entry_set_icon_tooltip_text (
        self->entry, GTK_ENTRY_ICON_SECONDARY,
        !secure          ? _ ("Sent in the clear: others on the way can read it")
        : self->excepted ? _ ("Sent over TLS, to a certificate that you accepted yourself")
                         : _ ("Sent over TLS"));
}

static void
request_changed_cb (PlacardAddressBar *self)
{
  /* Setting the text empties the entry first, which tells the request: its own string is gone then. */
  const char *known = placard_request_get_url (self->request);
  g_autofree char *url = g_strdup (known ? known : "");
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->entry)), url) != 0) {
    /* GTK empties the entry before it fills it, and tells both. */
    self->setting = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->entry), url);
    self->setting = FALSE;
  }
  /* An empty address is one that is not there yet; one of this computer has no parts to check. */
  if (*url && !placard_local_is_local (url))
    uri = placard_request_build_uri (self->request, &error);
  show_lock (self, uri);
  show_problem (self, error ? error->message : NULL);
}

static void
entry_changed_cb (PlacardAddressBar *self)
{
  g_autofree char *text = NULL;

  if (!self->request || self->setting)
    return;
  text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (g_str_has_prefix (text, "curl ")) {
    g_signal_emit (self, signals[COMMAND_PASTED], 0, text);
    return;
  }
  if (g_strcmp0 (text, placard_request_get_url (self->request)) != 0)
    placard_request_set_url (self->request, text);
}

static void
entry_activated_cb (PlacardAddressBar *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

void
placard_address_bar_set_request (PlacardAddressBar *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_ADDRESS_BAR (self));

  if (self->request)
    g_signal_handlers_disconnect_by_data (self->request, self);
  g_set_object (&self->request, request);
  if (!request)
    return;
  g_signal_connect_swapped (request, "changed", G_CALLBACK (request_changed_cb), self);
  request_changed_cb (self);
}

void
placard_address_bar_set_excepted (PlacardAddressBar *self, gboolean excepted)
{
  g_return_if_fail (PLACARD_IS_ADDRESS_BAR (self));

  if (self->excepted == !!excepted)
    return;
  self->excepted = !!excepted;
  if (self->request)
    request_changed_cb (self);
}

static void
icon_released_cb (PlacardAddressBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-certificate", NULL);
}

void
placard_address_bar_focus (PlacardAddressBar *self)
{
  g_return_if_fail (PLACARD_IS_ADDRESS_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
placard_address_bar_dispose (GObject *object)
{
  placard_address_bar_set_request (PLACARD_ADDRESS_BAR (object), NULL);
  G_OBJECT_CLASS (placard_address_bar_parent_class)->dispose (object);
}

static void
placard_address_bar_class_init (PlacardAddressBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_address_bar_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMMAND_PASTED] =
      g_signal_new ("command-pasted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-address-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardAddressBar, entry);
  gtk_widget_class_bind_template_child (widget_class, PlacardAddressBar, popover);
  gtk_widget_class_bind_template_child (widget_class, PlacardAddressBar, problem);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, icon_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
}

static void
placard_address_bar_init (PlacardAddressBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
