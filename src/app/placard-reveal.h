/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @parent: (nullable). Shows a file, selected, in the file manager; in a desktop without one that can, opens its folder. */
void placard_reveal_file (GtkWindow *parent, const char *uri);

G_END_DECLS
