/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a person asks of a row; the grid does it. */
typedef enum {
  PLACARD_GRID_REMOVE,
  PLACARD_GRID_DUPLICATE,
  PLACARD_GRID_MOVE_UP,
  PLACARD_GRID_MOVE_DOWN,
  PLACARD_GRID_REPLACE_ALL, /* this one takes the place of all others of its name */
} PlacardGridCommand;

#define PLACARD_TYPE_GRID_ROW (placard_grid_row_get_type ())
/* One row of a grid: switched on or off, moved by keys, menu or dragging, copied, removed. What is edited
 * in it is its content. Signals: "changed", "command" (PlacardGridCommand), "dropped" (PlacardGridRow that
 * was dragged here, gboolean whether behind this one). */
G_DECLARE_DERIVABLE_TYPE (PlacardGridRow, placard_grid_row, PLACARD, GRID_ROW, GtkBox)

struct _PlacardGridRowClass {
  GtkBoxClass parent_class;

  /* A row that says the same. (transfer floating) */
  PlacardGridRow *(*copy) (PlacardGridRow *self);
  /* As it was typed. (transfer none) */
  const char *(*get_name) (PlacardGridRow *self);
  gboolean (*is_blank) (PlacardGridRow *self);
  gboolean (*matches) (PlacardGridRow *self, const char *folded_text);
  void (*focus_name) (PlacardGridRow *self);
  /* (nullable): items of the menu before those of every row. (transfer full) */
  GMenuModel *(*build_menu) (PlacardGridRow *self);
};

PlacardGridRow *placard_grid_row_copy (PlacardGridRow *self);
const char *placard_grid_row_get_name (PlacardGridRow *self);
gboolean placard_grid_row_is_blank (PlacardGridRow *self);
/* @text: (nullable): all rows match nothing to look for */
gboolean placard_grid_row_matches (PlacardGridRow *self, const char *text);
void placard_grid_row_focus_name (PlacardGridRow *self);

gboolean placard_grid_row_get_enabled (PlacardGridRow *self);
void placard_grid_row_set_enabled (PlacardGridRow *self, gboolean enabled);

/* @problem, @hint: (nullable): sentences under the row. A problem stops the request, a hint does not. */
void placard_grid_row_set_problem (PlacardGridRow *self, const char *problem);
void placard_grid_row_set_hint (PlacardGridRow *self, const char *hint);
gboolean placard_grid_row_has_problem (PlacardGridRow *self);

/* For subclasses: widgets beside the check button, or in a line of their own under it. */
void placard_grid_row_add_content (PlacardGridRow *self, GtkWidget *widget);
void placard_grid_row_add_detail (PlacardGridRow *self, GtkWidget *widget);
/* An entry of the row: Enter in it sends the request, its context menu has the row's items too. @label: for
 * assistive technology and as placeholder. */
void placard_grid_row_adopt_entry (PlacardGridRow *self, GtkEntry *entry, const char *label);
/* Tells the grid, unless the row is being filled. */
void placard_grid_row_changed (PlacardGridRow *self);
void placard_grid_row_begin_setting (PlacardGridRow *self);
void placard_grid_row_end_setting (PlacardGridRow *self);

G_END_DECLS
