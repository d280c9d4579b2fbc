/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-exchange.h"
#include "placard-options.h"

G_BEGIN_DECLS

/* What main has begun before the toolkit was loaded, handed to the app for its first window. */
typedef struct {
  PlacardSession *session;
  PlacardOptions *options;
  PlacardRequest *request;
  PlacardExchange *exchange; /* (nullable): already on the wire; NULL when no URL was given */
} PlacardLaunch;

/* The one symbol of the app module, `placard_app_run`: runs the application until it quits and returns
 * its exit status. @launch stays main's. */
typedef int (*PlacardAppRun) (int argc, char **argv, PlacardLaunch *launch);

G_END_DECLS
