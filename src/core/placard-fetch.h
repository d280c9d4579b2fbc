/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cache-run.h"
#include "placard-cors.h"
#include "placard-request.h"
#include "placard-response.h"
#include "placard-sent-message.h"
#include "placard-session.h"
#include "placard-sign-in.h"
#include "placard-spool.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_PHASE_QUEUED,
  PLACARD_PHASE_RESOLVING,
  PLACARD_PHASE_CONNECTING,
  PLACARD_PHASE_TLS,
  PLACARD_PHASE_SENDING,
  PLACARD_PHASE_WAITING,
  PLACARD_PHASE_RECEIVING,
  PLACARD_PHASE_DONE,
  PLACARD_PHASE_FAILED,
  PLACARD_PHASE_CANCELLED,
} PlacardPhase;
/* A stable lower-case word ("queued", "resolving", ...), not translated: for JSON and logs. */
const char *placard_phase_to_string (PlacardPhase phase);

/* Milliseconds since the fetch was started; -1 when it did not happen. The last hop's. */
typedef struct {
  double resolved;
  double connected;
  double secured;
  double sent;
  double first_byte;
  double finished;
} PlacardTimings;

#define PLACARD_TYPE_FETCH (placard_fetch_get_type ())
/* Performs one request, once. The work is done in the session's thread; properties change and "notify"
 * is emitted in the thread-default main context of the thread that made the object, progress at most
 * 30 times a second. Getters may be called from any thread and tell the newest state.
 *
 * Properties: "phase", "response" (set when the head is known), "body-received" (bytes of body),
 * "body-sent" (bytes of body on the wire). */
G_DECLARE_FINAL_TYPE (PlacardFetch, placard_fetch, PLACARD, FETCH, GObject)

/**
 * placard_fetch_new:
 * @request: copied
 * @spool_directory: (nullable): see placard_spool_new()
 */
PlacardFetch *
placard_fetch_new (PlacardSession *session, PlacardRequest *request, const char *spool_directory);

/**
 * placard_fetch_new_inner:
 * @outer: ended
 * @spool: sealed: bytes that were found inside the body of @outer
 * @response: the head that they have
 *
 * A fetch whose answer is here already: running it sends nothing and ends in done. What was measured of
 * the transfer is that of @outer.
 */
PlacardFetch *
placard_fetch_new_inner (PlacardFetch *outer, PlacardSpool *spool, PlacardResponse *response);

/**
 * placard_fetch_run_async:
 *
 * Sends the request: the only way, and it works once. Ends in exactly one of done, failed and cancelled.
 * An HTTP status that is not ok is no failure here: the verdict decides about it.
 */
void placard_fetch_run_async (PlacardFetch *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean placard_fetch_run_finish (PlacardFetch *self, GAsyncResult *result, GError **error);

/* The copy that is sent. */
PlacardRequest *placard_fetch_get_request (PlacardFetch *self);
PlacardPhase placard_fetch_get_phase (PlacardFetch *self);
/* The last phase before the end: where it failed or was cancelled. */
PlacardPhase placard_fetch_get_last_phase (PlacardFetch *self);
/* (transfer full) (nullable): %NULL before the head of the final answer is known. */
PlacardResponse *placard_fetch_dup_response (PlacardFetch *self);
/* There from the start, so that readers can wait for the first byte; sealed at the end, always.
 * (nullable): %NULL when the folder cannot hold one; then the run fails at once. */
PlacardSpool *placard_fetch_get_spool (PlacardFetch *self);
/* Body bytes on the wire so far, before any content coding is undone; never more than expected. */
goffset placard_fetch_get_wire_received (PlacardFetch *self);
goffset placard_fetch_get_body_received (PlacardFetch *self);
goffset placard_fetch_get_body_sent (PlacardFetch *self);
void placard_fetch_get_timings (PlacardFetch *self, PlacardTimings *timings);
/* (transfer full) (nullable): why it failed or that it was cancelled. */
GError *placard_fetch_dup_error (PlacardFetch *self);
/* (transfer full) (nullable) (element-type PlacardResponseHeader): request fields of the last hop, as
 * they went out (HD15). */
GPtrArray *placard_fetch_dup_sent_headers (PlacardFetch *self);
/* Every message that went out for it, in order, as it was written: hops, preflights, answers to challenges,
 * further attempts (HD15). (transfer full) (element-type PlacardSentMessage) */
GPtrArray *placard_fetch_dup_sent_messages (PlacardFetch *self);
/* Where the answer came from; its age in seconds is its Age field. */
PlacardCacheUse placard_fetch_get_cache_use (PlacardFetch *self);
/* Whether a browser would get this: %NULL when the request does not ask, or no answer came yet.
 * (transfer full) (nullable) */
PlacardCorsVerdict *placard_fetch_dup_cors_verdict (PlacardFetch *self);
/* Who wants to know who asks, at the end of a fetch that was not let in and could be: a 401 or 407 that a
 * person can answer. (transfer full) (nullable) */
PlacardSignIn *placard_fetch_dup_sign_in (PlacardFetch *self);
/* The certificate that the fetch failed for, when an exception could be made for it.
 * (transfer full) (nullable) */
PlacardRefusedCertificate *placard_fetch_dup_refused_certificate (PlacardFetch *self);

G_END_DECLS
