/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @values: (nullable) (element-type utf8 utf8): name -> value, %NULL when nothing is to be sent */
typedef void (*PlacardVariablesAnswer) (GtkWindow *parent, GHashTable *values);

/**
 * placard_variables_dialog_ask:
 * @names: (element-type utf8): as placard_variables_list_missing() gives them
 *
 * Asks for the value of each; what a secret's name is typed unseen. Answers once.
 */
void
placard_variables_dialog_ask (GtkWindow *parent, GPtrArray *names, PlacardVariablesAnswer answer);

G_END_DECLS
