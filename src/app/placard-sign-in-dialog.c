/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-sign-in-dialog.h"

#include <glib/gi18n-lib.h>

struct _PlacardSignInDialog {
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *sign_in_button;
  AdwEntryRow *user;
  AdwEntryRow *secret;
  GtkWidget *keep_row;
  GtkSwitch *keep;
  GtkWidget *warning;
};

G_DEFINE_FINAL_TYPE (PlacardSignInDialog, placard_sign_in_dialog, ADW_TYPE_WINDOW)

static guint sign_in_signal;

static const char *
describe_way (const PlacardSignIn *sign_in)
{
  gboolean token = sign_in->auth == PLACARD_AUTH_BEARER;

  if (sign_in->auth == PLACARD_AUTH_DIGEST)
    return _ ("The password itself is not sent, only a proof of it (Digest).");
  if (!sign_in->encrypted)
    return NULL; /* the warning says it */
  return token ? _ ("The token goes over an encrypted connection.")
               : _ ("The password goes over an encrypted connection.");
}

static void
append (GString *text, const char *sentence)
{
  if (sentence)
    g_string_append_printf (text, "%s%s", text->len ? " " : "", sentence);
}

char *
placard_sign_in_dialog_describe (const PlacardSignIn *sign_in)
{
  GString *text = g_string_new (NULL);
  g_autofree char *realm = NULL;

  if (sign_in->refused)
    append (text, sign_in->auth == PLACARD_AUTH_BEARER
                      ? _ ("The token was not accepted.")
                      : _ ("The name or the password was not accepted."));
  if (sign_in->realm && *sign_in->realm) {
    /* Translators: the server's own name for what is behind the password */
    realm = g_strdup_printf (_ ("It says: “%s”."), sign_in->realm);
    append (text, realm);
  }
  append (text, describe_way (sign_in));
  return g_string_free (text, FALSE);
}

/* A password over an open line is asked for all the same, but not without a word. */
static gboolean
is_readable (const PlacardSignIn *sign_in)
{
  return !sign_in->encrypted && sign_in->auth != PLACARD_AUTH_DIGEST;
}

static void
changed_cb (PlacardSignInDialog *self)
{
  gboolean has_user = !gtk_widget_get_visible (GTK_WIDGET (self->user)) ||
                      *gtk_editable_get_text (GTK_EDITABLE (self->user));
  gboolean has_token = gtk_widget_get_visible (GTK_WIDGET (self->user)) ||
                       *gtk_editable_get_text (GTK_EDITABLE (self->secret));

  gtk_widget_set_sensitive (self->sign_in_button, has_user && has_token);
}

static void
sign_in_cb (PlacardSignInDialog *self)
{
  if (!gtk_widget_get_sensitive (self->sign_in_button))
    return;
  g_signal_emit (self, sign_in_signal, 0, gtk_editable_get_text (GTK_EDITABLE (self->user)),
                 gtk_editable_get_text (GTK_EDITABLE (self->secret)),
                 gtk_switch_get_active (self->keep));
  gtk_window_close (GTK_WINDOW (self));
}

static void
placard_sign_in_dialog_class_init (PlacardSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  sign_in_signal =
      g_signal_new ("sign-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardSignInDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PlacardSignInDialog, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, PlacardSignInDialog, user);
  gtk_widget_class_bind_template_child (widget_class, PlacardSignInDialog, secret);
  gtk_widget_class_bind_template_child (widget_class, PlacardSignInDialog, keep_row);
  gtk_widget_class_bind_template_child (widget_class, PlacardSignInDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, PlacardSignInDialog, warning);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
placard_sign_in_dialog_init (PlacardSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlacardSignInDialog *
placard_sign_in_dialog_new (GtkWindow *parent,
                            const PlacardSignIn *sign_in,
                            const char *user,
                            gboolean can_keep)
{
  PlacardSignInDialog *self =
      g_object_new (PLACARD_TYPE_SIGN_IN_DIALOG, "transient-for", parent, NULL);
  gboolean token = sign_in->auth == PLACARD_AUTH_BEARER;
  g_autofree char *body = placard_sign_in_dialog_describe (sign_in);
  g_autofree char *description = g_markup_escape_text (body, -1);
  g_autofree char *title = NULL;

  /* Translators: %s is a host. */
  title = g_markup_printf_escaped (
      sign_in->proxy ? _ ("Sign in to the proxy %s") : _ ("Sign in to %s"), sign_in->host);
  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (self->group, description);
  gtk_widget_set_visible (self->warning, is_readable (sign_in));
  gtk_widget_set_visible (GTK_WIDGET (self->user), !token);
  gtk_widget_set_visible (self->keep_row, can_keep);
  if (token)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret), _ ("Token"));
  gtk_editable_set_text (GTK_EDITABLE (self->user), user ? user : "");
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (token || (user && *user) ? self->secret : self->user));
  return self;
}
