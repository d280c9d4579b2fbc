/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-option-row.h"

G_BEGIN_DECLS

#define PLACARD_GROUP_ROWS 12

/* One group of the Options page. */
typedef struct {
  const char *title;                       /* untranslated */
  PlacardRowPlan rows[PLACARD_GROUP_ROWS]; /* up to the first without a name */
} PlacardGroupPlan;

/* In the order of the page, up to one without a title. */
extern const PlacardGroupPlan placard_options_plan[];

G_END_DECLS
