/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-batch-dialog.h"

#include <glib/gi18n-lib.h>

#include "placard-batch-run.h"
#include "placard-format.h"

/* As many as a browser has connections to one host: uploads share one way out anyway. */
#define MAX_RUNNING 4

struct _PlacardBatchDialog {
  AdwWindow parent_instance;

  GtkLabel *summary;
  GtkProgressBar *bar;
  GtkListBox *list;
  GtkWidget *stop_button;
  GtkWidget *retry_button;

  PlacardBatchRun *run;
};

G_DEFINE_FINAL_TYPE (PlacardBatchDialog, placard_batch_dialog, ADW_TYPE_WINDOW)

static char *
format_running (PlacardFetch *fetch)
{
  PlacardBody *body = placard_request_get_body (placard_fetch_get_request (fetch));
  goffset length = body ? placard_body_get_length (body) : -1;
  PlacardPhase phase = placard_fetch_get_phase (fetch);
  g_autofree char *host =
      placard_format_host (placard_request_get_url (placard_fetch_get_request (fetch)));
  g_autofree char *amount = NULL;

  if (phase != PLACARD_PHASE_SENDING)
    return placard_format_phase (phase, host);
  amount = placard_format_amount (placard_fetch_get_body_sent (fetch), length);
  return g_strdup_printf (_ ("Sending %s"), amount);
}

static char *
format_end (PlacardBatchEntry *entry)
{
  g_autoptr (PlacardResponse) response =
      placard_fetch_dup_response (placard_batch_entry_get_fetch (entry));
  const char *message = placard_batch_entry_get_message (entry);
  g_autofree char *status =
      response ? placard_format_status (placard_response_get_status (response),
                                        placard_response_get_status_text (response))
               : NULL;

  if (status && message)
    return g_strdup_printf ("%s – %s", status, message);
  return g_strdup (status ? status : message);
}

/* What a row says under the file's name. (transfer full) */
static char *
format_entry (PlacardBatchEntry *entry)
{
  switch (placard_batch_entry_get_state (entry)) {
  case PLACARD_BATCH_WAITING:
    return g_strdup (_ ("Waiting for its turn"));
  case PLACARD_BATCH_RUNNING:
    return format_running (placard_batch_entry_get_fetch (entry));
  case PLACARD_BATCH_DONE:
  case PLACARD_BATCH_FAILED:
    return format_end (entry);
  case PLACARD_BATCH_STOPPED:
    return g_strdup (_ ("Stopped"));
  case PLACARD_N_BATCH_STATES:
    break;
  }
  return NULL;
}

static const char *
get_icon (PlacardBatchState state)
{
  switch (state) {
  case PLACARD_BATCH_WAITING:
    return "content-loading-symbolic";
  case PLACARD_BATCH_RUNNING:
    return "send-to-symbolic";
  case PLACARD_BATCH_DONE:
    return "object-select-symbolic";
  case PLACARD_BATCH_FAILED:
    return "dialog-warning-symbolic";
  case PLACARD_BATCH_STOPPED:
    return "process-stop-symbolic";
  case PLACARD_N_BATCH_STATES:
    break;
  }
  return NULL;
}

static void
show_entry (PlacardBatchEntry *entry, AdwActionRow *row)
{
  g_autofree char *text = format_entry (entry);
  GtkImage *icon = g_object_get_data (G_OBJECT (row), "icon");

  adw_action_row_set_subtitle (row, text ? text : "");
  gtk_image_set_from_icon_name (icon, get_icon (placard_batch_entry_get_state (entry)));
}

/* The words say all that the icon does. */
static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  PlacardBatchEntry *entry = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), placard_batch_entry_get_label (entry));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  g_object_set_data (G_OBJECT (row), "icon", icon);
  g_signal_connect_object (entry, "changed", G_CALLBACK (show_entry), row, 0);
  show_entry (entry, ADW_ACTION_ROW (row));
  return row;
}

static char *
format_summary (PlacardBatchRun *run, guint n)
{
  guint done = placard_batch_run_count (run, PLACARD_BATCH_DONE);
  guint failed = placard_batch_run_count (run, PLACARD_BATCH_FAILED);
  GString *text = g_string_new (NULL);

  /* Translators: how many of all files were sent */
  g_string_append_printf (text, ngettext ("%u of %u file sent", "%u of %u files sent", n), done, n);
  if (failed) {
    g_string_append (text, " – ");
    g_string_append_printf (text, ngettext ("%u failed", "%u failed", failed), failed);
  }
  return g_string_free (text, FALSE);
}

static void
update (PlacardBatchDialog *self)
{
  guint n = g_list_model_get_n_items (placard_batch_run_get_entries (self->run));
  guint done = placard_batch_run_count (self->run, PLACARD_BATCH_DONE);
  guint failed = placard_batch_run_count (self->run, PLACARD_BATCH_FAILED);
  gboolean finished = placard_batch_run_is_finished (self->run);
  g_autofree char *summary = format_summary (self->run, n);

  gtk_label_set_text (self->summary, summary);
  gtk_progress_bar_set_fraction (self->bar, (double) (done + failed) / MAX (n, 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  summary, -1);
  gtk_widget_set_visible (self->stop_button, !finished);
  gtk_widget_set_visible (self->retry_button, finished && done < n);
}

static void
stop_clicked_cb (PlacardBatchDialog *self)
{
  placard_batch_run_stop (self->run);
}

static void
retry_clicked_cb (PlacardBatchDialog *self)
{
  placard_batch_run_retry (self->run);
}

static gboolean
placard_batch_dialog_close_request (GtkWindow *window)
{
  placard_batch_run_stop (PLACARD_BATCH_DIALOG (window)->run);
  return GTK_WINDOW_CLASS (placard_batch_dialog_parent_class)->close_request (window);
}

static void
placard_batch_dialog_dispose (GObject *object)
{
  PlacardBatchDialog *self = PLACARD_BATCH_DIALOG (object);

  if (self->run)
    placard_batch_run_stop (self->run);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (placard_batch_dialog_parent_class)->dispose (object);
}

static void
placard_batch_dialog_class_init (PlacardBatchDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = placard_batch_dialog_dispose;
  GTK_WINDOW_CLASS (class)->close_request = placard_batch_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-batch-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardBatchDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PlacardBatchDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardBatchDialog, list);
  gtk_widget_class_bind_template_child (widget_class, PlacardBatchDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, PlacardBatchDialog, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
placard_batch_dialog_init (PlacardBatchDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GPtrArray *
list_items (PlacardRequest *request)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();

  g_ptr_array_add (urls, (gpointer) placard_request_get_url (request));
  return placard_batch_item_list (request, urls, FALSE, NULL, NULL);
}

void
placard_batch_dialog_send (GtkWindow *parent, PlacardSession *session, PlacardRequest *request)
{
  PlacardBatchDialog *self =
      g_object_new (PLACARD_TYPE_BATCH_DIALOG, "transient-for", parent, NULL);
  g_autoptr (GPtrArray) items = list_items (request);

  self->run = placard_batch_run_new (session, request, items, MAX_RUNNING);
  g_signal_connect_object (self->run, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->list, placard_batch_run_get_entries (self->run), make_row, NULL,
                           NULL);
  update (self);
  placard_batch_run_start (self->run);
  gtk_window_present (GTK_WINDOW (self));
}
