/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_cli_fetch:
 * @argv: `fetch` and what follows it
 *
 * `placard fetch`: the engine without a display. Returns the exit status (#PlacardExitCode).
 */
int placard_cli_fetch (int argc, char **argv);

G_END_DECLS
