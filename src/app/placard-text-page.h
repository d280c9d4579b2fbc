/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_TEXT_PAGE (placard_text_page_get_type ())
/* An answer that is text: a small one coloured, JSON also as a tree; a large one by rows, opened at once.
 * Both can be searched. */
G_DECLARE_FINAL_TYPE (PlacardTextPage, placard_text_page, PLACARD, TEXT_PAGE, GtkBox)

void placard_text_page_show (PlacardTextPage *self, PlacardExchange *exchange);
void placard_text_page_start_search (PlacardTextPage *self);

G_END_DECLS
