/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* HTTP Strict Transport Security (RFC 6797): hosts that said, over TLS that was in order, that they are to be
 * asked over TLS alone. Belongs to one thread. */
typedef struct _PlacardHsts PlacardHsts;

/* @path: (nullable): the file, as curl's --hsts has it, readable by its owner alone; %NULL keeps them in
 * memory. What is broken in it is passed over. Blocks on the disk, as every change does. */
PlacardHsts *placard_hsts_new (const char *path);
void placard_hsts_free (PlacardHsts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardHsts, placard_hsts_free)

/**
 * placard_hsts_take:
 * @field: the first Strict-Transport-Security field of an answer
 * @now: seconds since 1970
 *
 * Remembers, renews or forgets @host. An address is no host of that kind (section 8.1.1), and a field that
 * breaks the grammar says nothing (section 6.1). Returns whether it was heeded.
 */
gboolean placard_hsts_take (PlacardHsts *self, const char *host, const char *field, gint64 now);

/* Section 8.2: @host itself, or one above it that spoke for those below. */
gboolean placard_hsts_is_known (PlacardHsts *self, const char *host, gint64 now);

/**
 * placard_hsts_upgrade:
 *
 * Section 8.3: where a request for @uri goes instead: https, port 80 becoming 443 and any other staying.
 * %NULL: where it says. (transfer full) (nullable)
 */
GUri *placard_hsts_upgrade (PlacardHsts *self, GUri *uri, gint64 now);

G_END_DECLS
