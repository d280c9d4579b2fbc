/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-response.h"

G_BEGIN_DECLS

/* How the end of a body is known. Pure: bytes and fields in, facts out. libsoup's own reader takes a cut
 * chunked body and a broken chunk size for a clean end, so Placard reads the framing itself. */
typedef enum {
  PLACARD_FRAMING_NONE,    /* no body: HEAD, 204, 304 */
  PLACARD_FRAMING_LENGTH,  /* Content-Length says how many bytes */
  PLACARD_FRAMING_CHUNKED, /* the last chunk says so */
  PLACARD_FRAMING_CLOSE,   /* the end of the connection; nobody can tell whether it is the whole */
} PlacardFramingKind;

typedef struct {
  PlacardFramingKind kind;
  goffset length; /* bytes; -1 unless the kind is %PLACARD_FRAMING_LENGTH */
} PlacardFraming;

/**
 * placard_framing_parse_length:
 * @headers: (element-type PlacardResponseHeader)
 * @length: (out): bytes, or -1: no such field, or a number so large that it can only mean "unknown"
 *
 * RFC 9110, section 8.6: repeated equal values are one. Fails with %PLACARD_ERROR_PROTOCOL for values
 * that differ or are no number.
 */
gboolean placard_framing_parse_length (GPtrArray *headers, goffset *length, GError **error);

/**
 * placard_framing_parse:
 *
 * RFC 9112, section 6.3, for an answer with @status to @method. Fails with %PLACARD_ERROR_PROTOCOL.
 */
gboolean placard_framing_parse (
    const char *method, guint status, GPtrArray *headers, PlacardFraming *framing, GError **error);

/* Takes the payload out of a chunked body (RFC 9112, section 7.1), strictly, in any slicing. */
typedef struct {
  int state;
  guint64 left;   /* payload bytes of this chunk still to come */
  guint line;     /* bytes of the size line or of the trailers so far */
  gboolean digit; /* the size line has a digit */
} PlacardChunkReader;

/**
 * placard_chunk_reader_feed:
 * @self: zeroed before the first call
 * @bytes: the payload is moved to its front
 * @n_payload: (out): how many bytes of payload are there now
 *
 * Bytes after the last chunk are ignored. Fails with %PLACARD_ERROR_PROTOCOL; @n_payload is valid then
 * too.
 */
gboolean placard_chunk_reader_feed (
    PlacardChunkReader *self, guint8 *bytes, gsize n_bytes, gsize *n_payload, GError **error);
/* The last chunk and the end of the trailers were seen. */
gboolean placard_chunk_reader_is_done (const PlacardChunkReader *self);

G_END_DECLS
