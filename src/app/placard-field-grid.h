/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FIELD_GRID (placard_field_grid_get_type ())
/* A list of names and values: header fields, query parameters, form fields. Signal "changed". */
G_DECLARE_FINAL_TYPE (PlacardFieldGrid, placard_field_grid, PLACARD, FIELD_GRID, GtkBox)

/* The words of the grid, translated: on the button that adds a row, in the two entries. */
void placard_field_grid_set_labels (PlacardFieldGrid *self,
                                    const char *add,
                                    const char *name,
                                    const char *value);

/* (element-type PlacardField) (transfer full): rows without a name and a value are left out, so indices
 * are those of placard_field_grid_mark(). */
GPtrArray *placard_field_grid_dup_fields (PlacardFieldGrid *self);
/* Does not emit "changed". Does nothing when the rows say the same already: the cursor stays. */
void placard_field_grid_set_fields (PlacardFieldGrid *self, GPtrArray *fields);

/* Marks one field, and no other, with what is wrong; -1 marks none. */
void placard_field_grid_mark (PlacardFieldGrid *self, int index, const char *problem);

G_END_DECLS
