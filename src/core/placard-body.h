/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_BODY (placard_body_get_type ())
/* A request body: an immutable source that can be opened again for each hop or attempt, unless it is
 * one-shot (standard input). */
G_DECLARE_FINAL_TYPE (PlacardBody, placard_body, PLACARD, BODY, GObject)

/* @content_type: (nullable): sent unless the request has a Content-Type of its own. */
PlacardBody *placard_body_new_bytes (GBytes *bytes, const char *content_type);
PlacardBody *placard_body_new_file (GFile *file, const char *content_type);
/* The bytes that came of another request, sent on from where they are (SPEC UP3). */
PlacardBody *placard_body_new_spool (PlacardSpool *spool, const char *content_type);
/* @stream is read once; a second open fails and says so. */
PlacardBody *placard_body_new_stream (GInputStream *stream, const char *content_type);

/* Declared in placard-form.h. */
struct _PlacardForm;
/* A form; its type has the boundary in it. @form is not to be changed any more. One-shot when one of
 * its parts is; its length is known when every part's is. */
PlacardBody *placard_body_new_form (struct _PlacardForm *form);

const char *placard_body_get_content_type (PlacardBody *self);
/* Bytes, or -1 when only the end will tell. */
goffset placard_body_get_length (PlacardBody *self);
gboolean placard_body_is_one_shot (PlacardBody *self);
/* The bytes of a body made of bytes, else %NULL: for the editor and for export. */
GBytes *placard_body_get_bytes (PlacardBody *self);
/* The file of a body made of a file, else %NULL. */
GFile *placard_body_get_file (PlacardBody *self);

/* The form of a body made of one, else %NULL. */
struct _PlacardForm *placard_body_get_form (PlacardBody *self);

/**
 * placard_body_open:
 *
 * A stream from the first byte on. Fails with %PLACARD_ERROR_INVALID_BODY: the file cannot be read, or
 * a one-shot source was already sent.
 */
GInputStream *placard_body_open (PlacardBody *self, GCancellable *cancellable, GError **error);

G_END_DECLS
