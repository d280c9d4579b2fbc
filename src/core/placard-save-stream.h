/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A device or a pipe that stands at the path of a file (/dev/null, /dev/stdout): what takes a file's place by
 * renaming must not take theirs. */

/* Whether there is something at @path, behind links too, that is neither a file nor a folder. */
gboolean placard_save_is_stream (const char *path);
/* Writes @text to @path: to a stream as it is, else to a new file (0600) that takes the old one's place in one
 * step. @error is in G_FILE_ERROR. */
gboolean placard_save_text (const char *path, const char *text, GError **error);

G_END_DECLS
