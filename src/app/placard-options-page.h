/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_OPTIONS_PAGE (placard_options_page_get_type ())
/* Everything about a request that is neither address, field, credential nor body, a row for each option. */
G_DECLARE_FINAL_TYPE (PlacardOptionsPage, placard_options_page, PLACARD, OPTIONS_PAGE, GtkBox)

void placard_options_page_set_request (PlacardOptionsPage *self, PlacardRequest *request);
/* The request has changed. */
void placard_options_page_update (PlacardOptionsPage *self);
/* What is typed wrong and therefore not in the request, or %NULL. */
const char *placard_options_page_get_problem (PlacardOptionsPage *self);
/* The row of the option, or of the first problem for %NULL. */
void placard_options_page_show (PlacardOptionsPage *self, const char *name);

G_END_DECLS
