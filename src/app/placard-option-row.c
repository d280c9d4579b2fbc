/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: while `setting` is TRUE the widgets change because the request did, and tell nobody. */
#include "config.h"

#include "placard-option-row.h"

#include "placard-setting.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The items of a proxy's drop-down. */
enum { PROXY_SYSTEM, PROXY_NONE, PROXY_MANUAL };

struct _PlacardOptionRow {
  const PlacardRowPlan *plan;
  PlacardRequest *request; /* (nullable) */
  GtkWidget *widget;
  GtkWidget *entry;  /* (nullable): what is typed into */
  GtkWidget *toggle; /* (nullable) */
  GtkWidget *reset;
  char *problem;
  gboolean changed;
  gboolean visible;
  gboolean setting;
  gboolean
      giving; /* the request changes because a person edits: what stands there stays as it is typed */
  PlacardOptionRowEdited edited;
  gpointer user_data;
};

/* --- from the widgets to the request ----------------------------------------------------------- */

static void
show_problem (PlacardOptionRow *self, const char *problem)
{
  GtkWidget *widget = self->entry ? self->entry : self->widget;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  if (problem)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               problem ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* @values: as the option takes them; empty for nothing said */
static void
give (PlacardOptionRow *self, const char *const *values)
{
  g_autoptr (GError) error = NULL;

  if (self->setting || !self->request)
    return;
  self->giving = TRUE;
  placard_setting_set_values (self->request, self->plan->name, values, &error);
  show_problem (self, error ? error->message : NULL);
  self->edited (self, self->user_data);
  self->giving = FALSE;
}

static void
give_one (PlacardOptionRow *self, const char *value)
{
  const char *const values[] = {value, NULL};

  give (self, values);
}

static void
text_changed_cb (PlacardOptionRow *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_auto (GStrv) values = NULL;

  g_strstrip (text);
  if (self->plan->kind != PLACARD_ROW_LIST) {
    give_one (self, *text ? text : NULL);
    return;
  }
  values = g_strsplit_set (text, " \t\n", -1);
  for (char **from = values, **to = values;; from++) {
    if (*from && !**from)
      g_free (*from);
    else if (!(*to++ = *from))
      break;
  }
  give (self, (const char *const *) values);
}

static void
selected_cb (PlacardOptionRow *self)
{
  const char *word = self->plan->words[adw_combo_row_get_selected (ADW_COMBO_ROW (self->widget))];

  give_one (self, *word ? word : NULL);
}

static void
toggled_cb (PlacardOptionRow *self)
{
  give_one (self, gtk_switch_get_active (GTK_SWITCH (self->toggle)) ? "" : NULL);
}

static void
proxy_selected_cb (PlacardOptionRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->widget));

  gtk_widget_set_visible (self->entry, self->visible && selected == PROXY_MANUAL);
  if (self->setting)
    return;
  if (selected == PROXY_MANUAL)
    gtk_widget_grab_focus (self->entry);
  else
    give_one (self, selected == PROXY_NONE ? "" : NULL);
}

static void
reset_cb (PlacardOptionRow *self)
{
  if (self->entry)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  give_one (self, NULL);
  self->edited (self, self->user_data); /* and now it is shown */
}

/* --- from the request to the widgets ----------------------------------------------------------- */

static void
show_text (PlacardOptionRow *self, char **values)
{
  g_autofree char *text = values ? g_strjoinv (" ", values) : g_strdup ("");

  /* Only when it differs: the cursor stays where the person types. */
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
show_choice (PlacardOptionRow *self, char **values)
{
  const char *value = values ? values[0] : "";

  for (guint i = 0; i < PLACARD_ROW_CHOICES && self->plan->words[i]; i++)
    if (strcmp (self->plan->words[i], value) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->widget), i);
}

static void
show_proxy (PlacardOptionRow *self, char **values)
{
  guint selected = !values ? PROXY_SYSTEM : *values[0] ? PROXY_MANUAL : PROXY_NONE;

  /* By hand, and nothing typed yet. */
  if (!values && adw_combo_row_get_selected (ADW_COMBO_ROW (self->widget)) == PROXY_MANUAL &&
      gtk_widget_has_focus (gtk_widget_get_first_child (self->entry)))
    return;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->widget), selected);
  show_text (self, selected == PROXY_MANUAL ? values : NULL);
  gtk_widget_set_visible (self->entry, self->visible && selected == PROXY_MANUAL);
}

void
placard_option_row_show (PlacardOptionRow *self, GHashTable *settings)
{
  char **values = g_hash_table_lookup (settings, self->plan->name);

  self->changed = values != NULL;
  gtk_widget_set_visible (self->reset, self->changed || self->problem);
  if (self->problem || self->giving)
    return;
  self->setting = TRUE;
  switch (self->plan->kind) {
  case PLACARD_ROW_CHOICE:
    show_choice (self, values);
    break;
  case PLACARD_ROW_SWITCH:
    gtk_switch_set_active (GTK_SWITCH (self->toggle), values != NULL);
    break;
  case PLACARD_ROW_PROXY:
    show_proxy (self, values);
    break;
  case PLACARD_ROW_TEXT:
  case PLACARD_ROW_SECRET:
  case PLACARD_ROW_FILE:
  case PLACARD_ROW_LIST:
    show_text (self, values);
    break;
  }
  self->setting = FALSE;
}

void
placard_option_row_set_request (PlacardOptionRow *self, PlacardRequest *request)
{
  if (self->request != request)
    show_problem (self, NULL);
  g_set_object (&self->request, request);
}

const char *
placard_option_row_get_problem (PlacardOptionRow *self)
{
  return self->problem;
}

gboolean
placard_option_row_is_changed (PlacardOptionRow *self)
{
  return self->changed || self->problem;
}

gboolean
placard_option_row_matches (PlacardOptionRow *self, const char *words)
{
  g_autofree char *text = g_strjoin (" ", _ (self->plan->title), self->plan->name,
                                     placard_setting_get_help (self->plan->name), NULL);
  g_autofree char *lower = g_utf8_strdown (text, -1);

  return strstr (lower, words) != NULL;
}

void
placard_option_row_set_visible (PlacardOptionRow *self, gboolean visible)
{
  self->visible = visible;
  gtk_widget_set_visible (self->widget, visible);
  if (self->plan->kind == PLACARD_ROW_PROXY)
    gtk_widget_set_visible (self->entry, visible && adw_combo_row_get_selected (ADW_COMBO_ROW (
                                                        self->widget)) == PROXY_MANUAL);
}

void
placard_option_row_focus (PlacardOptionRow *self)
{
  gtk_widget_grab_focus (self->entry ? self->entry : self->widget);
}

GtkWidget *
placard_option_row_get_widget (PlacardOptionRow *self)
{
  return self->widget;
}

GtkWidget *
placard_option_row_get_second_widget (PlacardOptionRow *self)
{
  return self->plan->kind == PLACARD_ROW_PROXY ? self->entry : NULL;
}

/* --- making ------------------------------------------------------------------------------------ */

static GtkWidget *
make_button (const char *icon, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, GtkEditable *entry)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path)
    gtk_editable_set_text (entry, path);
  g_object_unref (dialog);
}

static void
choose_file_cb (GtkWidget *entry)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (entry)),
      GTK_WINDOW (gtk_widget_get_root (entry)), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), entry, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Greyed while the entry is empty: what is so then. */
static char *
make_title (const PlacardRowPlan *plan)
{
  g_autofree char *initial = placard_setting_get_default (plan->name);

  if (!initial)
    return g_strdup (_ (plan->title));
  /* Translators: what an entry is for, and what is so when it is empty */
  return g_strdup_printf (_ ("%s (%s)"), _ (plan->title), initial);
}

static GtkWidget *
make_entry (PlacardOptionRow *self)
{
  GtkWidget *entry =
      self->plan->kind == PLACARD_ROW_SECRET ? adw_password_entry_row_new () : adw_entry_row_new ();
  g_autofree char *title = make_title (self->plan);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  if (self->plan->kind == PLACARD_ROW_FILE) {
    GtkWidget *button = make_button ("document-open-symbolic", _ ("Choose a file"));

    g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_file_cb), entry);
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (entry), button);
  }
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (text_changed_cb), self);
  return entry;
}

static GtkWidget *
make_combo (PlacardOptionRow *self, GCallback callback)
{
  GtkWidget *combo = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < PLACARD_ROW_CHOICES && self->plan->labels[i]; i++)
    gtk_string_list_append (labels, _ (self->plan->labels[i]));
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (labels));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (combo), _ (self->plan->title));
  g_signal_connect_swapped (combo, "notify::selected", callback, self);
  return combo;
}

static GtkWidget *
make_switch_row (PlacardOptionRow *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->plan->title), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (self->plan->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->toggle);
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (toggled_cb), self);
  return row;
}

static void
make_widgets (PlacardOptionRow *self)
{
  switch (self->plan->kind) {
  case PLACARD_ROW_CHOICE:
    self->widget = make_combo (self, G_CALLBACK (selected_cb));
    break;
  case PLACARD_ROW_SWITCH:
    self->widget = make_switch_row (self);
    break;
  case PLACARD_ROW_PROXY:
    self->entry = make_entry (self);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry),
                                   _ ("http, https or socks5h://host:port"));
    gtk_widget_set_visible (self->entry, FALSE);
    self->widget = make_combo (self, G_CALLBACK (proxy_selected_cb));
    break;
  case PLACARD_ROW_TEXT:
  case PLACARD_ROW_SECRET:
  case PLACARD_ROW_FILE:
  case PLACARD_ROW_LIST:
    self->widget = self->entry = make_entry (self);
    break;
  }
}

static void
add_reset (PlacardOptionRow *self)
{
  /* Translators: %s is what a row is about */
  g_autofree char *tooltip = g_strdup_printf (_ ("Reset “%s”"), _ (self->plan->title));

  self->reset = make_button ("edit-undo-symbolic", tooltip);
  gtk_widget_set_visible (self->reset, FALSE);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_cb), self);
  if (ADW_IS_ENTRY_ROW (self->widget))
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->widget), self->reset);
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (self->widget), self->reset);
}

PlacardOptionRow *
placard_option_row_new (const PlacardRowPlan *plan,
                        PlacardOptionRowEdited edited,
                        gpointer user_data)
{
  PlacardOptionRow *self = g_new0 (PlacardOptionRow, 1);
  g_autofree char *tooltip =
      g_strdup_printf ("--%s\n%s", plan->name, placard_setting_get_help (plan->name));

  self->plan = plan;
  self->edited = edited;
  self->user_data = user_data;
  self->visible = TRUE;
  make_widgets (self);
  add_reset (self);
  gtk_widget_set_tooltip_text (self->widget, tooltip);
  return self;
}

void
placard_option_row_free (PlacardOptionRow *self)
{
  g_clear_object (&self->request);
  g_free (self->problem);
  g_free (self);
}
