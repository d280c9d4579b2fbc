/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The folder that a save without a question goes to: the last one that was saved to, kept in the user's
 * state folder. */

/**
 * placard_save_folder_find_async:
 *
 * Finds the folder, on the disk and so in a thread: the last one while it is there, else Downloads, which is
 * made if need be.
 */
void placard_save_folder_find_async (GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (transfer full) (nullable): %NULL only when it was cancelled */
GFile *placard_save_folder_find_finish (GAsyncResult *result);

/* Remembers @folder; what goes wrong with that is no matter for anybody. */
void placard_save_folder_remember_async (GFile *folder,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

G_END_DECLS
