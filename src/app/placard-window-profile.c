/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles in a window: opened, kept, saved. The disk is waited for in a thread. */
#include "config.h"

#include "placard-window-request.h"

#include "placard-error.h"
#include "placard-local.h"
#include "placard-profile.h"

#include <glib/gi18n-lib.h>

/* One use of the disk; the request is nobody else's meanwhile. */
typedef struct {
  PlacardRequest *request;
  char *path;
  char *setting;       /* (nullable): the one option to keep */
  char *from;          /* (nullable): the profile that it was, whose other lines go along */
  GPtrArray *left_out; /* (nullable): what was not written */
} Work;

static void
work_free (Work *work)
{
  g_clear_object (&work->request);
  g_clear_pointer (&work->left_out, g_ptr_array_unref);
  g_free (work->path);
  g_free (work->setting);
  g_free (work->from);
  g_free (work);
}

static void
run_work (PlacardWindow *self, Work *work, GTaskThreadFunc function, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);

  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, function);
}

static void
return_answer (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
name_of (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  return g_utf8_make_valid (base, -1);
}

/* --- opening ----------------------------------------------------------------------------------- */

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autoptr (PlacardOptions) options = placard_profile_load (work->path, work->request, &error);

  return_answer (task, options != NULL, error);
}

/* Tells under @title why not. */
static gboolean
succeeded (PlacardWindow *self, GAsyncResult *result, const char *title)
{
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return TRUE;
  placard_window_tell (self, title, error->message);
  return FALSE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = name_of (work->path);
  g_autofree char *message = NULL;

  if (!succeeded (self, result, _ ("The Profile Was Not Opened")))
    return;
  placard_window_set_request (self, work->request);
  /* Translators: %s is the name of a profile's file */
  message = g_strdup_printf (_ ("“%s” is open: send it when you like"), name);
  placard_window_show_message (self, message);
}

void
placard_window_open_profile (PlacardWindow *self, GFile *file)
{
  Work *work = g_new0 (Work, 1);

  work->path = g_file_get_path (file);
  work->request = placard_request_new ();
  if (work->path) {
    run_work (self, work, load_thread, loaded_cb);
    return;
  }
  work_free (work);
  placard_window_show_message (self, _ ("A profile is opened from this computer only"));
}

/* --- keeping ----------------------------------------------------------------------------------- */

static void
keep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  gboolean kept =
      work->setting ? placard_profile_keep (work->path, work->request, work->setting, &error)
                    : placard_profile_keep_all (work->path, work->request, &work->left_out, &error);

  return_answer (task, kept, error);
}

static void
tell_kept (PlacardWindow *self, const Work *work, const char *message)
{
  if (work->left_out && work->left_out->len > 0)
    placard_window_tell_list (
        self, message,
        _ ("This is not in the profile. Write ${NAME} or {{name}} in place of a "
           "secret, and it is asked for."),
        work->left_out);
  else
    placard_window_show_message (self, message);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = name_of (work->path);
  g_autofree char *message = NULL;

  if (!succeeded (self, result, _ ("The Profile Was Not Changed")))
    return;
  /* Translators: %s is the name of a profile's file */
  message = g_strdup_printf (_ ("Kept in “%s”"), name);
  tell_kept (self, work, message);
}

static gboolean
keep (PlacardWindow *self, const char *setting)
{
  const char *path = placard_request_get_profile (self->request);
  Work *work;

  if (!path)
    return FALSE;
  work = g_new0 (Work, 1);
  work->path = g_strdup (path);
  work->setting = g_strdup (setting);
  work->request = placard_request_copy (self->request);
  run_work (self, work, keep_thread, kept_cb);
  return TRUE;
}

gboolean
placard_window_keep_setting (PlacardWindow *self, const char *name)
{
  g_return_val_if_fail (PLACARD_IS_WINDOW (self), FALSE);

  return keep (self, name);
}

/* --- saving ------------------------------------------------------------------------------------ */

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autoptr (PlacardRequest) was = placard_request_new ();
  /* Its folder, its full screen: what no request says. */
  g_autoptr (PlacardOptions) options =
      work->from ? placard_profile_load (work->from, was, NULL) : NULL;

  return_answer (task,
                 placard_profile_save (work->path, work->request, options, &work->left_out, &error),
                 error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = name_of (work->path);
  g_autofree char *message = NULL;

  if (!succeeded (self, result, _ ("The Profile Was Not Saved")))
    return;
  placard_request_set_profile (self->request, work->path);
  message = g_strdup_printf (_ ("Saved as “%s”"), name);
  tell_kept (self, work, message);
}

static void
save_as (PlacardWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  Work *work;

  if (!path) {
    placard_window_show_message (self, _ ("A profile is saved on this computer only"));
    return;
  }
  work = g_new0 (Work, 1);
  work->path = g_str_has_suffix (path, PLACARD_PROFILE_SUFFIX)
                   ? g_steal_pointer (&path)
                   : g_strconcat (path, PLACARD_PROFILE_SUFFIX, NULL);
  work->from = g_strdup (placard_request_get_profile (self->request));
  work->request = placard_request_copy (self->request);
  run_work (self, work, save_thread, saved_cb);
}

/* --- choosing a file --------------------------------------------------------------------------- */

static void
open_response_cb (GtkNativeDialog *dialog, int response, PlacardWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file)
    placard_window_open_profile (self, file);
  g_object_unref (dialog);
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, PlacardWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file)
    save_as (self, file);
  g_object_unref (dialog);
}

static GtkFileChooser *
choose (PlacardWindow *self, const char *title, GtkFileChooserAction action, GCallback callback)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Profiles"));
  gtk_file_filter_add_pattern (filter, "*" PLACARD_PROFILE_SUFFIX);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", callback, self, 0);
  return GTK_FILE_CHOOSER (chooser);
}

static void
open_profile_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkFileChooser *chooser = choose (PLACARD_WINDOW (user_data), _ ("Open Profile"),
                                    GTK_FILE_CHOOSER_ACTION_OPEN, G_CALLBACK (open_response_cb));

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* "till.placard" for one that is, else "api.example.placard". (transfer full) */
static char *
suggest_name (PlacardRequest *request)
{
  const char *profile = placard_request_get_profile (request);
  g_autoptr (GUri) uri = NULL;

  if (profile)
    return name_of (profile);
  uri = placard_request_build_uri (request, NULL);
  return g_strconcat (uri ? g_uri_get_host (uri) : _ ("request"), PLACARD_PROFILE_SUFFIX, NULL);
}

static void
save_as_profile_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *self = PLACARD_WINDOW (user_data);
  GtkFileChooser *chooser = choose (self, _ ("Save as Profile"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                    G_CALLBACK (save_response_cb));
  g_autofree char *name = suggest_name (self->request);

  gtk_file_chooser_set_current_name (chooser, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
keep_in_profile_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  keep (PLACARD_WINDOW (user_data), NULL);
}

/* For what is dropped and for callers on the bus: no dialog. */
static void
open_profile_file_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  placard_window_open_profile (PLACARD_WINDOW (user_data), file);
}

static const GActionEntry actions[] = {
    {"open-profile", open_profile_action},
    {"open-profile-file", open_profile_file_action, "s"},
    {"save-as-profile", save_as_profile_action},
    {"keep-in-profile", keep_in_profile_action},
};

void
placard_window_add_profile_actions (PlacardWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
