/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"
#include "placard-response.h"

G_BEGIN_DECLS

/**
 * placard_next_hop_build:
 * @response: to @request: a redirect that was not followed
 * @withheld: (out) (optional) (element-type utf8): names of what does not travel on
 *
 * The request that following the redirect by hand makes (SPEC IN37): what travels on is decided as for one
 * that is followed by itself. %NULL without an error when @response is no redirect. (transfer full)
 * (nullable)
 */
PlacardRequest *placard_next_hop_build (PlacardRequest *request,
                                        PlacardResponse *response,
                                        GPtrArray **withheld,
                                        GError **error);

G_END_DECLS
