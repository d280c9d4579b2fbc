/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The hidden names that files have while they are not whole, where they must have one; and what a process leaves
 * of them that is killed in that moment. */

/* (transfer full) */
char *placard_save_leftovers_make_name (void);

/* Says that the file of @fd is being written as long as @fd, or a copy of it, is open. */
void placard_save_leftovers_guard (int fd);

/**
 * placard_save_leftovers_sweep:
 * @folder_fd: a folder
 *
 * Removes what nobody writes any more; at most once in each folder and process. A file that was changed within
 * the last minute stays: its writer may not have come to say that it is one.
 */
void placard_save_leftovers_sweep (int folder_fd);

G_END_DECLS
