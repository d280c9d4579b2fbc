/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_CREDENTIALS_PAGE (placard_credentials_page_get_type ())
/* Edits the credentials of a request. */
G_DECLARE_FINAL_TYPE (
    PlacardCredentialsPage, placard_credentials_page, PLACARD, CREDENTIALS_PAGE, AdwBin)

void placard_credentials_page_set_request (PlacardCredentialsPage *self, PlacardRequest *request);
/* Takes over what the request says now. */
void placard_credentials_page_update (PlacardCredentialsPage *self);
/* @problem: (nullable) */
void placard_credentials_page_set_problem (PlacardCredentialsPage *self, const char *problem);

G_END_DECLS
