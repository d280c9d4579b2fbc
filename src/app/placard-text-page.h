/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_TEXT_PAGE (placard_text_page_get_type ())
/* An answer that is text: coloured, searchable, bounded: of a large body the beginning is shown, and it
 * is said. */
G_DECLARE_FINAL_TYPE (PlacardTextPage, placard_text_page, PLACARD, TEXT_PAGE, GtkBox)

void placard_text_page_show (PlacardTextPage *self, PlacardExchange *exchange);
void placard_text_page_start_search (PlacardTextPage *self);

G_END_DECLS
