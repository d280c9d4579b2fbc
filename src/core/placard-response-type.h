/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cors.h"
#include "placard-request.h"
#include "placard-response.h"

G_BEGIN_DECLS

/**
 * placard_response_type_get:
 * @response: (nullable): %NULL when none came
 * @verdict: (nullable): when it was asked for
 *
 * The type that the answer would have for a page (Fetch standard, "response type"; SPEC RS11 to RS16): "error",
 * "default" for what was made on this computer, "opaqueredirect" for a redirect that was not to be
 * followed, "basic", "cors" or "opaque". It keeps nothing from a native program.
 */
const char *placard_response_type_get (PlacardRequest *request,
                                       PlacardResponse *response,
                                       const PlacardCorsVerdict *verdict);

/* What the word means, in a sentence. Translated. */
const char *placard_response_type_describe (const char *type);

G_END_DECLS
