/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-fetch.h"

G_BEGIN_DECLS

/* How a transfer, in the network thread, tells its fetch what happens. Each takes effect for the getters
 * at once; the owner's context is notified soon after, progress at most 30 times a second. */
void placard_fetch_report_phase (PlacardFetch *self, PlacardPhase phase);
void placard_fetch_report_timings (PlacardFetch *self, const PlacardTimings *timings);
/* @message: (transfer full) */
void placard_fetch_report_sent_message (PlacardFetch *self, PlacardSentMessage *message);
void placard_fetch_report_cache_use (PlacardFetch *self, PlacardCacheUse use);
void placard_fetch_report_cors_verdict (PlacardFetch *self, PlacardCorsVerdict *verdict);
void placard_fetch_report_sign_in (PlacardFetch *self, const PlacardSignIn *sign_in);
void placard_fetch_report_refused_certificate (PlacardFetch *self,
                                               const PlacardRefusedCertificate *refused);
void placard_fetch_report_sent (PlacardFetch *self, goffset body_sent);
void placard_fetch_report_response (PlacardFetch *self, PlacardResponse *response);
void placard_fetch_report_received (PlacardFetch *self, goffset wire, goffset body);
/* The server does not take the token any more: the fetch begins again with another one. */
void placard_fetch_report_token_refused (PlacardFetch *self);
/* The last report. @error: (transfer full) (nullable). The spool is sealed already. */
void placard_fetch_report_end (PlacardFetch *self, GError *error);

G_END_DECLS
