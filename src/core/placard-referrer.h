/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The Referrer Policy standard: what a server is told about where a request comes from. Pure. */

/* Section 3, in its order. */
typedef enum {
  PLACARD_REFERRER_POLICY_DEFAULT, /* the empty string: strict-origin-when-cross-origin */
  PLACARD_REFERRER_POLICY_NO_REFERRER,
  PLACARD_REFERRER_POLICY_NO_REFERRER_WHEN_DOWNGRADE,
  PLACARD_REFERRER_POLICY_SAME_ORIGIN,
  PLACARD_REFERRER_POLICY_ORIGIN,
  PLACARD_REFERRER_POLICY_STRICT_ORIGIN,
  PLACARD_REFERRER_POLICY_ORIGIN_WHEN_CROSS_ORIGIN,
  PLACARD_REFERRER_POLICY_STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
  PLACARD_REFERRER_POLICY_UNSAFE_URL,
} PlacardReferrerPolicy;

/* The standard's token; "" for the default. */
const char *placard_referrer_policy_to_string (PlacardReferrerPolicy policy);

/* Fails with %PLACARD_ERROR_USAGE, naming what can be chosen. Case does not matter. */
gboolean placard_referrer_policy_from_string (const char *token,
                                              PlacardReferrerPolicy *policy,
                                              GError **error);

/**
 * placard_referrer_policy_after:
 * @header: (nullable): the Referrer-Policy field of a redirect, several fields joined by ","
 *
 * The policy for the next hop: the last one of @header that is known, else @policy (Fetch standard, "set
 * request's referrer policy on redirect").
 */
PlacardReferrerPolicy placard_referrer_policy_after (PlacardReferrerPolicy policy,
                                                     const char *header);

/**
 * placard_referrer_compute:
 * @referrer: where the request comes from: an absolute http or https URL
 * @target: where this hop goes to
 *
 * The value of the Referer field of one hop (section 8.3): never userinfo or fragment, an origin alone
 * when the URL is longer than 4096 bytes; %NULL when none is to be sent, which is so for anything that is
 * no such URL. (transfer full) (nullable)
 */
char *placard_referrer_compute (const char *referrer, PlacardReferrerPolicy policy, GUri *target);

G_END_DECLS
