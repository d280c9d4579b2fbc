/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* A header field that goes with a request without having been written by hand (SPEC HD11, HD14). */
typedef struct {
  char *name;
  char *value;        /* %NULL: not known before it is sent */
  const char *reason; /* translated: where it comes from, why it is locked */
  gboolean managed;   /* the transport's own: cannot be set or left out by hand */
  gboolean secret;
} PlacardSentField;

void placard_sent_field_free (PlacardSentField *field);

/**
 * placard_sent_field_list:
 *
 * What is sent beside the request's own header fields: the defaults that were not overridden, then what the
 * transport adds. (transfer full) (element-type PlacardSentField)
 */
GPtrArray *placard_sent_field_list (PlacardRequest *request);

/**
 * placard_sent_field_get_notice:
 * @header: one of the request's own
 *
 * A sentence about what becomes of @header, when that is not what was written: a Content-Length that is not
 * the body's (HD17), a form's type without its boundary (UL6). (transfer full) (nullable)
 */
char *placard_sent_field_get_notice (PlacardRequest *request, const PlacardField *header);

/* What Accept says when nothing else was asked for. */
const char *placard_sent_field_accept_image (void);

G_END_DECLS
