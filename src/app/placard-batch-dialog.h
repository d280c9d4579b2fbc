/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"
#include "placard-session.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_BATCH_DIALOG (placard_batch_dialog_get_type ())
/* The files of a form on their way one by one: a row for each with what becomes of it, progress of all, Stop
 * for all, and Try Again for those that failed. Closing it stops what runs. */
G_DECLARE_FINAL_TYPE (PlacardBatchDialog, placard_batch_dialog, PLACARD, BATCH_DIALOG, AdwWindow)

/* @request: valid, and splits; copied. Shows the dialog and begins. */
void
placard_batch_dialog_send (GtkWindow *parent, PlacardSession *session, PlacardRequest *request);

G_END_DECLS
