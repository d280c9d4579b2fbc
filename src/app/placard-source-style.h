/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* Keeps the colours of @buffer those of the light or dark style of the platform, now and later. */
void placard_source_style_follow (GtkSourceBuffer *buffer);

G_END_DECLS
