/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-certificate-dialog.h"

#include "placard-certificate.h"
#include "placard-failure.h"

#include <glib/gi18n-lib.h>

struct _PlacardCertificateDialog {
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  GtkLabel *reason;
  GtkWidget *accept;
  GtkWidget *withdraw;
};

G_DEFINE_FINAL_TYPE (PlacardCertificateDialog, placard_certificate_dialog, ADW_TYPE_WINDOW)

static guint decided_signal;

static void
decide (PlacardCertificateDialog *self, gboolean except)
{
  g_signal_emit (self, decided_signal, 0, except);
  gtk_window_close (GTK_WINDOW (self));
}

static void
accept_cb (PlacardCertificateDialog *self)
{
  decide (self, TRUE);
}

static void
withdraw_cb (PlacardCertificateDialog *self)
{
  decide (self, FALSE);
}

/* @value: (transfer full) (nullable) */
static void
add_row (PlacardCertificateDialog *self, const char *title, char *value)
{
  g_autofree char *text = value;
  g_autofree char *subtitle = g_markup_escape_text (text ? text : "–", -1);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (self->group, row);
}

static char *
format_date (GDateTime *date)
{
  g_autoptr (GDateTime) local = date ? g_date_time_to_local (date) : NULL;

  return local ? g_date_time_format (local, "%c") : NULL;
}

static void
add_rows (PlacardCertificateDialog *self, GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);

  add_row (self, _ ("Subject"), g_tls_certificate_get_subject_name (certificate));
  add_row (self, _ ("Issuer"), g_tls_certificate_get_issuer_name (certificate));
  add_row (self, _ ("Valid from"), format_date (from));
  add_row (self, _ ("Valid until"), format_date (until));
  add_row (self, _ ("SHA-256 fingerprint"), placard_certificate_format_fingerprint (certificate));
}

static char *
describe (const PlacardRefusedCertificate *subject, PlacardCertificateState state)
{
  g_autofree char *reasons = NULL;

  switch (state) {
  case PLACARD_CERTIFICATE_IN_ORDER:
    return g_strdup (_ ("This certificate is in order."));
  case PLACARD_CERTIFICATE_EXCEPTED:
    return g_strdup (
        _ ("You accepted this certificate for this host. Nobody else vouches for it."));
  case PLACARD_CERTIFICATE_REFUSED:
    break;
  }
  reasons = placard_failure_format_certificate (subject->certificate, subject->errors);
  if (subject->changed)
    return g_strdup_printf (
        _ ("This is not the certificate that you accepted for this host: it has "
           "changed. Not acceptable: %s."),
        reasons);
  /* Translators: %s says why: "it expired on 2024-01-01". */
  return g_strdup_printf (_ ("Not acceptable: %s."), reasons);
}

static void
placard_certificate_dialog_class_init (PlacardCertificateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  decided_signal = g_signal_new ("decided", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/placard/Placard/placard-certificate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardCertificateDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PlacardCertificateDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, PlacardCertificateDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, PlacardCertificateDialog, withdraw);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, withdraw_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
placard_certificate_dialog_init (PlacardCertificateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlacardCertificateDialog *
placard_certificate_dialog_new (GtkWindow *parent,
                                const PlacardRefusedCertificate *subject,
                                PlacardCertificateState state)
{
  PlacardCertificateDialog *self =
      g_object_new (PLACARD_TYPE_CERTIFICATE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *host = g_strdup_printf ("%s:%u", subject->host, subject->port);
  g_autofree char *title = g_markup_escape_text (host, -1);
  g_autofree char *reason = describe (subject, state);

  adw_preferences_group_set_title (self->group, title);
  gtk_label_set_text (self->reason, reason);
  add_rows (self, subject->certificate);
  gtk_widget_set_visible (self->accept, state == PLACARD_CERTIFICATE_REFUSED);
  gtk_widget_set_visible (self->withdraw, state == PLACARD_CERTIFICATE_EXCEPTED);
  return self;
}
