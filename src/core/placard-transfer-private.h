/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-transfer.h"
#include "placard-cache-run.h"
#include "placard-error.h"
#include "placard-failure.h"
#include "placard-fetch-private.h"
#include "placard-head.h"
#include "placard-origin.h"
#include "placard-quarantine.h"
#include "placard-receiver.h"
#include "placard-retry.h"
#include "placard-route.h"
#include "placard-sending.h"
#include "placard-spool-filler.h"
#include "placard-watchdog.h"

G_BEGIN_DECLS

/* One request on its way through the network thread, hop by hop:
 *
 *   begin -> send_hop -> send_preflight -> preflight_sent_cb -> send_request
 *                     -> send_request   -> sent_cb -> follow  -> send_hop ...
 *                                                  -> receive -> received_cb -> keep -> finish
 *                     -> answer_from_cache -> received_cb ...
 *
 * What may pass by itself goes through fail(), which may begin again from the first hop, or with what is
 * missing of a body that broke off.
 *
 * Success, failure, every timer and cancelling leave through finish(), once. Nobody waits for libsoup
 * there: what it still holds is told to stop, and its last call finds a finished transfer. */

typedef struct {
  PlacardFetch *fetch;
  PlacardSession *session;
  PlacardStep *step; /* the present hop */
  PlacardLimits limits;
  char *ca_file;
  PlacardTransport *transport;
  GUri *home;                            /* whose origin the credentials belong to */
  PlacardRoute *route;                   /* (nullable): the present hop's */
  PlacardAuthentication *authentication; /* (nullable): the request's own, at home */
  PlacardAuthentication *guest;          /* (nullable): what a person typed for guest_home */
  GUri *guest_home;                      /* (nullable) */
  PlacardPolicyRun *policy;
  PlacardStep *outgoing; /* (nullable): the present hop with what the policy adds to it */
  char *spool_directory;

  GCancellable *outer; /* (nullable): the caller's */
  gulong outer_id;
  GCancellable *inner; /* stops what libsoup is doing */
  PlacardWatchdog *watchdog;

  PlacardSending sending;
  PlacardReceiver *receiver; /* (nullable) */
  PlacardCacheRun *cache;
  PlacardSpoolFiller *filler;    /* (nullable): the body comes from the cache */
  PlacardQuarantine *quarantine; /* (nullable): keeps the body back until its integrity is known */
  GPtrArray *hops;               /* (element-type PlacardHop) */
  PlacardFraming framing;

  PlacardStep *first; /* where a new attempt begins */
  PlacardRetry retry;
  GSource *pause;               /* (nullable): before the next attempt */
  GError *timed_out;            /* (nullable): libsoup was told to stop for this */
  PlacardResponse *answer;      /* (nullable): whose body is in the spool */
  PlacardStep *answered;        /* (nullable): what it answers */
  GError *broken;               /* (nullable): why the rest of that body is asked for now */
  goffset base_wire, base_body; /* bytes that came before this attempt */

  gboolean renews;   /* a 401 at home is answered by another token, not shown */
  gboolean renewing; /* it was: another transfer takes over */
  gboolean finished;
} PlacardTransfer;

void placard_transfer_unref (PlacardTransfer *self);
gint64 placard_transfer_wall_seconds (void);

/* placard-transfer.c: the way out and the way back. */
void placard_transfer_send_hop (PlacardTransfer *self);
/* The one exit; without effect after the first time. @error: (transfer full) (nullable) */
void placard_transfer_finish (PlacardTransfer *self, GError *error);

/* placard-transfer-credentials.c: who is told who asks. */
/* Puts into the present hop what belongs to its origin. */
void placard_transfer_add_credentials (PlacardTransfer *self);
/* What answers challenges of the present hop's origin. (nullable) */
PlacardAuthentication *placard_transfer_get_authentication (PlacardTransfer *self);
/* Whether another token is to be tried: nothing of @response is shown then. */
gboolean placard_transfer_renews (PlacardTransfer *self, PlacardResponse *response);
/* Tells the fetch that a person may be asked: after a 401 that is the answer, ... */
void placard_transfer_report_sign_in (PlacardTransfer *self, PlacardResponse *response);
/* ... and after a proxy's 407. */
void placard_transfer_report_proxy (PlacardTransfer *self);

/* placard-transfer-upgrade.c: hosts that are asked over TLS alone (RFC 6797). */
/* A present hop that is to go over TLS does, by a redirect that no server sent. */
void placard_transfer_upgrade (PlacardTransfer *self);
/* Where the redirect @location leads when its host is one of them. (transfer full) (nullable) */
char *placard_transfer_upgrade_location (PlacardTransfer *self, const char *location);
/* Remembers what the host says of itself. */
void placard_transfer_take_hsts (PlacardTransfer *self, PlacardResponse *response);

/* placard-transfer-retry.c: trying again. */
/* Ends in another attempt or in finish(). @error: (transfer full) */
void placard_transfer_fail (PlacardTransfer *self, GError *error);
/* Whether @response may be another a little later, and is asked for again: then nothing more is to do. */
gboolean placard_transfer_passes_by (PlacardTransfer *self, PlacardResponse *response);
void placard_transfer_drop_pause (PlacardTransfer *self);

/* placard-transfer-answer.c: what an answer's head leads to. */
void placard_transfer_take_answer (PlacardTransfer *self, GInputStream *stream);
/* What the policy makes of a head, a redirect's too; @response is reported when it does not pass. */
gboolean
placard_transfer_take_head (PlacardTransfer *self, PlacardResponse *response, GError **error);

/* placard-transfer-body.c: the body, from the network or the cache. */
/* @skip: bytes at the front of the body that are here already */
void placard_transfer_receive (PlacardTransfer *self,
                               GInputStream *stream,
                               PlacardResponse *response,
                               goffset skip);
void placard_transfer_answer_from_cache (PlacardTransfer *self);
/* Of an answer that leads elsewhere; its connection may serve the next hop. */
void placard_transfer_discard_body (PlacardTransfer *self, GInputStream *stream);

G_END_DECLS
