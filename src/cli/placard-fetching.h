/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-forwarding.h"

G_BEGIN_DECLS

/**
 * placard_fetching_run:
 * @forwarding: (nullable): what every answer is sent on to
 *
 * Fetches everything that the options and the request stand for, and tells about it. Returns the exit
 * status (#PlacardExitCode): 7 when a signal stopped it; else that of the first one that failed, in the
 * order in which they were written; else 0. An item that --fail-early stopped did not fail; one that --timeout stopped
 * did, with 8.
 */
int placard_fetching_run (const PlacardOptions *options,
                          PlacardRequest *request,
                          PlacardForwarding *forwarding);

G_END_DECLS
