/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-fetch-private.h"
#include "placard-preparation.h"

G_BEGIN_DECLS

/* What the two files of a fetch share: placard-fetch.c holds the facts and tells the owner, placard-fetch-run.c
 * brings a request on its way. Nobody else looks in here. */

/* What the owner has to be told. The first four in the order of drop_unheard(). */
typedef enum {
  CHANGED_PHASE = 1 << 0,
  CHANGED_RESPONSE = 1 << 1,
  CHANGED_SENT = 1 << 2,
  CHANGED_RECEIVED = 1 << 3,
  CHANGED_END = 1 << 4,
  CHANGED_TOKEN = 1 << 5, /* it was refused */
} PlacardFetchChanges;

struct _PlacardFetch {
  GObject parent_instance;

  PlacardSession *session;         /* (nullable): NULL for an inner one */
  PlacardResponse *inner_response; /* (nullable): the answer that is here already */
  PlacardRequest *request;
  PlacardSpool *spool;   /* (nullable) */
  GError *spool_error;   /* why there is none */
  char *spool_directory; /* (nullable) */
  GMainContext *context; /* the owner's */
  GTask *task;           /* (nullable): while running; touched in the owner's context */
  gboolean started;
  gint64 started_at; /* monotonic */
  GCancellable
      *preparing;      /* (nullable): while something else is needed before the request is sent */
  GSource *stop;       /* (nullable): while preparing: the caller's cancellable */
  GSource *deadline;   /* (nullable): while preparing */
  gboolean expanded;   /* the request's references */
  gboolean renewed;    /* a second token was asked for: there is no third */
  PlacardToken *token; /* (nullable): that the request was given */

  GMutex lock; /* everything below */
  GSource *source;
  PlacardFetchChanges changes;
  gint64 last_told; /* progress, monotonic */
  PlacardPhase phase;
  PlacardPhase last_phase;
  PlacardResponse *response;
  PlacardTimings timings;
  GPtrArray *sent_messages;         /* (element-type PlacardSentMessage); replaced, never changed */
  PlacardCorsVerdict *cors_verdict; /* (nullable) */
  PlacardSignIn *sign_in;           /* (nullable) */
  PlacardRefusedCertificate *refused_certificate; /* (nullable) */
  PlacardCacheUse cache_use;
  goffset wire_received;
  goffset body_received;
  goffset body_sent;
  GError *error;
};

/* Makes the source in the owner's context that tells what changes. It keeps the fetch alive until the end
 * has been told. */
void placard_fetch_attach_source (PlacardFetch *self);
/* The server refused the token: asks for another one, and begins again. In the owner's context. */
void placard_fetch_renew (PlacardFetch *self);

G_END_DECLS
