/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-grid-row.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_GRID (placard_grid_get_type ())
/* A list of rows that are added, moved, copied, removed, found; tells which names come more than once.
 * Signal "changed": a person changed something. */
G_DECLARE_DERIVABLE_TYPE (PlacardGrid, placard_grid, PLACARD, GRID, GtkBox)

struct _PlacardGridClass {
  GtkBoxClass parent_class;

  /* An empty row. (transfer floating) */
  PlacardGridRow *(*create_row) (PlacardGrid *self);
  /* (nullable): called for each row that comes in, copies too. */
  void (*adopt_row) (PlacardGrid *self, PlacardGridRow *row);
};

/* @label: translated: what the first button adds */
void placard_grid_set_add_label (PlacardGrid *self, const char *label);
/* One more button beside those that every grid has. */
void placard_grid_add_button (PlacardGrid *self, GtkWidget *button);
/* Names that differ in case alone are the same: header fields. */
void placard_grid_set_fold_names (PlacardGrid *self, gboolean fold);

/* @row: (transfer floating) */
void placard_grid_append (PlacardGrid *self, PlacardGridRow *row);
/* Without telling "changed". */
void placard_grid_clear (PlacardGrid *self);
/* (nullable) (transfer none) */
PlacardGridRow *placard_grid_get_first (PlacardGrid *self);
PlacardGridRow *placard_grid_get_next (PlacardGridRow *row);
/* The row of the field @index, blank ones not counted. (nullable) (transfer none) */
PlacardGridRow *placard_grid_get_nth (PlacardGrid *self, guint index);

/* Takes back what was set as a hint of a row. */
void placard_grid_update_hints (PlacardGrid *self);

/* A sentence under the rows, until something is changed; %NULL takes it away. */
void placard_grid_tell (PlacardGrid *self, const char *sentence);

/* What comes between them changes the rows because the request did. */
void placard_grid_begin_setting (PlacardGrid *self);
void placard_grid_end_setting (PlacardGrid *self);
/* For subclasses: tells "changed", once for all until @end_setting. */
void placard_grid_changed (PlacardGrid *self);

G_END_DECLS
