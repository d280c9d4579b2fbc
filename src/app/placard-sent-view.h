/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-fetch.h"

G_BEGIN_DECLS

/* A window that shows every message that went out for @fetch, as it was written on the wire. */
void placard_sent_view_present (GtkWindow *parent, PlacardFetch *fetch);

G_END_DECLS
