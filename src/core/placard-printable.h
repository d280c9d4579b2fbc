/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_printable:
 * @text: any bytes
 *
 * @text as it may stand in a sentence: valid UTF-8, control and format characters as `\xNN` or `\u{NNNN}`,
 * cut after 80 characters. (transfer full)
 */
char *placard_printable (const char *text);

G_END_DECLS
