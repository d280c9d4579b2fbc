/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_ERROR_PAGE (placard_error_page_get_type ())
/* Says why there is nothing to show, what to do next, and, folded, the facts. */
G_DECLARE_FINAL_TYPE (PlacardErrorPage, placard_error_page, PLACARD, ERROR_PAGE, AdwBin)

/* @exchange: ended with an error, or with nothing to show */
void placard_error_page_show (PlacardErrorPage *self, PlacardExchange *exchange);

G_END_DECLS
