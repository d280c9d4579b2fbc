/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"
#include "placard-session.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_START_PAGE (placard_start_page_get_type ())
/* What to do first, and what a demo endpoint offers to try.
 * Signal: "chosen" (PlacardRequest): send this one. */
G_DECLARE_FINAL_TYPE (PlacardStartPage, placard_start_page, PLACARD, START_PAGE, AdwBin)

/* Asks the demo endpoint at @base_url what it offers; without an answer the page stays as it is. */
void placard_start_page_list_demo (PlacardStartPage *self,
                                   PlacardSession *session,
                                   const char *base_url);

G_END_DECLS
