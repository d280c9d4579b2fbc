/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-grid.h"

#include "placard-form.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_PART_GRID (placard_part_grid_get_type ())
/* The parts of a multipart form as rows. Signals "changed", "measured": a size became known. */
G_DECLARE_FINAL_TYPE (PlacardPartGrid, placard_part_grid, PLACARD, PART_GRID, PlacardGrid)

/* Does not emit "changed". */
void placard_part_grid_set_form (PlacardPartGrid *self, PlacardForm *form);
/* Rows without a name and a content are left out. (transfer full) */
PlacardForm *placard_part_grid_dup_form (PlacardPartGrid *self);

/* Appends a row for each, named as those that are there. @files: (element-type GFile) */
void placard_part_grid_add_files (PlacardPartGrid *self, GSList *files);
guint placard_part_grid_count_files (PlacardPartGrid *self);
/* Names the fields of all files after one another. */
void
placard_part_grid_name_files (PlacardPartGrid *self, const char *base, PlacardFormNaming naming);
/* How they are named now: what the first and the last one say. (transfer full): the base */
char *placard_part_grid_get_naming (PlacardPartGrid *self, PlacardFormNaming *naming);

/* Bytes of the whole body that @form makes, -1 when a part's are not known; @parts: how many are sent. */
goffset placard_part_grid_get_length (PlacardPartGrid *self, PlacardForm *form, guint *parts);
/* Looks at all files again. */
void placard_part_grid_measure (PlacardPartGrid *self);

G_END_DECLS
