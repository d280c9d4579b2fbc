/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-error-page.h"

#include "placard-explain.h"
#include "placard-treat-menu.h"

#include <glib/gi18n-lib.h>

struct _PlacardErrorPage {
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkMenuButton *treat;
  GtkWidget *again;
  GtkButton *remedy;
  GtkExpander *expander;
  GtkWidget *folded;
  GtkLabel *details;
};

G_DEFINE_FINAL_TYPE (PlacardErrorPage, placard_error_page, ADW_TYPE_BIN)

/* The facts first, then what to do; both are plain text that becomes markup here. */
static char *
describe (const GError *error, const PlacardExplanation *explanation)
{
  const char *facts = error ? error->message : NULL;

  if (facts && explanation->advice)
    return g_markup_printf_escaped ("%s\n\n%s", facts, explanation->advice);
  if (facts || explanation->advice)
    return g_markup_escape_text (facts ? facts : explanation->advice, -1);
  return g_strdup ("");
}

void
placard_error_page_show (PlacardErrorPage *self, PlacardExchange *exchange)
{
  const GError *error = placard_exchange_get_error (exchange);
  PlacardResponse *response = placard_exchange_get_response (exchange);
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  PlacardExplanation explanation =
      placard_explain (error, response ? placard_response_get_status (response) : 0,
                       spool && placard_spool_get_size (spool) > 0);
  g_autoptr (PlacardRefusedCertificate) refused =
      placard_fetch_dup_refused_certificate (placard_exchange_get_fetch (exchange));
  PlacardRemedy remedy = refused ? PLACARD_REMEDY_SHOW_CERTIFICATE : explanation.remedy;
  const char *label = placard_remedy_to_label (remedy);
  g_autofree char *title = g_markup_escape_text (explanation.title, -1);
  g_autofree char *description = describe (error, &explanation);
  g_autofree char *details = placard_explain_details (exchange);

  g_return_if_fail (PLACARD_IS_ERROR_PAGE (self));

  adw_status_page_set_icon_name (self->status, explanation.icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), label != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->treat),
                          response && spool && placard_spool_get_size (spool) > 0);
  if (label) {
    gtk_button_set_label (self->remedy, label);
    /* 360 pixels are not enough for two long labels beside each other. */
    gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->remedy)), TRUE);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->remedy),
                                    placard_remedy_to_action (remedy));
  }
  gtk_label_set_text (self->details, details);
  gtk_expander_set_expanded (self->expander, FALSE);
}

/* A GtkExpander that is folded walks the focus into a child that is in no window (a critical in GTK 4.8). */
static void
expanded_cb (PlacardErrorPage *self)
{
  gtk_expander_set_child (self->expander,
                          gtk_expander_get_expanded (self->expander) ? self->folded : NULL);
}

static void
copy_clicked_cb (PlacardErrorPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->details));
}

static void
placard_error_page_class_init (PlacardErrorPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-error-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardErrorPage, status);
  gtk_widget_class_bind_template_child (widget_class, PlacardErrorPage, treat);
  gtk_widget_class_bind_template_child (widget_class, PlacardErrorPage, again);
  gtk_widget_class_bind_template_child (widget_class, PlacardErrorPage, remedy);
  gtk_widget_class_bind_template_child (widget_class, PlacardErrorPage, expander);
  gtk_widget_class_bind_template_child (widget_class, PlacardErrorPage, folded);
  gtk_widget_class_bind_template_child (widget_class, PlacardErrorPage, details);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
placard_error_page_init (PlacardErrorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  placard_treat_menu_fill_button (self->treat);
  expanded_cb (self);
}
