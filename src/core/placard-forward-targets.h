/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* Targets that answers are forwarded to again and again (SPEC UP5): profiles in a folder of their own, which
 * `--forward-to` and a text editor take as well. */

/* The user's folder of targets; it may not exist. (transfer full) */
char *placard_forward_targets_dup_folder (void);

/* The paths of the targets there are, in the order of their names. */
void placard_forward_targets_list_async (GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* (transfer full) (element-type utf8) */
GPtrArray *placard_forward_targets_list_finish (GAsyncResult *result);
/* How the target at @path is called. (transfer full) */
char *placard_forward_targets_dup_name (const char *path);

/**
 * placard_forward_targets_keep_async:
 * @target: copied
 * @name: as a person calls it; one of that name is replaced
 *
 * Writes a profile; secrets are left out.
 */
void placard_forward_targets_keep_async (PlacardRequest *target,
                                         const char *name,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* The path, or %NULL and @error. @left_out: (out) (optional) (element-type utf8): see
 * placard_profile_format(). (transfer full) */
char *
placard_forward_targets_keep_finish (GAsyncResult *result, GPtrArray **left_out, GError **error);

/* Reads a target in a thread: see placard_forward_load_target(). */
void placard_forward_targets_load_async (const char *path,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* (transfer full) */
PlacardRequest *placard_forward_targets_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
