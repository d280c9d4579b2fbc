/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_HEADERS_PAGE (placard_headers_page_get_type ())
/* The header fields of a request: one's own ones as rows, with presets, and under them those that are added
 * when it is sent. Each row that cannot be sent has the reason under it. */
G_DECLARE_FINAL_TYPE (PlacardHeadersPage, placard_headers_page, PLACARD, HEADERS_PAGE, GtkBox)

void placard_headers_page_set_request (PlacardHeadersPage *self, PlacardRequest *request);
/* Takes over what the request says now. */
void placard_headers_page_update (PlacardHeadersPage *self);
/* Marks the field @index with @problem, unless it has a reason of its own already. */
void placard_headers_page_mark (PlacardHeadersPage *self, int index, const char *problem);

G_END_DECLS
