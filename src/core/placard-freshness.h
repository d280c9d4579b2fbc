/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-policy.h"

G_BEGIN_DECLS

/* The rules of a private cache: RFC 9111 and the Fetch standard's cache modes. Pure. Times are seconds
 * since 1970, spans are seconds. Headers: (element-type PlacardResponseHeader); request fields:
 * (element-type PlacardField). */

typedef enum {
  PLACARD_CACHE_USE,      /* what is stored is the answer */
  PLACARD_CACHE_VALIDATE, /* the server is asked whether it still is */
  PLACARD_CACHE_FETCH,    /* as if nothing were stored */
  PLACARD_CACHE_REFUSE,   /* only-if-cached, and there is nothing */
} PlacardCacheAction;

/* HTTP-network-or-cache fetch, step 8.25 and on. */
PlacardCacheAction
placard_freshness_decide (PlacardCacheMode mode, gboolean stored, gboolean fresh);

/* Whether answers under @mode are kept. */
gboolean placard_freshness_keeps (PlacardCacheMode mode);

/* The mode that @fields leave of @mode: a request with conditions or ranges of its own goes past the
 * cache. */
PlacardCacheMode placard_freshness_adjust_mode (PlacardCacheMode mode, GPtrArray *fields);

/* RFC 9111, section 3, for a private cache: a whole answer with status 200 or 203 to a GET, and nobody
 * said no-store. */
gboolean placard_freshness_is_storable (const char *method,
                                        GPtrArray *fields,
                                        guint status,
                                        GPtrArray *headers);

/* When an answer was asked for and when it came. */
typedef struct {
  gint64 requested;
  gint64 received;
} PlacardFreshnessTimes;

/* Section 4.2.3. */
gint64
placard_freshness_get_age (GPtrArray *headers, const PlacardFreshnessTimes *times, gint64 now);

/* Sections 4.2.1 and 4.2.2: max-age, else Expires, else a tenth of the time since Last-Modified, at most
 * a day. */
gint64 placard_freshness_get_lifetime (GPtrArray *headers, const PlacardFreshnessTimes *times);

/* It may be used without asking; no-cache never may. */
gboolean
placard_freshness_is_fresh (GPtrArray *headers, const PlacardFreshnessTimes *times, gint64 now);

/* Section 4.3.1: If-None-Match and If-Modified-Since from what is stored; empty when it has neither ETag
 * nor Last-Modified. (transfer full) (element-type PlacardField) */
GPtrArray *placard_freshness_build_conditions (GPtrArray *headers);

/* Section 3.2: the stored fields with those of a 304 in their place. (transfer full) */
GPtrArray *placard_freshness_update_headers (GPtrArray *stored, GPtrArray *answer);

/* Section 4.1: the request's values of the fields that Vary names, as "name: value" lines, to be compared;
 * %NULL when Vary is "*", which nothing matches. (transfer full) (nullable) */
char *placard_freshness_get_variant (GPtrArray *headers, GPtrArray *fields);

G_END_DECLS
