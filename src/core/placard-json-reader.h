/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_JSON_OBJECT,
  PLACARD_JSON_OBJECT_END,
  PLACARD_JSON_ARRAY,
  PLACARD_JSON_ARRAY_END,
  PLACARD_JSON_NAME, /* of a member; its value comes next */
  PLACARD_JSON_STRING,
  PLACARD_JSON_NUMBER,
  PLACARD_JSON_TRUE,
  PLACARD_JSON_FALSE,
  PLACARD_JSON_NULL,
  PLACARD_JSON_END, /* of the text */
} PlacardJsonToken;

#define PLACARD_JSON_MAX_DEPTH 512
/* So many bytes of a name or string are kept. */
#define PLACARD_JSON_TEXT_BYTES 4096

/* A value where it stands in the spool: bytes, quotes and brackets included. */
typedef struct {
  PlacardJsonToken type; /* OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE or NULL */
  goffset start;
  goffset end;
} PlacardJsonValue;

/* Reads JSON (RFC 8259, strictly) token by token out of a sealed spool of UTF-8, whatever its size, in
 * 64 KiB of memory. json-glib is not used for answers: it reads them whole, takes what is no JSON, and
 * goes as deep as the stack does. */
typedef struct _PlacardJsonReader PlacardJsonReader;

PlacardJsonReader *placard_json_reader_new (PlacardSpool *spool);
/* Reads one value that begins at @offset, and nothing behind it. */
PlacardJsonReader *placard_json_reader_new_at (PlacardSpool *spool, goffset offset);
void placard_json_reader_free (PlacardJsonReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardJsonReader, placard_json_reader_free)

/**
 * placard_json_reader_next:
 *
 * Fails with %PLACARD_ERROR_UNDECODABLE, naming line and column (in characters, from 1), and at more than
 * 512 levels; not to be called again after that.
 */
gboolean
placard_json_reader_next (PlacardJsonReader *self, PlacardJsonToken *token, GError **error);

/* Of the token that was read last: its first byte, and the one behind it. */
goffset placard_json_reader_get_start (PlacardJsonReader *self);
goffset placard_json_reader_get_end (PlacardJsonReader *self);
/* Containers that are open. */
guint placard_json_reader_get_depth (PlacardJsonReader *self);
/* The text of a name or a string without its escapes, valid UTF-8, at most the first
 * %PLACARD_JSON_TEXT_BYTES of it; of a number, as it is written. Owned by the reader. */
const char *placard_json_reader_get_text (PlacardJsonReader *self);
gboolean placard_json_reader_is_text_cut (PlacardJsonReader *self);

/**
 * placard_json_reader_skip_value:
 * @first: the token just read that begins the value
 *
 * Reads to the end of the value.
 */
gboolean
placard_json_reader_skip_value (PlacardJsonReader *self, PlacardJsonToken first, GError **error);

G_END_DECLS
