/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_METHOD_MENU (placard_method_menu_get_type ())
/* A drop-down of the methods; one that is not in the list is added to it. Shows the effective method. */
G_DECLARE_FINAL_TYPE (PlacardMethodMenu, placard_method_menu, PLACARD, METHOD_MENU, AdwBin)

void placard_method_menu_set_request (PlacardMethodMenu *self, PlacardRequest *request);

G_END_DECLS
