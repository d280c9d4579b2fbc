/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-save-folder.h"

#include <glib/gstdio.h>

#include "own-home.h"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
find (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) folder = NULL;

  placard_save_folder_find_async (NULL, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  folder = placard_save_folder_find_finish (result);
  return g_file_get_path (folder);
}

static void
remember (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  placard_save_folder_remember_async (folder, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
}

/* SV1: Downloads at first, then the last one while it is there, then Downloads again. */
static void
test_last (void)
{
  g_autofree char *downloads = find ();
  g_autofree char *other = g_dir_make_tmp ("卡 %-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "placard", "state.ini", NULL);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  GStatBuf info;

  g_assert_true (g_file_test (downloads, G_FILE_TEST_IS_DIR));
  remember (other);
  second = find ();
  g_assert_cmpstr (second, ==, other);
  g_assert_cmpint (g_stat (state, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_rmdir (other), ==, 0);
  third = find ();
  g_assert_cmpstr (third, ==, downloads);
}

/* A state file that is no such thing is as good as none. */
static void
test_broken (void)
{
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "placard", "state.ini", NULL);
  g_autofree char *parent = g_path_get_dirname (state);
  g_autofree char *folder = NULL;

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (state, "[saving\nfolder=\xff", -1, NULL));
  folder = find ();
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
}

static void
test_cancelled (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  placard_save_folder_find_async (cancellable, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (placard_save_folder_find_finish (result));
}

int
main (int argc, char **argv)
{
  own_home_enter ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/save-folder/last", test_last);
  g_test_add_func ("/save-folder/broken", test_broken);
  g_test_add_func ("/save-folder/cancelled", test_cancelled);
  return own_home_run_tests ();
}
