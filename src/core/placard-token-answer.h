/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-fetch.h"

G_BEGIN_DECLS

/**
 * placard_token_answer_read:
 * @fetch: of the request before, ended well
 * @lifetime: (out): seconds that the token holds; -1: until it is refused
 *
 * The token in the answer; %NULL without an error when its cookies are. Reads from the disk. Fails with
 * %PLACARD_ERROR_HTTP_STATUS, with the server's own message, or %PLACARD_ERROR_PROTOCOL. (transfer full)
 */
char *placard_token_answer_read (PlacardFetch *fetch,
                                 const PlacardTokenStep *step,
                                 gint64 *lifetime,
                                 GError **error);

G_END_DECLS
