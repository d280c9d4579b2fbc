/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_BODY_PAGE (placard_body_page_get_type ())
/* Edits the body of a request: none, JSON (checked as it is typed), an urlencoded form, text, a file. */
G_DECLARE_FINAL_TYPE (PlacardBodyPage, placard_body_page, PLACARD, BODY_PAGE, GtkBox)

void placard_body_page_set_request (PlacardBodyPage *self, PlacardRequest *request);
/* Takes over what the request says now. */
void placard_body_page_update (PlacardBodyPage *self);
/* @problem: (nullable): what the request's validation says about the body */
void placard_body_page_set_problem (PlacardBodyPage *self, const char *problem);

/* (nullable): why the page says nothing that could be sent, such as half a byte */
const char *placard_body_page_get_problem (PlacardBodyPage *self);

G_END_DECLS
