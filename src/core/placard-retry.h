/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-redirect.h"
#include "placard-response.h"
#include "placard-transport.h"

G_BEGIN_DECLS

/* When to try again, after how long, and whether what has come can be gone on with. Pure. */

/* How many attempts are left, and the growing pause between them. */
typedef struct {
  guint left;
  gint64 pause_ms; /* before the next attempt */
  gboolean grows;
  gint64 until_ms; /* since the start: no attempt begins later; 0: no limit */
} PlacardRetry;

PlacardRetry placard_retry_new (const PlacardTransport *transport);

/* The network's or a timer's: it may be gone the next time. */
gboolean placard_retry_is_passing_error (const GError *error);
/* 408, 429, 500, 502, 503, 504: as curl has it. */
gboolean placard_retry_is_passing_status (guint status);

/* Retry-After (RFC 9110, section 10.2.3), seconds or a date: milliseconds from @now on, -1 when there is
 * nothing to go by. */
gint64 placard_retry_parse_after (const char *value, GDateTime *now);

/**
 * placard_retry_next:
 * @after_ms: what the server asked for, -1 for nothing
 * @elapsed_ms: since the start
 *
 * Takes one attempt: milliseconds to wait before it, or -1: none is left, or it would begin too late.
 */
gint64 placard_retry_next (PlacardRetry *self, gint64 after_ms, gint64 elapsed_ms);

/* Whether a body that broke off can be gone on with: @response is a whole 200 to a GET, uncoded, with a
 * strong validator (RFC 9110, section 13.1.5). */
gboolean placard_retry_can_resume (const PlacardStep *step, PlacardResponse *response);
/* @step with Range and If-Range for what comes after @received bytes. (transfer full) */
PlacardStep *
placard_retry_make_resume (const PlacardStep *step, PlacardResponse *response, goffset received);
/**
 * placard_retry_check_resume:
 * @first: the head of the answer that broke off
 * @answer: to the step of placard_retry_make_resume()
 * @skip: (out): how many bytes of the new body are here already
 *
 * Whether @answer goes on with the same bytes: fault 43.
 */
gboolean placard_retry_check_resume (PlacardResponse *first,
                                     PlacardResponse *answer,
                                     goffset received,
                                     goffset *skip);

G_END_DECLS
