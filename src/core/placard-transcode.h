/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

/**
 * placard_transcode:
 * @spool: sealed
 * @content_type: (nullable): the field value
 * @directory: (nullable): see placard_spool_new()
 *
 * The text of @spool in UTF-8: @spool itself when it is that already, else a new sealed spool. Blocks on
 * the disk. (transfer full)
 */
PlacardSpool *placard_transcode (PlacardSpool *spool,
                                 const char *content_type,
                                 const char *directory,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
