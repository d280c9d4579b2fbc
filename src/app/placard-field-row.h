/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-grid-row.h"

#include "placard-request.h"

G_BEGIN_DECLS

/* What a field may say of itself besides name and value. */
typedef enum {
  PLACARD_FIELD_ROW_PLAIN,
  PLACARD_FIELD_ROW_SECRET,        /* can be marked as secret */
  PLACARD_FIELD_ROW_SECRET_TRAVELS /* and to be sent to other hosts too: header fields */
} PlacardFieldRowMarks;

#define PLACARD_TYPE_FIELD_ROW (placard_field_row_get_type ())
/* One name and value. Values that are secret are masked until asked. Signal: "block-pasted" (string):
 * several lines came into it. */
G_DECLARE_FINAL_TYPE (PlacardFieldRow, placard_field_row, PLACARD, FIELD_ROW, PlacardGridRow)

/* @name_label, @value_label: translated, for assistive technology and as placeholders. */
PlacardFieldRow *
placard_field_row_new (const char *name_label, const char *value_label, PlacardFieldRowMarks marks);

/* (transfer full) */
PlacardField *placard_field_row_dup_field (PlacardFieldRow *self);
void placard_field_row_set_field (PlacardFieldRow *self, const PlacardField *field);

G_END_DECLS
