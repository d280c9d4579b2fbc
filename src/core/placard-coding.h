/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Undoes the content codings of a body (RFC 9110, section 8.4.1) as it streams: gzip, x-gzip, deflate,
 * br, several in a row. Unlike libsoup's it tells when the compressed data end early. What claims to be
 * coded and is not, or is coded in a way not known here, passes as it is: the bytes are judged later. */
typedef struct _PlacardCoding PlacardCoding;

typedef gboolean (*PlacardCodingSink) (const guint8 *bytes,
                                       gsize n_bytes,
                                       gpointer user_data,
                                       GError **error);

/**
 * placard_coding_new:
 * @content_encoding: (nullable): the field's value
 * @sink: gets the decoded bytes; its failure ends the feeding
 *
 * (nullable): %NULL when there is nothing to undo.
 */
PlacardCoding *
placard_coding_new (const char *content_encoding, PlacardCodingSink sink, gpointer user_data);
void placard_coding_free (PlacardCoding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCoding, placard_coding_free)

/* Fails with %PLACARD_ERROR_PROTOCOL when the data are broken. */
gboolean
placard_coding_feed (PlacardCoding *self, const guint8 *bytes, gsize n_bytes, GError **error);
/* After the last byte. Fails with %PLACARD_ERROR_TRUNCATED when the compressed data end early. */
gboolean placard_coding_end (PlacardCoding *self, GError **error);

G_END_DECLS
