/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* Header fields that are often wanted together (SPEC RB10, RB11, RQ9). Pure. */

/* One item of the menu. */
typedef struct {
  const char *id;
  const char *title;   /* untranslated, with a mnemonic */
  const char *section; /* untranslated: of the menu; the same for all that exclude each other */
} PlacardHeaderPreset;

/* (array zero-terminated): in the order of the menu, ends with an id of %NULL */
const PlacardHeaderPreset *placard_header_preset_list (void);

/* Replaces the fields that the preset is about, and no others. */
void placard_header_preset_apply (PlacardRequest *request, const char *id);

/* Makes @value the only one of @name; %NULL: the default of that name is not sent either. */
void placard_header_preset_set (PlacardRequest *request, const char *name, const char *value);
/* Takes all of @name away. */
void placard_header_preset_unset (PlacardRequest *request, const char *name);

G_END_DECLS
