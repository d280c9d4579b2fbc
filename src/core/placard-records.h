/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_records_parse:
 * @text: UTF-8, with or without a byte order mark
 *
 * The rows of a table, each as names and values in turn: CSV (RFC 4180) whose first line has the names, or
 * JSON objects, one a line. Which of the two it is, the first character tells. Empty lines count for
 * nothing; of an object's values, texts, numbers and truths are taken.
 *
 * Fails with %PLACARD_ERROR_USAGE, naming the line. (transfer full) (element-type GStrv)
 */
GPtrArray *placard_records_parse (const char *text, GError **error);

/* Addresses, one a line; empty lines and those that begin with "#" are passed over. (transfer full)
 * (element-type utf8) */
GPtrArray *placard_records_parse_lines (const char *text);

G_END_DECLS
