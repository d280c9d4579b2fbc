/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-grid-row.h"

#include "placard-form.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_PART_ROW (placard_part_row_get_type ())
/* One part of a form: a text, a file, or bytes that came from elsewhere and are kept as they are; with its
 * exact size, its type and its file name. A file that cannot be read is told here, before anything is sent.
 * Signal "measured": the size is known now, or that there is none. */
G_DECLARE_FINAL_TYPE (PlacardPartRow, placard_part_row, PLACARD, PART_ROW, PlacardGridRow)

/* An empty text. */
PlacardPartRow *placard_part_row_new (void);
PlacardPartRow *placard_part_row_new_for_part (const PlacardFormPart *part);
PlacardPartRow *placard_part_row_new_for_file (GFile *file, const char *name);

gboolean placard_part_row_is_file (PlacardPartRow *self);
void placard_part_row_set_name (PlacardPartRow *self, const char *name);
/* Bytes of the content, -1 while that is unknown. */
goffset placard_part_row_get_size (PlacardPartRow *self);
/* Looks at the file again: it may have come or gone. */
void placard_part_row_measure (PlacardPartRow *self);
/* Appends what the row says, switched on or not. */
void placard_part_row_append_to (PlacardPartRow *self, PlacardForm *form);

G_END_DECLS
