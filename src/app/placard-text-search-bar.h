/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "placard-rows-view.h"
#include "placard-text.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_TEXT_SEARCH_BAR (placard_text_search_bar_get_type ())
/* The bar that looks for words in a text page: in the source view, or in the rows of a text that is too
 * large for it. Tells which match it is, or that the search began anew at the other end. */
G_DECLARE_FINAL_TYPE (
    PlacardTextSearchBar, placard_text_search_bar, PLACARD, TEXT_SEARCH_BAR, AdwBin)

/* @view: of a small text */
void placard_text_search_bar_set_view (PlacardTextSearchBar *self, GtkSourceView *view);
/* @text: (nullable): of a large one, shown in @rows; %NULL when the source view has it all. */
void placard_text_search_bar_set_text (PlacardTextSearchBar *self,
                                       PlacardText *text,
                                       PlacardRowsView *rows);
void placard_text_search_bar_start (PlacardTextSearchBar *self);

G_END_DECLS
