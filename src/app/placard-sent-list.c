/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-sent-list.h"

#include "placard-mask.h"
#include "placard-sent-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardSentList {
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* of GtkWidget, not owned */
  char *shown;     /* what the rows say: they are made anew only when that changes */
};

enum { EDIT, LEAVE_OUT, UNLOCK, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardSentList, placard_sent_list, ADW_TYPE_PREFERENCES_GROUP)

/* One field, for the buttons of its row. */
typedef struct {
  PlacardSentList *list;
  guint signal;
  char *name;
  char *value;
} Choice;

static void
choice_free (gpointer data, GClosure *closure)
{
  Choice *choice = data;

  g_free (choice->name);
  g_free (choice->value);
  g_free (choice);
}

/* The row, and this choice with it, may be gone when the signal returns. */
static void
chosen_cb (GtkButton *button, Choice *choice)
{
  g_autofree char *name = g_strdup (choice->name);
  g_autofree char *value = g_strdup (choice->value);

  g_signal_emit (choice->list, choice->signal, 0, name, value);
}

/* @own_label: (transfer full) */
static void
add_button (PlacardSentList *self,
            AdwActionRow *row,
            const PlacardSentField *field,
            guint signal,
            const char *icon,
            char *own_label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = own_label;
  Choice *choice = g_new0 (Choice, 1);

  choice->list = self;
  choice->signal = signal;
  choice->name = g_strdup (field->name);
  choice->value = g_strdup (field->value);
  g_signal_connect_data (button, "clicked", G_CALLBACK (chosen_cb), choice, choice_free, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  adw_action_row_add_suffix (row, button);
}

static void
add_lock (AdwActionRow *row, const PlacardSentField *field)
{
  GtkWidget *lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");

  gtk_widget_add_css_class (lock, "dim-label");
  gtk_widget_set_tooltip_text (lock, field->reason);
  gtk_accessible_update_property (GTK_ACCESSIBLE (lock), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Locked"), -1);
  adw_action_row_add_prefix (row, lock);
}

static void
add_choices (PlacardSentList *self, AdwActionRow *row, const PlacardSentField *field)
{
  if (g_str_equal (field->name, "Host") && field->value)
    /* Translators: %s is the name of a header field */
    add_button (self, row, field, signals[UNLOCK], "changes-allow-symbolic",
                g_strdup_printf (_ ("Unlock %s"), field->name));
  /* A form's boundary is another one after each change of it. */
  if (field->managed || field->secret || (field->value && strstr (field->value, "boundary=")))
    return;
  add_button (self, row, field, signals[EDIT], "document-edit-symbolic",
              g_strdup_printf (_ ("Change %s"), field->name));
  add_button (self, row, field, signals[LEAVE_OUT], "list-remove-symbolic",
              g_strdup_printf (_ ("Leave %s Out"), field->name));
}

static char *
format_subtitle (const PlacardSentField *field)
{
  const char *value = field->secret ? PLACARD_MASK : field->value;

  return value ? g_strdup_printf ("%s\n%s", value, field->reason) : g_strdup (field->reason);
}

static void
add_row (PlacardSentList *self, const PlacardSentField *field)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = format_subtitle (field);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), field->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 5);
  gtk_widget_set_tooltip_text (row, field->reason);
  if (field->managed)
    add_lock (ADW_ACTION_ROW (row), field);
  add_choices (self, ADW_ACTION_ROW (row), field);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static char *
format_all (GPtrArray *fields)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++) {
    const PlacardSentField *field = g_ptr_array_index (fields, i);

    g_string_append_printf (text, "%s\n%s\n%s\n", field->name, field->value ? field->value : "",
                            field->reason);
  }
  return g_string_free (text, FALSE);
}

void
placard_sent_list_show (PlacardSentList *self, PlacardRequest *request)
{
  g_autoptr (GPtrArray) fields = placard_sent_field_list (request);
  g_autofree char *text = format_all (fields);

  if (g_strcmp0 (text, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < fields->len; i++)
    add_row (self, g_ptr_array_index (fields, i));
}

static void
placard_sent_list_finalize (GObject *object)
{
  PlacardSentList *self = PLACARD_SENT_LIST (object);

  g_ptr_array_unref (self->rows);
  g_free (self->shown);
  G_OBJECT_CLASS (placard_sent_list_parent_class)->finalize (object);
}

static guint
add_signal (GObjectClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
placard_sent_list_class_init (PlacardSentListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_sent_list_finalize;
  signals[EDIT] = add_signal (G_OBJECT_CLASS (klass), "edit");
  signals[LEAVE_OUT] = add_signal (G_OBJECT_CLASS (klass), "leave-out");
  signals[UNLOCK] = add_signal (G_OBJECT_CLASS (klass), "unlock");
}

static void
placard_sent_list_init (PlacardSentList *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Added When Sent"));
}
