/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "placard-fetch.h"
#include "placard-redirect.h"
#include "placard-watchdog.h"

G_BEGIN_DECLS

/* One hop of a transfer going out, until the head of its answer: makes libsoup's message, and turns what
 * libsoup tells of it into phases, timings, counts and timers. Belongs to the network thread. */
typedef struct {
  PlacardFetch *fetch;       /* the reports go there; the transfer's */
  PlacardSession *session;   /* the transfer's */
  PlacardWatchdog *watchdog; /* (nullable): the transfer's */
  SoupMessage *message;      /* (nullable): before the first hop */
  const PlacardRoute *route; /* of the present hop; the transfer's */
  GCancellable *cancellable; /* stops libsoup; the transfer's */
  gboolean changed;          /* the certificate is not the one that the exception is for */
  gboolean wrong_key;        /* the server's key is none of the pinned ones */
  PlacardPhase phase;
  PlacardTimings timings;
  gint64 started; /* the transfer's, monotonic */
  goffset sent;   /* bytes of body */
  guint n_informational;
  GSource *challenge; /* (nullable): looks how large the body of a proxy's challenge grows */
  gboolean swamped;   /* it grew too large */
} PlacardSending;

/* Replaces the hop before. Fails with what the body or the client certificate says when it cannot be
 * opened. */
gboolean placard_sending_prepare (PlacardSending *self, const PlacardStep *step, GError **error);
/* Lets go of the message; nothing is reported after. Does no harm twice. */
void placard_sending_clear (PlacardSending *self);

void placard_sending_set_phase (PlacardSending *self, PlacardPhase phase);
/* Milliseconds since the transfer was started. */
double placard_sending_elapsed (PlacardSending *self);
/* The answer has begun, though its head may not be whole. */
gboolean placard_sending_has_answer_begun (PlacardSending *self);
/* Why no head came: @cause in plain words. (transfer full) */
GError *
placard_sending_describe (PlacardSending *self, const PlacardStep *step, const GError *cause);

/* (transfer full) (element-type PlacardResponseHeader) */
GPtrArray *placard_sending_copy_headers (SoupMessageHeaders *headers);

G_END_DECLS
