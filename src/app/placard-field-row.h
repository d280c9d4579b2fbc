/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FIELD_ROW (placard_field_row_get_type ())
/* One name and value: switched on or off, edited, removed. Values that are secret are masked until asked.
 * Signals: "changed", "removed". */
G_DECLARE_FINAL_TYPE (PlacardFieldRow, placard_field_row, PLACARD, FIELD_ROW, GtkBox)

/* @name_label, @value_label: translated, for assistive technology and as placeholders. */
PlacardFieldRow *placard_field_row_new (const char *name_label, const char *value_label);

/* (transfer full) */
PlacardField *placard_field_row_dup_field (PlacardFieldRow *self);
void placard_field_row_set_field (PlacardFieldRow *self, const PlacardField *field);

/* @problem: (nullable): a sentence under the row, %NULL when all is well */
void placard_field_row_set_problem (PlacardFieldRow *self, const char *problem);
void placard_field_row_focus_name (PlacardFieldRow *self);

G_END_DECLS
