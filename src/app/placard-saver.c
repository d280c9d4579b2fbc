/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - A job is in `jobs` exactly while it needs no answer of a person; so long the application runs on.
 * - What fails is told where the person is: a dialog in the window, a notification without one.
 */
#include "config.h"

#include "placard-saver.h"

#include "placard-background.h"
#include "placard-error.h"
#include "placard-save-folder.h"
#include "placard-save.h"
#include "placard-toast.h"

#include <glib/gi18n-lib.h>

struct _PlacardSaver {
  GObject parent_instance;

  AdwToastOverlay *toasts; /* not owned: the window's, which owns this; NULL when it is gone */
  GtkFileChooserNative *chooser; /* while it is open */
  GCancellable *cancellable;
  GPtrArray *jobs;     /* of Job, not owned */
  GPtrArray *expected; /* of PlacardExchange, not owned */
};

G_DEFINE_FINAL_TYPE (PlacardSaver, placard_saver, G_TYPE_OBJECT)

/* One file. Reference counted: dialogs and calls that are under way have it. */
typedef struct {
  PlacardSaver *saver;
  PlacardExchange *exchange;
  PlacardSpool *spool;
  char *name;
  GFile *file; /* NULL before its folder is known */
  PlacardSaveMode mode;
  PlacardSaveFlags flags;
  gboolean automatic; /* nobody asked for it just now: nobody is asked about it either */
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_object_unref (job->saver);
  g_object_unref (job->exchange);
  g_clear_object (&job->spool);
  g_free (job->name);
  g_clear_object (&job->file);
}

static void
job_unref (Job *job)
{
  g_rc_box_release_full (job, job_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

/* @name: (transfer full) */
static Job *
job_new (PlacardSaver *self, PlacardExchange *exchange, char *name)
{
  Job *job = g_rc_box_new0 (Job);
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));

  job->saver = g_object_ref (self);
  job->exchange = g_object_ref (exchange);
  job->spool = spool ? g_object_ref (spool) : NULL;
  job->name = name;
  job->mode = PLACARD_SAVE_UNIQUE;
  job->flags = PLACARD_SAVE_JUDGE;
  return job;
}

static void
begin (Job *job)
{
  g_ptr_array_add (job->saver->jobs, job);
  placard_background_enter ();
}

static void
end (Job *job)
{
  g_ptr_array_remove_fast (job->saver->jobs, job);
  placard_background_leave ();
}

static void decide (Job *job);
static void choose (Job *job);

static GtkWindow *
get_window (PlacardSaver *self)
{
  return self->toasts ? GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->toasts))) : NULL;
}

static void
show_toast (PlacardSaver *self, const char *text, GFile *file)
{
  g_autofree char *uri = file ? g_file_get_uri (file) : NULL;

  if (!self->toasts)
    return;
  placard_toast_show (self->toasts, text, uri ? _ ("_Show") : NULL, uri ? "win.show-file" : NULL,
                      uri ? g_variant_new_string (uri) : NULL);
}

/* A question whose answer, if it is not "cancel", goes on with @job. */
static void
ask (Job *job,
     const char *title,
     const char *body,
     const char *response,
     const char *label,
     GCallback callback)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (job->saver), title, NULL);

  if (job->saver->toasts)
    placard_toast_dismiss (job->saver->toasts);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s", body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), response,
                                    label, NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), response);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_data (dialog, "response", callback, g_rc_box_acquire (job),
                         (GClosureNotify) (GCallback) job_unref, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
elsewhere_cb (AdwMessageDialog *dialog, const char *response, Job *job)
{
  if (g_strcmp0 (response, "elsewhere") == 0)
    choose (job);
}

static void
partial_cb (AdwMessageDialog *dialog, const char *response, Job *job)
{
  if (g_strcmp0 (response, "save") != 0)
    return;
  job->flags |= PLACARD_SAVE_ALLOW_PARTIAL;
  begin (job);
  decide (job);
}

static void
ask_about_partial (Job *job)
{
  const GError *error = placard_exchange_get_error (job->exchange);

  ask (job, _ ("Save an Incomplete File?"),
       error ? error->message : _ ("Only a part of it has come."), "save", _ ("_Save What Came"),
       G_CALLBACK (partial_cb));
}

static void
tell_failure (Job *job, const GError *error)
{
  if (placard_error_exit_code (error) == PLACARD_EXIT_CANCELLED)
    return;
  if (!job->saver->toasts)
    placard_background_tell (_ ("Not Saved"), error->message, NULL);
  else if (g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED) && !job->automatic &&
           placard_spool_get_state (job->spool) != PLACARD_SPOOL_CANCELLED)
    ask_about_partial (job);
  else if (g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED) || job->automatic)
    show_toast (job->saver, error->message, NULL);
  else
    ask (job, _ ("Not Saved"), error->message, "elsewhere", _ ("Choose Another _Place…"),
         G_CALLBACK (elsewhere_cb));
}

static char *
describe_success (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *folder_name = folder ? g_file_get_basename (folder) : NULL;

  /* Translators: the name of a file, then of its folder. */
  return g_strdup_printf (_ ("Saved as “%s” in %s"), name, folder_name ? folder_name : "");
}

static void
tell_success (Job *job, GFile *file)
{
  PlacardRequest *request = placard_fetch_get_request (placard_exchange_get_fetch (job->exchange));
  g_autofree char *text = describe_success (file);
  g_autofree char *uri = g_file_get_uri (file);

  if (placard_request_get_saving (request)->add_recent)
    gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
  if (job->saver->toasts)
    show_toast (job->saver, text, file);
  else
    placard_background_tell (_ ("Saved"), text, file);
}

static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;

  end (job);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = placard_save_finish (result, &error);
  g_autoptr (GFile) folder = file ? g_file_get_parent (file) : NULL;

  if (!file) {
    end (job);
    tell_failure (job, error);
    return;
  }
  tell_success (job, file);
  placard_save_folder_remember_async (folder, remembered_cb, g_steal_pointer (&job));
}

static void
run (Job *job)
{
  placard_save_async (job->spool, job->file, job->mode, job->flags, job->saver->cancellable,
                      saved_cb, g_rc_box_acquire (job));
}

/* What is known to be cut is asked about before anything is written. */
static gboolean
is_cut (Job *job)
{
  switch (placard_spool_get_state (job->spool)) {
  case PLACARD_SPOOL_OPEN:
    return FALSE;
  case PLACARD_SPOOL_COMPLETE:
    /* The picture may end early although the transfer did not notice. */
    return g_error_matches (placard_exchange_get_error (job->exchange), PLACARD_ERROR,
                            PLACARD_ERROR_TRUNCATED);
  case PLACARD_SPOOL_INCOMPLETE:
  case PLACARD_SPOOL_CANCELLED:
    return TRUE;
  }
  return FALSE;
}

static void
decide (Job *job)
{
  gboolean may_be_partial = job->automatic || job->flags & PLACARD_SAVE_ALLOW_PARTIAL;

  if (!may_be_partial && job->flags & PLACARD_SAVE_JUDGE && is_cut (job)) {
    end (job);
    if (job->saver->toasts)
      ask_about_partial (job);
    return;
  }
  if (placard_spool_get_state (job->spool) == PLACARD_SPOOL_OPEN)
    show_toast (job->saver, _ ("It will be saved when all of it has come"), NULL);
  run (job);
}

static void
folder_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GFile) folder = placard_save_folder_find_finish (result);

  if (!folder) {
    end (job);
    return;
  }
  job->file = g_file_get_child (folder, job->name);
  decide (job);
}

/* @job: (transfer full) */
static void
save_in_last_folder (Job *job)
{
  begin (job);
  placard_save_folder_find_async (job->saver->cancellable, folder_found_cb, job);
}

void
placard_saver_save (PlacardSaver *self, PlacardExchange *exchange)
{
  g_return_if_fail (PLACARD_IS_SAVER (self));

  save_in_last_folder (job_new (self, exchange, placard_exchange_suggest_name (exchange)));
}

void
placard_saver_save_under (PlacardSaver *self, PlacardExchange *exchange, const char *name)
{
  Job *job = job_new (self, exchange, g_strdup (name));

  g_return_if_fail (PLACARD_IS_SAVER (self));

  job->automatic = TRUE;
  save_in_last_folder (job);
}

void
placard_saver_save_copy (PlacardSaver *self,
                         PlacardExchange *exchange,
                         PlacardSpool *spool,
                         const char *name)
{
  Job *job = job_new (self, exchange, g_strdup (name));

  g_return_if_fail (PLACARD_IS_SAVER (self));

  g_set_object (&job->spool, spool);
  job->flags = PLACARD_SAVE_MAY_LINK;
  save_in_last_folder (job);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, Job *job)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&job->saver->chooser);
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (!file)
    return;
  g_set_object (&job->file, file);
  g_object_unref (file);
  /* The dialog has asked before it gave the name of a file that is there. */
  job->mode = PLACARD_SAVE_REPLACE;
  begin (job);
  decide (job);
}

static void
show_chooser (Job *job, GFile *folder)
{
  PlacardSaver *self = job->saver;
  GtkFileChooser *chooser;

  if (self->chooser || !self->toasts)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save As"), get_window (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  chooser = GTK_FILE_CHOOSER (self->chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (chooser, folder, NULL);
  gtk_file_chooser_set_current_name (chooser, job->name);
  g_signal_connect_data (self->chooser, "response", G_CALLBACK (chosen_cb), g_rc_box_acquire (job),
                         (GClosureNotify) (GCallback) job_unref, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
folder_for_chooser_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GFile) folder = placard_save_folder_find_finish (result);

  if (folder)
    show_chooser (job, folder);
}

static void
choose (Job *job)
{
  placard_save_folder_find_async (job->saver->cancellable, folder_for_chooser_cb,
                                  g_rc_box_acquire (job));
}

void
placard_saver_save_as (PlacardSaver *self, PlacardExchange *exchange)
{
  g_autoptr (Job) job = job_new (self, exchange, placard_exchange_suggest_name (exchange));

  g_return_if_fail (PLACARD_IS_SAVER (self));

  choose (job);
}

void
placard_saver_expect (PlacardSaver *self, PlacardExchange *exchange)
{
  g_return_if_fail (PLACARD_IS_SAVER (self));

  g_ptr_array_add (self->expected, exchange);
  placard_background_enter ();
}

void
placard_saver_stop_expecting (PlacardSaver *self, PlacardExchange *exchange)
{
  g_return_if_fail (PLACARD_IS_SAVER (self));

  if (g_ptr_array_remove_fast (self->expected, exchange))
    placard_background_leave ();
}

gboolean
placard_saver_is_saving (PlacardSaver *self, PlacardExchange *exchange)
{
  g_return_val_if_fail (PLACARD_IS_SAVER (self), FALSE);

  for (guint i = 0; i < self->jobs->len; i++)
    if (((Job *) g_ptr_array_index (self->jobs, i))->exchange == exchange)
      return TRUE;
  return g_ptr_array_find (self->expected, exchange, NULL);
}

GCancellable *
placard_saver_get_cancellable (PlacardSaver *self)
{
  g_return_val_if_fail (PLACARD_IS_SAVER (self), NULL);

  return self->cancellable;
}

void
placard_saver_tell_error (PlacardSaver *self, const GError *error)
{
  g_return_if_fail (PLACARD_IS_SAVER (self));

  if (placard_error_exit_code (error) == PLACARD_EXIT_CANCELLED)
    return;
  if (self->toasts)
    show_toast (self, error->message, NULL);
  else
    placard_background_tell (_ ("Not Saved"), error->message, NULL);
}

void
placard_saver_close (PlacardSaver *self, gboolean keepalive)
{
  g_return_if_fail (PLACARD_IS_SAVER (self));

  g_clear_weak_pointer (&self->toasts);
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  if (!keepalive)
    g_cancellable_cancel (self->cancellable);
}

static void
placard_saver_dispose (GObject *object)
{
  PlacardSaver *self = PLACARD_SAVER (object);

  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->chooser);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->expected, g_ptr_array_unref);
  G_OBJECT_CLASS (placard_saver_parent_class)->dispose (object);
}

static void
placard_saver_class_init (PlacardSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_saver_dispose;
}

static void
placard_saver_init (PlacardSaver *self)
{
  self->cancellable = g_cancellable_new ();
  self->jobs = g_ptr_array_new ();
  self->expected = g_ptr_array_new ();
}

PlacardSaver *
placard_saver_new (AdwToastOverlay *toasts)
{
  PlacardSaver *self = g_object_new (PLACARD_TYPE_SAVER, NULL);

  g_set_weak_pointer (&self->toasts, toasts);
  return self;
}
