/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-download.h"

G_BEGIN_DECLS

/* `placard fetch URL --forward-to PROFILE`: what was fetched is sent on, and the answer to that is
 * told. */
typedef struct _PlacardForwarding PlacardForwarding;

/* Reads the target before anything is sent anywhere. */
PlacardForwarding *placard_forwarding_new (const PlacardOptions *options, GError **error);
void placard_forwarding_free (PlacardForwarding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardForwarding, placard_forwarding_free)

/**
 * placard_forwarding_start:
 * @source: done, without an error; may be freed after this
 *
 * The second transfer is a download like any other: its answer goes to the standard output, or with
 * --json-result its facts do. Fails when @source cannot be forwarded.
 */
gboolean placard_forwarding_start (PlacardForwarding *self,
                                   const PlacardDownload *source,
                                   PlacardSession *session,
                                   GCancellable *cancellable,
                                   PlacardDownloadFunc func,
                                   gpointer user_data,
                                   GError **error);

G_END_DECLS
