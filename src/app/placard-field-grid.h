/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-grid.h"

#include "placard-field-block.h"
#include "placard-field-row.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FIELD_GRID (placard_field_grid_get_type ())
/* A list of names and values: header fields, query parameters, form fields. A block of several that is
 * pasted becomes rows. Signal "changed". */
G_DECLARE_FINAL_TYPE (PlacardFieldGrid, placard_field_grid, PLACARD, FIELD_GRID, PlacardGrid)

/* The words of the grid, translated: on the button that adds a row, in the two entries. */
void placard_field_grid_set_labels (PlacardFieldGrid *self,
                                    const char *add,
                                    const char *name,
                                    const char *value);
/* What its rows can be marked as, and how a pasted block is read: before rows come in. */
void placard_field_grid_set_kind (PlacardFieldGrid *self,
                                  PlacardFieldRowMarks marks,
                                  PlacardFieldBlockKind kind);

/* (element-type PlacardField) (transfer full): rows without a name and a value are left out, so indices
 * are those of placard_field_grid_mark(). */
GPtrArray *placard_field_grid_dup_fields (PlacardFieldGrid *self);
/* Does not emit "changed". Does nothing when the rows say the same already: the cursor stays. */
void placard_field_grid_set_fields (PlacardFieldGrid *self, GPtrArray *fields);

/* Appends the fields of @text, and names what is not understood; emits "changed" if there are some. */
void placard_field_grid_paste (PlacardFieldGrid *self, const char *text);

/* Marks one field, and no other, with what is wrong; -1 marks none. */
void placard_field_grid_mark (PlacardFieldGrid *self, int index, const char *problem);

G_END_DECLS
