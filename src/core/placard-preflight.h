/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cors.h"

G_BEGIN_DECLS

/* The question that a browser asks before a request that is not simple (Fetch standard, "CORS-preflight
 * fetch"). Pure. */

/* A missing or broken Access-Control-Max-Age, and the longest that any is believed (Chromium's limit). */
#define PLACARD_PREFLIGHT_DEFAULT_MAX_AGE 5
#define PLACARD_PREFLIGHT_LONGEST_MAX_AGE 7200

/* The fields of the OPTIONS request, in order: never a body, never credentials.
 * (transfer full) (element-type PlacardField) */
GPtrArray *placard_preflight_build_headers (const PlacardCorsRequest *request);

/**
 * placard_preflight_check:
 * @max_age: (out) (optional): seconds for which the permission holds
 *
 * Whether @answer permits @request. Fails with %PLACARD_ERROR_CORS.
 */
gboolean placard_preflight_check (const PlacardCorsRequest *request,
                                  const PlacardCorsAnswer *answer,
                                  guint *max_age,
                                  GError **error);

/* Permissions that hold for a while, in memory only. Belongs to one thread. */
typedef struct _PlacardPreflightCache PlacardPreflightCache;

PlacardPreflightCache *placard_preflight_cache_new (void);
void placard_preflight_cache_free (PlacardPreflightCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardPreflightCache, placard_preflight_cache_free)

/* @now: seconds of any clock that only goes on. */
void placard_preflight_cache_store (PlacardPreflightCache *self,
                                    const PlacardCorsRequest *request,
                                    guint max_age,
                                    gint64 now);
/* Seconds for which @request needs no preflight yet; 0 when it needs one. */
guint placard_preflight_cache_lookup (PlacardPreflightCache *self,
                                      const PlacardCorsRequest *request,
                                      gint64 now);

G_END_DECLS
