/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_LIST_DIALOG (placard_list_dialog_get_type ())
/* A list of what is kept, each with a button that removes it. Signals: "remove" (guint): the row of that number,
 * from 0; "remove-all"; "edited" (guint, string): a value was typed anew. The owner changes what is kept and
 * fills the list again. */
G_DECLARE_FINAL_TYPE (PlacardListDialog, placard_list_dialog, PLACARD, LIST_DIALOG, AdwWindow)

/* @empty: what is said where there is nothing */
PlacardListDialog *
placard_list_dialog_new (GtkWindow *parent, const char *title, const char *empty);

/* Above the list; made by the owner. */
void placard_list_dialog_set_top (PlacardListDialog *self, GtkWidget *widget);
void placard_list_dialog_clear (PlacardListDialog *self);
/* @value: (nullable): can be edited; plain text all */
void placard_list_dialog_add (PlacardListDialog *self,
                              const char *title,
                              const char *subtitle,
                              const char *value);

G_END_DECLS
