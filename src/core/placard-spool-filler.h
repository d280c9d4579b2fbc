/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

/* Brings the bytes of a file into a spool, some in each turn of a main loop: neither cancelling nor other
 * transfers wait for it. Does not seal the spool. */
typedef struct _PlacardSpoolFiller PlacardSpoolFiller;

/* Once, from the main loop; @error: (transfer full) (nullable). The filler may be freed in it. */
typedef void (*PlacardSpoolFillerDone) (GError *error, gpointer user_data);

/**
 * placard_spool_filler_new:
 * @fd: read from its beginning to its end; owned by the filler from here on
 * @offset: where the body begins in it
 *
 * Starts at once, in @context.
 */
PlacardSpoolFiller *placard_spool_filler_new (int fd,
                                              goffset offset,
                                              PlacardSpool *spool,
                                              GMainContext *context,
                                              PlacardSpoolFillerDone done,
                                              gpointer user_data);
/* Stops it if it still runs; done is not called then. */
void placard_spool_filler_free (PlacardSpoolFiller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardSpoolFiller, placard_spool_filler_free)

G_END_DECLS
