/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-authentication.h"
#include "placard-fetch.h"
#include "placard-policy-run.h"
#include "placard-redirect.h"
#include "placard-transport.h"

G_BEGIN_DECLS

/* What a transfer needs to know of a request. */
typedef struct {
  PlacardStep *first; /* owned by the transfer from placard_transfer_start() on */
  PlacardLimits limits;
  const char *ca_file; /* (nullable) */
  const PlacardTransport *transport;
  PlacardAuthentication *authentication; /* (nullable): owned by the transfer, as above */
  gboolean renews;                       /* a 401 at home asks for another token, once */
  PlacardPolicyRun *policy;              /* owned by the transfer, as above */
  const char *spool_directory;           /* (nullable): of the fetch */
} PlacardTransferPlan;

/**
 * placard_transfer_start:
 *
 * Performs @plan in the session's network thread and reports to @fetch. May be called from any thread;
 * waits for nothing. The transfer keeps itself, @fetch and @session alive until its end.
 */
void placard_transfer_start (PlacardFetch *fetch,
                             PlacardSession *session,
                             const PlacardTransferPlan *plan,
                             GCancellable *cancellable);

G_END_DECLS
