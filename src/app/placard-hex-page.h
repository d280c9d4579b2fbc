/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-spool.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_HEX_PAGE (placard_hex_page_get_type ())
/* A body byte by byte, of any size: offsets, bytes in one of three ways, characters. */
G_DECLARE_FINAL_TYPE (PlacardHexPage, placard_hex_page, PLACARD, HEX_PAGE, GtkBox)

/* @spool: sealed */
void placard_hex_page_show (PlacardHexPage *self, PlacardSpool *spool);

G_END_DECLS
