/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_parameters_get:
 * @value: (nullable): a field value such as "text/html; charset=utf-8", any bytes
 * @name: of the parameter, in lower case
 *
 * The value of the first parameter of that name, unquoted (RFC 9110 section 5.6.6; a missing closing
 * quote, blanks around "=" and single quotes are tolerated, as browsers do). Names are compared without
 * case. (transfer full) (nullable)
 */
char *placard_parameters_get (const char *value, const char *name);

G_END_DECLS
