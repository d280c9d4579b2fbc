/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: the items of the drop-down are in the order of PlacardAuth. */
#include "config.h"

#include "placard-credentials-page.h"

#include <glib/gi18n-lib.h>

struct _PlacardCredentialsPage {
  AdwBin parent_instance;

  AdwComboRow *kind;
  AdwEntryRow *user;
  AdwEntryRow *secret;
  GtkWidget *scope;
  GtkLabel *problem;

  PlacardRequest *request;
  gboolean setting; /* the rows change because the request did */
};

G_DEFINE_FINAL_TYPE (PlacardCredentialsPage, placard_credentials_page, ADW_TYPE_BIN)

static void
name_row (AdwEntryRow *row, const char *title)
{
  gtk_widget_set_visible (GTK_WIDGET (row), title != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title ? title : "");
}

static void
show_rows_for (PlacardCredentialsPage *self, PlacardAuth kind)
{
  const char *user = NULL;
  const char *secret = NULL;

  switch (kind) {
  case PLACARD_AUTH_NONE:
    break;
  case PLACARD_AUTH_BASIC:
  case PLACARD_AUTH_DIGEST:
    user = _ ("User");
    secret = _ ("Password");
    break;
  case PLACARD_AUTH_BEARER:
    secret = _ ("Token");
    break;
  case PLACARD_AUTH_API_KEY_HEADER:
    user = _ ("Header name");
    secret = _ ("Key");
    break;
  case PLACARD_AUTH_API_KEY_QUERY:
    user = _ ("Parameter name");
    secret = _ ("Key");
    break;
  }
  name_row (self->user, user);
  name_row (self->secret, secret);
  gtk_widget_set_visible (self->scope, kind != PLACARD_AUTH_NONE);
}

static void
edited_cb (PlacardCredentialsPage *self)
{
  if (self->setting || !self->request)
    return;
  placard_request_set_auth (self->request, (PlacardAuth) adw_combo_row_get_selected (self->kind),
                            gtk_editable_get_text (GTK_EDITABLE (self->user)),
                            gtk_editable_get_text (GTK_EDITABLE (self->secret)));
}

static void
kind_selected_cb (PlacardCredentialsPage *self)
{
  show_rows_for (self, (PlacardAuth) adw_combo_row_get_selected (self->kind));
  edited_cb (self);
}

static void
set_text (AdwEntryRow *row, const char *text)
{
  /* Only when it differs: the cursor stays where the person types. */
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text ? text : "");
}

void
placard_credentials_page_update (PlacardCredentialsPage *self)
{
  g_return_if_fail (PLACARD_IS_CREDENTIALS_PAGE (self));

  if (!self->request)
    return;
  self->setting = TRUE;
  adw_combo_row_set_selected (self->kind, placard_request_get_auth (self->request));
  set_text (self->user, placard_request_get_auth_user (self->request));
  set_text (self->secret, placard_request_get_auth_secret (self->request));
  show_rows_for (self, placard_request_get_auth (self->request));
  self->setting = FALSE;
}

void
placard_credentials_page_set_request (PlacardCredentialsPage *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_CREDENTIALS_PAGE (self));

  g_set_object (&self->request, request);
  placard_credentials_page_update (self);
}

void
placard_credentials_page_set_problem (PlacardCredentialsPage *self, const char *problem)
{
  gtk_label_set_text (self->problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
placard_credentials_page_dispose (GObject *object)
{
  g_clear_object (&PLACARD_CREDENTIALS_PAGE (object)->request);
  G_OBJECT_CLASS (placard_credentials_page_parent_class)->dispose (object);
}

static void
placard_credentials_page_class_init (PlacardCredentialsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_credentials_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-credentials-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, kind);
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, user);
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, secret);
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, scope);
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
}

static void
placard_credentials_page_init (PlacardCredentialsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_rows_for (self, PLACARD_AUTH_NONE);
}
