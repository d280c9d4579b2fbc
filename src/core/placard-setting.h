/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* One option of a request, by its name in the option table, read and written one at a time: for the
 * editor, for a profile that a single line of changes, for the list of everything that is in force. */

/**
 * placard_setting_get_values:
 * @name: of an option, without its dashes
 *
 * What a profile would say for the option, a string for each time it would be said; "" stands for a flag.
 * Empty when the request is as it is when nothing is said. Secrets are in it in clear.
 * (transfer full) (array zero-terminated)
 */
char **placard_setting_get_values (PlacardRequest *request, const char *name);

/* Every option that says something, by its name. (transfer full) (element-type utf8 GStrv) */
GHashTable *placard_setting_list (PlacardRequest *request);

/* The first of them, or %NULL. (transfer full) */
char *placard_setting_get (PlacardRequest *request, const char *name);

/**
 * placard_setting_set_values:
 * @values: (nullable) (array zero-terminated): as in a profile; %NULL or empty takes the option back
 *
 * Fails with the sentence of the option's own reader, and then changes nothing.
 */
gboolean placard_setting_set_values (PlacardRequest *request,
                                     const char *name,
                                     const char *const *values,
                                     GError **error);

/* One value; %NULL takes the option back. */
gboolean
placard_setting_set (PlacardRequest *request, const char *name, const char *value, GError **error);

/* What is so when nothing is said, in the words of the option; %NULL when that is nothing. (transfer full) */
char *placard_setting_get_default (const char *name);

/* What --help says about the option, translated. */
const char *placard_setting_get_help (const char *name);

G_END_DECLS
