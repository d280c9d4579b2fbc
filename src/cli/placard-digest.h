/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

/* The SHA-256 of a spool's bytes, computed in a thread of its own while they come. */
typedef struct _PlacardDigest PlacardDigest;

PlacardDigest *placard_digest_new (PlacardSpool *spool);
/* Waits for the end of the spool, which must be sealed or about to be. Lower-case hexadecimal; of a cut body the
 * bytes that came. Frees @self. (transfer full) */
char *placard_digest_finish (PlacardDigest *self);

G_END_DECLS
