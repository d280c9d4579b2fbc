/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"
#include "placard-spool.h"

G_BEGIN_DECLS

/* Bytes that are written as text: a data: URL (RFC 2397) or bare base64 (RFC 4648 sections 4 and 5, the
 * padding optional, white space anywhere). Decodes as the text comes, in any slicing, into a spool. */
typedef struct _PlacardInlineDecoder PlacardInlineDecoder;

/* @into: stays open; sealing it is the caller's */
PlacardInlineDecoder *placard_inline_decoder_new (PlacardSpool *into);
void placard_inline_decoder_free (PlacardInlineDecoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardInlineDecoder, placard_inline_decoder_free)

/* Fails with %PLACARD_ERROR_UNDECODABLE, naming the character, or as the spool does. */
gboolean placard_inline_decoder_feed (PlacardInlineDecoder *self,
                                      const char *text,
                                      gsize n_bytes,
                                      GError **error);
/* Call once after the last byte. */
gboolean placard_inline_decoder_end (PlacardInlineDecoder *self, GError **error);
/* What a data: URL declares, "text/plain;charset=US-ASCII" when it is silent (RFC 2397 section 2); %NULL
 * for bare base64. Known after the first comma. */
const char *placard_inline_decoder_get_content_type (PlacardInlineDecoder *self);

/**
 * placard_inline_sniff:
 * @start: the first characters of a text
 *
 * What bare base64 in @start begins: a picture's type, or %PLACARD_MEDIA_UNKNOWN for what is no base64 or
 * no picture. Base64 that breaks off after a picture's first bytes counts.
 */
PlacardMediaType placard_inline_sniff (const char *start);

G_END_DECLS
