/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-forward-targets.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "placard-error.h"
#include "placard-filename.h"
#include "placard-forward.h"
#include "placard-profile.h"

char *
placard_forward_targets_dup_folder (void)
{
  return g_build_filename (g_get_user_config_dir (), "placard", "targets", NULL);
}

char *
placard_forward_targets_dup_name (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (g_str_has_suffix (name, PLACARD_PROFILE_SUFFIX))
    name[strlen (name) - strlen (PLACARD_PROFILE_SUFFIX)] = '\0';
  return g_steal_pointer (&name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree char *one = placard_forward_targets_dup_name (*(char *const *) a);
  g_autofree char *other = placard_forward_targets_dup_name (*(char *const *) b);

  return g_utf8_collate (one, other);
}

static void
list_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *folder = placard_forward_targets_dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, PLACARD_PROFILE_SUFFIX) && *name != '.')
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  g_task_return_pointer (task, paths, (GDestroyNotify) g_ptr_array_unref);
}

void
placard_forward_targets_list_async (GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, placard_forward_targets_list_async);
  g_task_run_in_thread (task, list_thread);
}

GPtrArray *
placard_forward_targets_list_finish (GAsyncResult *result)
{
  GPtrArray *paths = g_task_propagate_pointer (G_TASK (result), NULL);

  return paths ? paths : g_ptr_array_new_with_free_func (g_free);
}

typedef struct {
  PlacardRequest *target;
  char *path;
  GPtrArray *left_out; /* once it is written */
} Keep;

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  g_object_unref (keep->target);
  g_free (keep->path);
  g_clear_pointer (&keep->left_out, g_ptr_array_unref);
  g_free (keep);
}

static void
keep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keep *keep = data;
  g_autofree char *folder = g_path_get_dirname (keep->path);
  GError *error = NULL;

  /* What goes wrong with the folder shows when the file is written. */
  g_mkdir_with_parents (folder, 0700);
  if (placard_profile_save (keep->path, keep->target, NULL, &keep->left_out, &error))
    g_task_return_pointer (task, g_strdup (keep->path), g_free);
  else
    g_task_return_error (task, error);
}

void
placard_forward_targets_keep_async (PlacardRequest *target,
                                    const char *name,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autofree char *folder = placard_forward_targets_dup_folder ();
  g_autofree char *whole = g_strconcat (name, PLACARD_PROFILE_SUFFIX, NULL);
  g_autofree char *safe = placard_filename_sanitise (whole);
  Keep *keep = g_new0 (Keep, 1);

  keep->target = placard_request_copy (target);
  keep->path = g_build_filename (folder, safe, NULL);
  g_task_set_source_tag (task, placard_forward_targets_keep_async);
  g_task_set_task_data (task, keep, keep_free);
  g_task_run_in_thread (task, keep_thread);
}

char *
placard_forward_targets_keep_finish (GAsyncResult *result, GPtrArray **left_out, GError **error)
{
  Keep *keep = g_task_get_task_data (G_TASK (result));
  char *path = g_task_propagate_pointer (G_TASK (result), error);

  if (path && left_out)
    *left_out = g_ptr_array_ref (keep->left_out);
  return path;
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  PlacardRequest *target = placard_forward_load_target (data, &error);

  if (target)
    g_task_return_pointer (task, target, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
placard_forward_targets_load_async (const char *path,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, placard_forward_targets_load_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_thread);
}

PlacardRequest *
placard_forward_targets_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
