/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

/* One part of a multipart body: where it is in the spool, and what its head says. */
typedef struct {
  char *name;         /* (nullable): of a form field, UTF-8 */
  char *disposition;  /* (nullable): the Content-Disposition value as received, any bytes */
  char *content_type; /* (nullable): the field value */
  char *encoding;     /* (nullable): Content-Transfer-Encoding in lower case */
  GPtrArray *headers; /* (element-type PlacardResponseHeader): all fields, in order, any bytes */
  goffset start;      /* of the body */
  goffset end;
  gboolean whole; /* the delimiter that ends it came */
} PlacardPart;

void placard_part_free (PlacardPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardPart, placard_part_free)

/**
 * placard_multipart_parse:
 * @spool: sealed
 * @content_type: (nullable): the field value, with its boundary; without one the first line of the body
 *   tells it
 *
 * The parts of a received multipart body (RFC 2046 section 5.1; bare line feeds are tolerated). Own and
 * bounded: at most 1,000 parts, 16 KiB of head each; nothing of a body is read into memory. Nested
 * multiparts stay as they are. Fails with %PLACARD_ERROR_UNDECODABLE. Blocks on the disk.
 * (transfer full) (element-type PlacardPart)
 */
GPtrArray *placard_multipart_parse (PlacardSpool *spool,
                                    const char *content_type,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
