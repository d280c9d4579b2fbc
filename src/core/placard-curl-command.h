/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-options.h"

G_BEGIN_DECLS

/* Whether @text begins as a curl command does: worth a try to read it as one. */
gboolean placard_curl_command_is_one (const char *text);

/**
 * placard_curl_command_parse:
 * @text: a curl command as it is pasted: POSIX shell or Windows cmd
 * @cwd: (nullable): what relative paths are relative to
 * @request: a new request; is filled in
 * @left_out: (out) (element-type utf8): what could not be taken over, by name: options, header fields,
 *   what followed the command
 *
 * Reads a curl command by the option table; runs nothing. Fails with %PLACARD_ERROR_USAGE, or what the
 * request makes of a value.
 */
PlacardOptions *placard_curl_command_parse (const char *text,
                                            const char *cwd,
                                            PlacardRequest *request,
                                            GPtrArray **left_out,
                                            GError **error);

/**
 * placard_curl_command_format:
 * @with_secrets: whether credentials are in it; else "***" stands for them
 * @left_out: (out) (optional) (element-type utf8): what curl has no word for
 *
 * The command, for a POSIX shell, by which curl sends the request. (transfer full)
 */
char *
placard_curl_command_format (PlacardRequest *request, gboolean with_secrets, GPtrArray **left_out);

G_END_DECLS
