/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-exchange.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FILE_PAGE (placard_file_page_get_type ())
/* An answer that is kept rather than shown: its icon, name, type and size, and a way to save it. */
G_DECLARE_FINAL_TYPE (PlacardFilePage, placard_file_page, PLACARD, FILE_PAGE, AdwBin)

void placard_file_page_show (PlacardFilePage *self, PlacardExchange *exchange);

G_END_DECLS
