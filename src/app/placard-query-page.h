/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_QUERY_PAGE (placard_query_page_get_type ())
/* The query of a request's address as rows, two ways: what is typed there stands here and the other way
 * round. Rows that are switched off are kept beside the address. */
G_DECLARE_FINAL_TYPE (PlacardQueryPage, placard_query_page, PLACARD, QUERY_PAGE, GtkBox)

void placard_query_page_set_request (PlacardQueryPage *self, PlacardRequest *request);
/* Takes over what the request says now. */
void placard_query_page_update (PlacardQueryPage *self);

G_END_DECLS
