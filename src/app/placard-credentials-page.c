/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: the items of the drop-down are in the order of PlacardAuth. */
#include "config.h"

#include "placard-credentials-page.h"

#include "placard-keyring.h"
#include "placard-option-row.h"
#include "placard-setting.h"
#include "placard-variables.h"

#include <glib/gi18n-lib.h>

struct _PlacardCredentialsPage {
  AdwBin parent_instance;

  AdwComboRow *kind;
  AdwEntryRow *user;
  AdwEntryRow *secret;
  GtkWidget *scope;
  GtkWidget *keep;
  GtkLabel *problem;
  AdwPreferencesGroup *before;
  AdwPreferencesGroup *certificate;
  AdwPreferencesGroup *cookies;

  GPtrArray *rows; /* (element-type PlacardOptionRow): of the groups below */

  PlacardRequest *request;
  gboolean setting; /* the rows change because the request did */
};

G_DEFINE_FINAL_TYPE (PlacardCredentialsPage, placard_credentials_page, ADW_TYPE_BIN)

/* clang-format off */
static const PlacardRowPlan before_plan[] = {
    {"token-from", PLACARD_ROW_FILE, N_ ("Profile of the request before")},
    {"token-at", PLACARD_ROW_TEXT, N_ ("Where its answer has the token")},
    {"token-as", PLACARD_ROW_TEXT, N_ ("Where the token goes")},
    {"token-lifetime", PLACARD_ROW_TEXT, N_ ("How long it holds")},
};
static const PlacardRowPlan certificate_plan[] = {
    {"cert", PLACARD_ROW_FILE, N_ ("Certificate (PEM or PKCS#12)")},
    {"key", PLACARD_ROW_FILE, N_ ("Key, when it is another file")},
    {"pass", PLACARD_ROW_SECRET, N_ ("Password of the key")},
};
static const PlacardRowPlan cookies_plan[] = {
    {"cookies", PLACARD_ROW_CHOICE, N_ ("Cookies of servers"),
     {"", "off"}, {N_ ("Kept"), N_ ("Refused")}},
    {"cookie-jar", PLACARD_ROW_TEXT, N_ ("File to keep them in, beyond this window")},
};
/* clang-format on */

static void
name_row (AdwEntryRow *row, const char *title)
{
  gtk_widget_set_visible (GTK_WIDGET (row), title != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title ? title : "");
}

/* A reference is kept already. */
static void
show_keep (PlacardCredentialsPage *self)
{
  const char *secret = gtk_editable_get_text (GTK_EDITABLE (self->secret));

  gtk_widget_set_visible (self->keep, gtk_widget_get_visible (GTK_WIDGET (self->secret)) &&
                                          *secret && !placard_variables_has_reference (secret));
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
  show_keep (self);
}

static void
edited_cb (PlacardCredentialsPage *self)
{
  if (self->setting || !self->request)
    return;
  placard_request_set_auth (self->request, (PlacardAuth) adw_combo_row_get_selected (self->kind),
                            gtk_editable_get_text (GTK_EDITABLE (self->user)),
                            gtk_editable_get_text (GTK_EDITABLE (self->secret)));
  show_keep (self);
}

/* Letters that a reference may have. */
static char *
make_name (PlacardCredentialsPage *self)
{
  g_autoptr (GUri) uri = placard_request_build_uri (self->request, NULL);
  const char *user = placard_request_get_auth_user (self->request);
  char *name = g_strconcat (user ? user : "", user && *user ? "-" : "",
                            uri ? g_uri_get_host (uri) : "secret", NULL);

  return g_strcanon (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.",
                     '-');
}

typedef struct {
  PlacardCredentialsPage *page;
  PlacardRequest *request;
  char *name;
} Keeping;

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Keeping *keeping = user_data;
  g_autoptr (PlacardCredentialsPage) self = keeping->page;
  g_autoptr (PlacardRequest) request = keeping->request;
  g_autofree char *name = keeping->name;
  g_autofree char *reference = g_strdup_printf ("{{%s%s}}", PLACARD_VARIABLES_KEYRING, name);
  g_autofree char *user = g_strdup (placard_request_get_auth_user (request));
  g_autoptr (GError) error = NULL;

  if (!placard_keyring_store_finish (result, &error)) {
    placard_credentials_page_set_problem (self, error->message);
    return;
  }
  placard_request_set_expands (request, TRUE);
  placard_request_set_auth (request, placard_request_get_auth (request), user, reference);
  placard_credentials_page_update (self);
}

static void
keep_clicked_cb (PlacardCredentialsPage *self)
{
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->page = g_object_ref (self);
  keeping->request = g_object_ref (self->request);
  keeping->name = make_name (self);
  placard_keyring_store_named_async (
      keeping->name, gtk_editable_get_text (GTK_EDITABLE (self->secret)), NULL, kept_cb, keeping);
}

static void
option_edited_cb (PlacardOptionRow *row, gpointer user_data)
{
}

static void
add_option_rows (PlacardCredentialsPage *self,
                 AdwPreferencesGroup *group,
                 const PlacardRowPlan *plan,
                 gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++) {
    PlacardOptionRow *row = placard_option_row_new (&plan[i], option_edited_cb, self);

    adw_preferences_group_add (group, placard_option_row_get_widget (row));
    g_ptr_array_add (self->rows, row);
  }
}

static void
update_option_rows (PlacardCredentialsPage *self)
{
  g_autoptr (GHashTable) settings = placard_setting_list (self->request);

  for (guint i = 0; i < self->rows->len; i++)
    placard_option_row_show (g_ptr_array_index (self->rows, i), settings);
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
  update_option_rows (self);
  self->setting = FALSE;
}

void
placard_credentials_page_set_request (PlacardCredentialsPage *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_CREDENTIALS_PAGE (self));

  g_set_object (&self->request, request);
  for (guint i = 0; i < self->rows->len; i++)
    placard_option_row_set_request (g_ptr_array_index (self->rows, i), request);
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
  PlacardCredentialsPage *self = PLACARD_CREDENTIALS_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->request);
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
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, keep);
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, before);
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, certificate);
  gtk_widget_class_bind_template_child (widget_class, PlacardCredentialsPage, cookies);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
}

static void
placard_credentials_page_init (PlacardCredentialsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_option_row_free);
  add_option_rows (self, self->before, before_plan, G_N_ELEMENTS (before_plan));
  add_option_rows (self, self->certificate, certificate_plan, G_N_ELEMENTS (certificate_plan));
  add_option_rows (self, self->cookies, cookies_plan, G_N_ELEMENTS (cookies_plan));
  show_rows_for (self, PLACARD_AUTH_NONE);
}
