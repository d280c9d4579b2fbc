/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-save-folder.h"

#include <glib/gstdio.h>

#define GROUP "saving"
#define KEY "folder"

static char *
dup_state_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "placard", "state.ini", NULL);
}

static GKeyFile *
load_state (void)
{
  g_autofree char *path = dup_state_path ();
  GKeyFile *state = g_key_file_new ();

  g_key_file_load_from_file (state, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  return state;
}

/* (nullable): none is remembered, or it is not there any more. */
static GFile *
find_last_folder (GCancellable *cancellable)
{
  g_autoptr (GKeyFile) state = load_state ();
  g_autofree char *uri = g_key_file_get_string (state, GROUP, KEY, NULL);
  g_autoptr (GFile) folder = uri ? g_file_new_for_uri (uri) : NULL;

  if (!folder ||
      g_file_query_file_type (folder, G_FILE_QUERY_INFO_NONE, cancellable) != G_FILE_TYPE_DIRECTORY)
    return NULL;
  return g_steal_pointer (&folder);
}

static GFile *
make_downloads_folder (void)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  /* Without user-dirs.dirs the folder has the name that xdg-user-dirs gives it. */
  GFile *folder = path ? g_file_new_for_path (path)
                       : g_file_new_build_filename (g_get_home_dir (), "Downloads", NULL);

  /* What goes wrong here shows when the file is written. */
  g_file_make_directory_with_parents (folder, NULL, NULL);
  return folder;
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *folder = find_last_folder (cancellable);

  g_task_return_pointer (task, folder ? folder : make_downloads_folder (), g_object_unref);
}

void
placard_save_folder_find_async (GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, placard_save_folder_find_async);
  g_task_run_in_thread (task, find_thread);
}

GFile *
placard_save_folder_find_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
remember_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GKeyFile) state = load_state ();
  g_autofree char *path = dup_state_path ();
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *text = NULL;

  g_key_file_set_string (state, GROUP, KEY, data);
  text = g_key_file_to_data (state, NULL, NULL);
  g_mkdir_with_parents (parent, 0700);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  g_task_return_boolean (task, TRUE);
}

void
placard_save_folder_remember_async (GFile *folder, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, placard_save_folder_remember_async);
  g_task_set_task_data (task, g_file_get_uri (folder), g_free);
  g_task_run_in_thread (task, remember_thread);
}
