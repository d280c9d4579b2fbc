/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-image-at.h"
#include "placard-response.h"
#include "placard-spool.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_ANSWER_BYTES, /* the picture's bytes: see the spool */
  PLACARD_ANSWER_URL,   /* its address: one more request brings it */
  PLACARD_ANSWER_URLS,  /* several addresses to choose from */
} PlacardAnswerKind;

/* The picture found inside an answer whose body is none. Immutable; may be shared between threads. */
typedef struct _PlacardAnswer PlacardAnswer;
#define PLACARD_TYPE_ANSWER (placard_answer_get_type ())
GType placard_answer_get_type (void);

PlacardAnswer *placard_answer_ref (PlacardAnswer *self);
void placard_answer_unref (PlacardAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardAnswer, placard_answer_unref)

/**
 * placard_answer_find:
 * @response: (nullable): the head, %NULL for a local file
 * @spool: the body, complete
 * @image_at: (nullable): see placard_image_at_parse(); %NULL is "auto"
 * @directory: (nullable): see placard_spool_new()
 *
 * Looks for the picture where @image_at says. %NULL without an error: the body itself is what there is to
 * judge ("body", or "auto" and nothing was found). Fails with %PLACARD_ERROR_NOT_AN_IMAGE or
 * %PLACARD_ERROR_UNDECODABLE naming the place. Base64 is decoded as a stream: the memory it takes does not
 * grow with the answer. Blocks on the disk. (transfer full) (nullable)
 */
PlacardAnswer *placard_answer_find (PlacardResponse *response,
                                    PlacardSpool *spool,
                                    const char *image_at,
                                    const char *directory,
                                    GCancellable *cancellable,
                                    GError **error);

/* An address that somebody chose from several. (transfer full) */
PlacardAnswer *placard_answer_new_address (const char *url);

PlacardAnswerKind placard_answer_get_kind (const PlacardAnswer *self);
/* Where it was found, as --image-at would say it: "json:/data/img", "part:qr", "text". */
const char *placard_answer_get_place (const PlacardAnswer *self);
/* Nobody said where to look: to be told, and to be offered for keeping. */
gboolean placard_answer_was_guessed (const PlacardAnswer *self);
/* (transfer none) (nullable): sealed; %NULL unless there are bytes. */
PlacardSpool *placard_answer_get_spool (const PlacardAnswer *self);
/* (element-type utf8): absolute, http or https, without userinfo and fragment; empty unless there are addresses. The
 * first is the best one. */
GPtrArray *placard_answer_get_urls (const PlacardAnswer *self);

/**
 * placard_answer_make_response:
 * @outer: (nullable): the head of the answer that it was found in
 *
 * The head that the inner bytes have: status, address and header fields of the outer one but for those that describe
 * its body (RFC 9110 section 8), type and name of the inner.
 */
PlacardResponse *placard_answer_make_response (const PlacardAnswer *self, PlacardResponse *outer);

G_END_DECLS
