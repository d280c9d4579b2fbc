/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-spool.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_JSON_VIEW (placard_json_view_get_type ())
/* A JSON text as a tree, read from the spool a level at a time. Activating a row copies its JSON pointer. */
G_DECLARE_FINAL_TYPE (PlacardJsonView, placard_json_view, PLACARD, JSON_VIEW, AdwBin)

/* @spool: sealed. %FALSE when it is no JSON after all. */
gboolean placard_json_view_show (PlacardJsonView *self, PlacardSpool *spool);

G_END_DECLS
