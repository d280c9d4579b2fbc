/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-launch.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_APPLICATION (placard_application_get_type ())
/* The one instance: takes command lines, from here and from later ones, to a window. */
G_DECLARE_FINAL_TYPE (PlacardApplication, placard_application, PLACARD, APPLICATION, AdwApplication)

/* @launch: what the first command line has begun already; the caller's, valid while it runs */
PlacardApplication *placard_application_new (PlacardLaunch *launch);

G_END_DECLS
