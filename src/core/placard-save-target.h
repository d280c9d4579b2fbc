/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-save.h"

G_BEGIN_DECLS

/* A file of a local folder that is being written: no name of its own until it is whole. */
typedef struct _PlacardSaveTarget PlacardSaveTarget;

/**
 * placard_save_target_new:
 * @path: absolute
 * @source_fd: the sealed bytes
 * @may_link: whether the inode of @source_fd may become the file
 *
 * Opens the folder. With %PLACARD_SAVE_REPLACE a symbolic link at @path is followed: the file
 * behind it is replaced, the link stays. What is a device or a pipe (/dev/null) is written to.
 */
PlacardSaveTarget *placard_save_target_new (
    const char *path, PlacardSaveMode mode, int source_fd, gboolean may_link, GError **error);
/* Removes what is not committed. */
void placard_save_target_free (PlacardSaveTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardSaveTarget, placard_save_target_free)

/* Brings the bytes to the folder's file system and to the disk. */
gboolean
placard_save_target_write (PlacardSaveTarget *self, GCancellable *cancellable, GError **error);
/* Gives the file its name in one step. (transfer full) */
char *placard_save_target_commit (PlacardSaveTarget *self, GError **error);

/* What @number means for saving as @path, in %PLACARD_ERROR_SAVE*. */
void placard_save_set_error (GError **error, int number, const char *path);

G_END_DECLS
