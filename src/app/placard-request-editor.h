/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_REQUEST_EDITOR (placard_request_editor_get_type ())
/* Edits the headers, credentials, body and query of a request, in place, and marks what is wrong with
 * them as it is typed. Knows nothing of sending. Property: "request". */
G_DECLARE_FINAL_TYPE (PlacardRequestEditor, placard_request_editor, PLACARD, REQUEST_EDITOR, GtkBox)

PlacardRequestEditor *placard_request_editor_new (PlacardRequest *request);

/* Shows the page of @field, a name as placard_request_validate() gives: "header:0", "body", "auth". */
void placard_request_editor_show_field (PlacardRequestEditor *self, const char *field);

/* What is typed wrong and therefore not in the request: it is not what a person sees. (nullable)
 * @field: (out): where, for placard_request_editor_show_field() */
const char *placard_request_editor_get_problem (PlacardRequestEditor *self, const char **field);

G_END_DECLS
