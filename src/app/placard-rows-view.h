/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_ROWS_VIEW (placard_rows_view_get_type ())
/* Rows of a large text or of bytes, one label each, made for what is in sight only. */
G_DECLARE_FINAL_TYPE (PlacardRowsView, placard_rows_view, PLACARD, ROWS_VIEW, AdwBin)

/* @rows: (nullable): of GtkStringObject */
void placard_rows_view_set_rows (PlacardRowsView *self, GListModel *rows);
void placard_rows_view_scroll_to (PlacardRowsView *self, guint row);

G_END_DECLS
