/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "placard-hex.h"
#include "placard-text.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_ROW_LIST (placard_row_list_get_type ())
/* The rows of a body, text or bytes, as a list of GtkStringObject that are made when they are looked at: a
 * body of any size opens at once. */
G_DECLARE_FINAL_TYPE (PlacardRowList, placard_row_list, PLACARD, ROW_LIST, GObject)

/* Grows while the text is indexed, a slice whenever nothing else is to be done. */
PlacardRowList *placard_row_list_new_text (PlacardText *text);
/* Sixteen bytes a row: offset, bytes, characters. @spool: sealed */
PlacardRowList *placard_row_list_new_bytes (PlacardSpool *spool, PlacardHexColumn column);

G_END_DECLS
