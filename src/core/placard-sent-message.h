/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* The head of one message as it went out: a hop's, a preflight's, a further attempt's (SPEC HD15). Immutable;
 * may be shared between threads. */
typedef struct {
  char *line;         /* "GET /path?query HTTP/1.1" */
  GPtrArray *headers; /* (element-type PlacardResponseHeader), in the order written */
} PlacardSentMessage;

/* @headers: shared, not to be changed any more */
PlacardSentMessage *placard_sent_message_new (const char *line, GPtrArray *headers);
void placard_sent_message_free (PlacardSentMessage *self);

/**
 * placard_sent_message_format:
 * @request: what it was made of: knows which names a person marked as secret
 * @with_secrets: as it was on the wire; else "***" stands for secrets
 *
 * The request line and the fields, each with a line break after it. (transfer full)
 */
char *placard_sent_message_format (const PlacardSentMessage *self,
                                   PlacardRequest *request,
                                   gboolean with_secrets);

G_END_DECLS
