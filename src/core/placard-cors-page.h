/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cors.h"
#include "placard-request.h"

G_BEGIN_DECLS

/* A request as a page would make it: what there is to judge before anything is sent. */
typedef struct _PlacardCorsPage PlacardCorsPage;

/**
 * placard_cors_page_new:
 * @origin: of the page, as typed
 * @credentials: whether the page asks with credentials "include"
 *
 * Fails with what is wrong with the origin or the request. The request is not kept.
 */
PlacardCorsPage *placard_cors_page_new (PlacardRequest *request,
                                        const char *origin,
                                        gboolean credentials,
                                        GError **error);
void placard_cors_page_free (PlacardCorsPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCorsPage, placard_cors_page_free)

/* As long as @self lives. */
const PlacardCorsRequest *placard_cors_page_get_request (PlacardCorsPage *self);

/**
 * placard_cors_page_build_preflight:
 *
 * The OPTIONS request that a browser would send first (SPEC CO8 to CO10): no body, no credentials, no cookies,
 * no redirect followed; over the way (proxy, addresses, trust) of @request. (transfer full)
 */
PlacardRequest *placard_cors_page_build_preflight (PlacardCorsPage *self, PlacardRequest *request);

G_END_DECLS
