/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that a request sends, looked at before it is sent. */

void placard_source_file_measure (GFile *file,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * placard_source_file_measure_finish:
 *
 * Its bytes; -1 without an error for a pipe or a device. Fails with a sentence that names the file when it is
 * not there, is a folder or may not be read, and with %G_IO_ERROR_CANCELLED.
 */
goffset placard_source_file_measure_finish (GFile *file, GAsyncResult *result, GError **error);

/* "1,234 bytes", exact. (transfer full) */
char *placard_source_file_format_size (goffset bytes);

G_END_DECLS
