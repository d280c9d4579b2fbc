/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_LIST_PAGE (placard_list_page_get_type ())
/* What came, when it is several things: parts and fields as a list, pictures as a grid whose small pictures
 * are fetched as they come into sight. Activating one chooses it, by "win.choose". */
G_DECLARE_FINAL_TYPE (PlacardListPage, placard_list_page, PLACARD, LIST_PAGE, GtkBox)

/* @exchange: has a listing */
void placard_list_page_show (PlacardListPage *self, PlacardExchange *exchange);
/* It is not seen any more: what is on its way for it is stopped. */
void placard_list_page_leave (PlacardListPage *self);
/* What came already for an item. (transfer none) (nullable) */
PlacardFetch *placard_list_page_get_fetch (PlacardListPage *self, guint index);

G_END_DECLS
