/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-preflight.h"
#include "placard-redirect.h"

G_BEGIN_DECLS

/* What a #PlacardPolicy does to one fetch, hop by hop: which fields go along (Cookie, Referer, Origin),
 * whether a hop may be entered at all, what is kept of an answer's head (cookies), and the CORS verdict. It
 * sends nothing itself. Made where the request is, then used in the network thread only. */
typedef struct _PlacardPolicyRun PlacardPolicyRun;

/* @uri: of the first hop */
PlacardPolicyRun *placard_policy_run_new (PlacardRequest *request, GUri *uri);
void placard_policy_run_free (PlacardPolicyRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardPolicyRun, placard_policy_run_free)

const PlacardPolicy *placard_policy_run_get_policy (PlacardPolicyRun *self);

/**
 * placard_policy_run_enter:
 *
 * The header fields to send with @step, in order: its own, and what the policy adds or leaves out. They
 * are for this hop alone and never travel on. Fails with %PLACARD_ERROR_SAME_ORIGIN, %PLACARD_ERROR_CORS,
 * or %PLACARD_ERROR_USAGE when the cookie file cannot be read.
 * (transfer full) (element-type PlacardField)
 */
GPtrArray *
placard_policy_run_enter (PlacardPolicyRun *self, const PlacardStep *step, GError **error);

/* Whether credentials may go along with the hop that was entered last (IN26 to IN28). */
gboolean placard_policy_run_allows_credentials (PlacardPolicyRun *self);

/**
 * placard_policy_run_get_preflight:
 * @cache: permissions of before
 *
 * The fields of the OPTIONS request that a browser would send before this hop, %NULL when it would send
 * none or nobody asked for the verdict. (transfer full) (nullable) (element-type PlacardField)
 */
GPtrArray *
placard_policy_run_get_preflight (PlacardPolicyRun *self, PlacardPreflightCache *cache, gint64 now);

/* The preflight's answer. Fails with %PLACARD_ERROR_CORS when it is denied and the check is strict. */
gboolean placard_policy_run_take_preflight (PlacardPolicyRun *self,
                                            guint status,
                                            GPtrArray *headers,
                                            PlacardPreflightCache *cache,
                                            gint64 now,
                                            GError **error);

/**
 * placard_policy_run_take_head:
 * @headers: (element-type PlacardResponseHeader)
 *
 * The head of the answer to the hop that was entered last, a redirect's as well. Fails with
 * %PLACARD_ERROR_CORS when a browser would block it and the check is strict.
 */
gboolean placard_policy_run_take_head (PlacardPolicyRun *self,
                                       guint status,
                                       GPtrArray *headers,
                                       GError **error);

/* The newest verdict; the first bad one stays. (transfer full) (nullable): %NULL when not asked for. */
PlacardCorsVerdict *placard_policy_run_dup_verdict (PlacardPolicyRun *self);

/* The end: writes the cookie file if there is one. Fails with %PLACARD_ERROR_SAVE. */
gboolean placard_policy_run_leave (PlacardPolicyRun *self, GError **error);

G_END_DECLS
