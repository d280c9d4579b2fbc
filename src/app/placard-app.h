/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-launch.h"

#include <gmodule.h>

G_BEGIN_DECLS

/* The module's one symbol; see #PlacardAppRun. */
G_MODULE_EXPORT int placard_app_run (int argc, char **argv, PlacardLaunch *launch);

G_END_DECLS
