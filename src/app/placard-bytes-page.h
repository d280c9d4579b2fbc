/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_BYTES_PAGE (placard_bytes_page_get_type ())
/* Bytes written or pasted as hexadecimal or base64 (SPEC IN16). Signal "changed". */
G_DECLARE_FINAL_TYPE (PlacardBytesPage, placard_bytes_page, PLACARD, BYTES_PAGE, GtkBox)

/* Does not emit "changed". */
void placard_bytes_page_set_bytes (PlacardBytesPage *self, GBytes *bytes);
/* Those of the text as far as it was right the last time. (transfer none) */
GBytes *placard_bytes_page_get_bytes (PlacardBytesPage *self);
/* (nullable): why the text stands for no bytes */
const char *placard_bytes_page_get_problem (PlacardBytesPage *self);

G_END_DECLS
