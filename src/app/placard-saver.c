/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-saver.h"

#include "placard-error.h"
#include "placard-save.h"

#include <glib/gi18n-lib.h>

struct _PlacardSaver {
  GObject parent_instance;

  AdwToastOverlay *toasts;       /* not owned: the window's, which owns this */
  GtkFileChooserNative *chooser; /* while it is open */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PlacardSaver, placard_saver, G_TYPE_OBJECT)

typedef struct {
  PlacardSaver *saver;
  PlacardExchange *exchange;
  GFile *file;
  PlacardSaveMode mode;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->saver);
  g_clear_object (&saving->exchange);
  g_clear_object (&saving->file);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static Saving *
saving_new (PlacardSaver *self, PlacardExchange *exchange, GFile *file, PlacardSaveMode mode)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->saver = g_object_ref (self);
  saving->exchange = g_object_ref (exchange);
  saving->file = g_object_ref (file);
  saving->mode = mode;
  return saving;
}

static void
show_toast (PlacardSaver *self, const char *text, const char *action, const char *target)
{
  /* A toast's title is markup; names and messages are not. */
  g_autofree char *title = g_markup_escape_text (text, -1);
  AdwToast *toast;

  if (!self->toasts)
    return;
  toast = adw_toast_new (title);
  if (action) {
    adw_toast_set_button_label (toast, _ ("_Show"));
    adw_toast_set_action_name (toast, action);
    adw_toast_set_action_target_value (toast, g_variant_new_string (target));
  }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = placard_save_finish (result, &error);
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (placard_error_exit_code (error) == PLACARD_EXIT_CANCELLED)
    return;
  if (!file) {
    show_toast (saving->saver, error->message, NULL, NULL);
    return;
  }
  uri = g_file_get_uri (file);
  name = g_file_get_basename (file);
  text = g_strdup_printf (_ ("Saved as “%s”"), name);
  show_toast (saving->saver, text, "win.show-file", uri);
}

static void
run (Saving *saving, PlacardSaveFlags flags)
{
  placard_save_async (placard_fetch_get_spool (placard_exchange_get_fetch (saving->exchange)),
                      saving->file, saving->mode, flags | PLACARD_SAVE_JUDGE,
                      saving->saver->cancellable, saved_cb, saving);
}

static void
partial_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Saving *saving = user_data;

  if (g_strcmp0 (response, "save") == 0)
    run (saving, PLACARD_SAVE_ALLOW_PARTIAL);
  else
    saving_free (saving);
}

static void
ask_about_partial (Saving *saving)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (saving->saver->toasts));
  const GError *error = placard_exchange_get_error (saving->exchange);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (root), _ ("Save an Incomplete File?"), NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s",
                                  error ? error->message : _ ("Only a part of it has come."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("_Save What Came"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (partial_response_cb), saving);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_to (PlacardSaver *self, PlacardExchange *exchange, GFile *file, PlacardSaveMode mode)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  Saving *saving = saving_new (self, exchange, file, mode);

  switch (placard_spool_get_state (spool)) {
  case PLACARD_SPOOL_OPEN:
    show_toast (self, _ ("It will be saved when all of it has come"), NULL, NULL);
    run (saving, PLACARD_SAVE_FLAGS_NONE);
    break;
  case PLACARD_SPOOL_COMPLETE:
    /* The picture may end early although the transfer did not notice. */
    if (g_error_matches (placard_exchange_get_error (exchange), PLACARD_ERROR,
                         PLACARD_ERROR_TRUNCATED))
      ask_about_partial (saving);
    else
      run (saving, PLACARD_SAVE_FLAGS_NONE);
    break;
  case PLACARD_SPOOL_INCOMPLETE:
  case PLACARD_SPOOL_CANCELLED:
    ask_about_partial (saving);
    break;
  }
}

static GFile *
downloads_folder (void)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());
  /* Without user-dirs.dirs the folder has the name that xdg-user-dirs gives it. */
  GFile *folder = path ? g_file_new_for_path (path) : g_file_get_child (home, "Downloads");

  /* What goes wrong here shows when the file is written. */
  g_file_make_directory_with_parents (folder, NULL, NULL);
  return folder;
}

void
placard_saver_save (PlacardSaver *self, PlacardExchange *exchange)
{
  g_autoptr (GFile) folder = downloads_folder ();
  g_autofree char *name = placard_exchange_suggest_name (exchange);
  g_autoptr (GFile) file = g_file_get_child (folder, name);

  g_return_if_fail (PLACARD_IS_SAVER (self));

  save_to (self, exchange, file, PLACARD_SAVE_UNIQUE);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (PlacardExchange) exchange = PLACARD_EXCHANGE (user_data);
  PlacardSaver *self = g_object_get_data (G_OBJECT (dialog), "saver");
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  /* The dialog has asked before it gave the name of a file that is there. */
  if (file)
    save_to (self, exchange, file, PLACARD_SAVE_REPLACE);
}

void
placard_saver_save_as (PlacardSaver *self, PlacardExchange *exchange)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->toasts));
  g_autofree char *name = placard_exchange_suggest_name (exchange);
  g_autoptr (GFile) folder = downloads_folder ();

  g_return_if_fail (PLACARD_IS_SAVER (self));

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save As"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_object_set_data (G_OBJECT (self->chooser), "saver", self);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), g_object_ref (exchange));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
placard_saver_dispose (GObject *object)
{
  PlacardSaver *self = PLACARD_SAVER (object);

  if (self->toasts)
    g_object_remove_weak_pointer (G_OBJECT (self->toasts), (gpointer *) &self->toasts);
  self->toasts = NULL;
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->cancellable);
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
}

PlacardSaver *
placard_saver_new (AdwToastOverlay *toasts)
{
  PlacardSaver *self = g_object_new (PLACARD_TYPE_SAVER, NULL);

  self->toasts = toasts;
  g_object_add_weak_pointer (G_OBJECT (toasts), (gpointer *) &self->toasts);
  return self;
}
