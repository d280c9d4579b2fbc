/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A command as people paste it, as the words that a shell would make of it. Nothing is ever run or
 * expanded: what would need that is an error, or is left out and told. */

/**
 * placard_shell_words_split:
 * @text: one command of a POSIX shell: quotes, `$'...'`, `\`, lines that go on
 * @left_out: (element-type utf8): gets what follows the command (a pipe, a redirection, ...)
 *
 * `$NAME` and `${NAME}` become "${NAME}" in the word, for the one who reads it. Fails with
 * %PLACARD_ERROR_USAGE: a quote that is not closed, a command within the command.
 */
char **placard_shell_words_split (const char *text, GPtrArray *left_out, GError **error);

/**
 * placard_shell_words_split_cmd:
 *
 * The same for a command of Windows' cmd.exe, as browsers copy it: `^`, and quotes as programs there
 * read them.
 */
char **placard_shell_words_split_cmd (const char *text, GPtrArray *left_out, GError **error);

/* Whether @text is of the latter kind. */
gboolean placard_shell_words_is_cmd (const char *text);

/* @word as a POSIX shell reads it back, control characters by `$'...'`. (transfer full) */
char *placard_shell_words_quote (const char *word);

G_END_DECLS
