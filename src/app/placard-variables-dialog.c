/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-variables-dialog.h"

#include "placard-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  GtkWindow *parent;
  GHashTable *rows; /* name -> AdwEntryRow, not owned */
  PlacardVariablesAnswer answer;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_hash_table_unref (question->rows);
  g_free (question);
}

static GHashTable *
collect (Question *question)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer name, row;

  g_hash_table_iter_init (&iter, question->rows);
  while (g_hash_table_iter_next (&iter, &name, &row))
    g_hash_table_insert (values, g_strdup (name),
                         g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  return values;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GHashTable) values = NULL;

  if (strcmp (response, "send") == 0)
    values = collect (question);
  question->answer (question->parent, values);
}

/* AdwPasswordEntryRow of libadwaita 1.2 looks at itself when it loses the focus, even when that is its end. */
static gboolean
close_cb (GtkWindow *dialog)
{
  gtk_window_set_focus (dialog, NULL);
  return GDK_EVENT_PROPAGATE;
}

static GtkWidget *
make_row (const char *name)
{
  GtkWidget *row =
      placard_field_name_is_secret (name) ? adw_password_entry_row_new () : adw_entry_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  return row;
}

void
placard_variables_dialog_ask (GtkWindow *parent, GPtrArray *names, PlacardVariablesAnswer answer)
{
  GtkWidget *dialog = adw_message_dialog_new (
      parent, ngettext ("What Is Its Value?", "What Are Their Values?", names->len),
      ngettext ("The request has a variable without a value. It is remembered until this window is "
                "closed, and nowhere else.",
                "The request has variables without a value. They are remembered until this window "
                "is closed, and nowhere else.",
                names->len));
  GtkWidget *group = adw_preferences_group_new ();
  Question *question = g_new0 (Question, 1);

  question->parent = parent;
  question->answer = answer;
  question->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < names->len; i++) {
    GtkWidget *row = make_row (g_ptr_array_index (names, i));

    g_hash_table_insert (question->rows, g_strdup (g_ptr_array_index (names, i)), row);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    if (i == 0)
      gtk_window_set_focus (GTK_WINDOW (dialog), row);
  }
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), group);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "send",
                                    _ ("_Send"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "send",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "send");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  g_signal_connect (dialog, "close-request", G_CALLBACK (close_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}
