/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A new home with the folders of the base directory specification in it, for the whole program. Before
 * g_test_init() and before GLib is asked for any of them. Instead of G_TEST_OPTION_ISOLATE_DIRS, whose folders
 * GLib 2.74 never frees. */
void own_home_enter (void);
/* Runs the tests, and takes the home away. Returns the exit status. */
int own_home_run_tests (void);

G_END_DECLS
