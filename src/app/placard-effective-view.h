/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A window that shows what would be sent. @lines: of placard_effective_list() */
void placard_effective_view_present (GtkWindow *parent, GPtrArray *lines);

G_END_DECLS
