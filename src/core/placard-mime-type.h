/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A MIME type as the MIME Sniffing standard reads it (section 4): what a label says, not what bytes are;
 * for that see placard_media_type_sniff(). Bytes above 0x7f are code points of Latin-1, as on the wire.
 * Pure. */
typedef struct _PlacardMimeType PlacardMimeType;

/* Section 4.4. (transfer full) (nullable): %NULL when it is none */
PlacardMimeType *placard_mime_type_parse (const char *text);

/**
 * placard_mime_type_extract:
 * @headers: (element-type PlacardResponseHeader)
 *
 * The Fetch standard's "extract a MIME type": of several Content-Type fields, or several types in one, the
 * last one that is a type; it inherits the charset of those of the same essence before it.
 * (transfer full) (nullable): %NULL when there is none
 */
PlacardMimeType *placard_mime_type_extract (GPtrArray *headers);

void placard_mime_type_free (PlacardMimeType *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardMimeType, placard_mime_type_free)

/* "image/png", in lower case. */
const char *placard_mime_type_get_essence (PlacardMimeType *self);

/* @name: in lower case. (nullable) */
const char *placard_mime_type_get_parameter (PlacardMimeType *self, const char *name);

/* Section 4.5. (transfer full) */
char *placard_mime_type_to_string (PlacardMimeType *self);

G_END_DECLS
