/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

/* "Treat as": what the bytes of an answer may be taken for, as the choices of "win.treat-as". */

/* (transfer none) */
GMenuModel *placard_treat_menu_get (void);

/* A button that opens it, named and with a tooltip. @label: with a mnemonic. (transfer floating) */
GtkWidget *placard_treat_menu_new_button (void);

/* The button's words and its menu, for a button of a template. */
void placard_treat_menu_fill_button (GtkMenuButton *button);

/**
 * placard_treat_menu_describe:
 *
 * "Declared text/plain, looks like PNG, treated as text": what the server says, what the bytes say, and
 * what they are used as. (transfer full) (nullable)
 */
char *placard_treat_menu_describe (PlacardExchange *exchange);

G_END_DECLS
