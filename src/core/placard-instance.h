/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * placard_instance_claim:
 *
 * Claims the application's name on the session bus for this process. %TRUE: this process is the one that
 * runs (there being no bus counts as that). %FALSE: another one is; it is ready to be given a command
 * line. Waits up to a few seconds for one that has just claimed the name and is still starting, so that
 * two presses at the same time send one request each and open in one window.
 *
 * The name is claimed before the application object exists: GApplication, registering later over the same
 * connection, finds that it owns the name already.
 */
gboolean placard_instance_claim (void);

/**
 * placard_instance_forward:
 * @argv: with the program's name
 *
 * Gives the command line to the running instance (GApplication's own protocol: working directory,
 * standard input and output included) and waits for it. Returns its exit status.
 */
int placard_instance_forward (int argc, char **argv);

G_END_DECLS
