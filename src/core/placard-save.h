/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_SAVE_UNIQUE,  /* "name (1).png" when the name is taken: nothing is overwritten */
  PLACARD_SAVE_FAIL,    /* %PLACARD_ERROR_SAVE_EXISTS when the name is taken */
  PLACARD_SAVE_REPLACE, /* the old file is replaced in one step, whole by whole */
} PlacardSaveMode;

typedef enum {
  PLACARD_SAVE_FLAGS_NONE = 0,
  /* A cut body is wanted; " (incomplete)" is added to the name. */
  PLACARD_SAVE_ALLOW_PARTIAL = 1 << 0,
  /* The spool may become the file: it is not read after this. */
  PLACARD_SAVE_MAY_LINK = 1 << 1,
  /* A picture whose container ends early counts as cut even if the transfer did not notice: HTTP
   * libraries do not notice everything. */
  PLACARD_SAVE_JUDGE = 1 << 2,
} PlacardSaveFlags;

/**
 * placard_save_async:
 * @spool: may still be growing: the save waits for its end
 * @file: the target; its folder exists
 *
 * Writes the bytes of @spool to @file: a temporary beside it, fsync, then one atomic step. On any
 * failure or cancellation the old file is whole and nothing is left behind. A spool that ends
 * incomplete fails with %PLACARD_ERROR_TRUNCATED unless partial ones are allowed.
 */
void placard_save_async (PlacardSpool *spool,
                         GFile *file,
                         PlacardSaveMode mode,
                         PlacardSaveFlags flags,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* The file that was written, which with %PLACARD_SAVE_UNIQUE may have another name. (transfer
 * full) */
GFile *placard_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
