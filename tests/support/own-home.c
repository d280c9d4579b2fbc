/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own-home.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>

static char *home;

void
own_home_enter (void)
{
  static const char *const folders[][2] = {
      {"XDG_CONFIG_HOME", "config"}, {"XDG_STATE_HOME", "state"},    {"XDG_DATA_HOME", "data"},
      {"XDG_CACHE_HOME", "cache"},   {"XDG_RUNTIME_DIR", "runtime"},
  };
  g_autoptr (GError) error = NULL;

  home = g_dir_make_tmp ("placard-home-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("HOME", home, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = g_build_filename (home, folders[i][1], NULL);

    g_assert_cmpint (mkdir (path, 0700), ==, 0);
    g_setenv (folders[i][0], path, TRUE);
  }
}

static int
remove_one (const char *path, const struct stat *info, int kind, struct FTW *position)
{
  return remove (path);
}

int
own_home_run_tests (void)
{
  int status = g_test_run ();

  nftw (home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
  g_clear_pointer (&home, g_free);
  return status;
}
