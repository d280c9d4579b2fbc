/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-forward-dialog.h"

#include "placard-forward.h"

#include <glib/gi18n-lib.h>

/* The order of the rows in the template. */
enum {
  WAY_FORM,
  WAY_BODY,
};

struct _PlacardForwardDialog {
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  GtkEditable *address;
  AdwComboRow *way;
  GtkWidget *field;
  AdwComboRow *method;
  GtkEditable *token;
  GtkLabel *problem;
  GtkWidget *forward_button;

  PlacardExchange *source;
};

G_DEFINE_FINAL_TYPE (PlacardForwardDialog, placard_forward_dialog, ADW_TYPE_WINDOW)

static guint forward_signal;

static PlacardRequest *
make_target (PlacardForwardDialog *self)
{
  PlacardRequest *target = placard_request_new ();
  GObject *method = adw_combo_row_get_selected_item (self->method);
  const char *token = gtk_editable_get_text (self->token);
  const char *field = gtk_editable_get_text (GTK_EDITABLE (self->field));

  placard_request_set_url (target, gtk_editable_get_text (self->address));
  placard_request_set_method (target, gtk_string_object_get_string (GTK_STRING_OBJECT (method)));
  if (*token)
    placard_request_set_auth (target, PLACARD_AUTH_BEARER, NULL, token);
  if (adw_combo_row_get_selected (self->way) == WAY_BODY)
    placard_forward_as_body (target);
  else
    placard_forward_as_part (target, *field ? field : PLACARD_FORWARD_FIELD);
  return target;
}

static void
show_problem (PlacardForwardDialog *self, const char *message)
{
  gtk_label_set_text (self->problem, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), message != NULL);
}

static void
changed_cb (PlacardForwardDialog *self)
{
  gtk_widget_set_sensitive (self->forward_button, *gtk_editable_get_text (self->address) != '\0');
  gtk_widget_set_sensitive (self->field, adw_combo_row_get_selected (self->way) == WAY_FORM);
  show_problem (self, NULL);
}

/* What is wrong stays in the dialog, and so does everything that was typed. */
static void
forward_cb (PlacardForwardDialog *self)
{
  g_autoptr (PlacardRequest) target = make_target (self);
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  request = placard_forward_build_from_exchange (target, self->source, &error);
  if (!request || !placard_request_validate (request, NULL, &error)) {
    show_problem (self, error->message);
    return;
  }
  g_signal_emit (self, forward_signal, 0, request);
  gtk_window_close (GTK_WINDOW (self));
}

static void
placard_forward_dialog_dispose (GObject *object)
{
  g_clear_object (&PLACARD_FORWARD_DIALOG (object)->source);
  G_OBJECT_CLASS (placard_forward_dialog_parent_class)->dispose (object);
}

static void
placard_forward_dialog_class_init (PlacardForwardDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_forward_dialog_dispose;
  forward_signal = g_signal_new ("forward", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, PLACARD_TYPE_REQUEST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-forward-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, address);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, way);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, field);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, method);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, token);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, forward_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, forward_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
placard_forward_dialog_init (PlacardForwardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlacardForwardDialog *
placard_forward_dialog_new (GtkWindow *parent, PlacardExchange *source)
{
  PlacardForwardDialog *self =
      g_object_new (PLACARD_TYPE_FORWARD_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = placard_exchange_suggest_name (source);
  g_autofree char *size = g_format_size ((guint64) placard_spool_get_size (
      placard_fetch_get_spool (placard_exchange_get_fetch (source))));
  /* Translators: a file name, then its size */
  g_autofree char *description = g_markup_printf_escaped (_ ("%s, %s"), name, size);

  self->source = g_object_ref (source);
  adw_preferences_group_set_description (self->group, description);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
  return self;
}
