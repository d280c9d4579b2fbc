/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The terminal that a command was typed into, where there is one: for what is better not typed into the
 * command itself. */

/* Whether @input is this process's own standard input, and that is a terminal. */
gboolean placard_terminal_is_one (GInputStream *input);

/**
 * placard_terminal_ask_secret:
 * @question: shown on standard error, without a colon
 *
 * A line that is not echoed. Blocks until it is typed. Fails with %PLACARD_ERROR_CANCELLED when the person
 * interrupts or ends the input instead. (transfer full)
 */
char *placard_terminal_ask_secret (const char *question, GError **error);

G_END_DECLS
