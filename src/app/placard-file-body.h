/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-body.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FILE_BODY (placard_file_body_get_type ())
/* A body that is one file, streamed from where it is; or one whose source cannot be chosen here, such as
 * standard input, which is described. Signal "chosen": another file. */
G_DECLARE_FINAL_TYPE (PlacardFileBody, placard_file_body, PLACARD, FILE_BODY, GtkBox)

/* (nullable) (transfer none) */
GFile *placard_file_body_get_file (PlacardFileBody *self);
/* Emits "chosen". */
void placard_file_body_choose (PlacardFileBody *self, GFile *file);
/* Does not emit "chosen". */
void placard_file_body_show (PlacardFileBody *self, PlacardBody *body);

G_END_DECLS
