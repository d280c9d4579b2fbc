/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"
#include "rows.h"

G_BEGIN_DECLS

/* One picture on its way into a spool. Both libraries leave their depths by longjmp: what is set on the way
 * lives here, not on the stack that is jumped over. */
typedef struct {
  const Rows *rows;
  PlacardSpool *spool;
  GCancellable *cancellable;
  int quality;
  guint8 *row;   /* one row's worth */
  GError *error; /* set before any jump */
} Encode;

gboolean encode_png (Encode *encode);
gboolean encode_jpeg (Encode *encode);

/* %FALSE, with the error set, when nobody wants the rest any more. */
gboolean encode_goes_on (Encode *encode);
void encode_fail (Encode *encode, const char *reason);

G_END_DECLS
