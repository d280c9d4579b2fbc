/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-form.h"
#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FORM_PAGE (placard_form_page_get_type ())
/* A multipart form: its parts, how several files are named, whether each is a request of its own, and how
 * many bytes all of it will be. Signal "changed". */
G_DECLARE_FINAL_TYPE (PlacardFormPage, placard_form_page, PLACARD, FORM_PAGE, GtkBox)

/* Does not emit "changed". */
void placard_form_page_set_form (PlacardFormPage *self, PlacardForm *form);
/* (transfer full) */
PlacardForm *placard_form_page_dup_form (PlacardFormPage *self);
/* @files: (element-type GFile) */
void placard_form_page_add_files (PlacardFormPage *self, GSList *files);
/* Shows and sets whether each file is a request of its own. */
void placard_form_page_set_request (PlacardFormPage *self, PlacardRequest *request);
void placard_form_page_update (PlacardFormPage *self);

G_END_DECLS
