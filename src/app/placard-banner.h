/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_BANNER (placard_banner_get_type ())
/* A line across the top that says what a picture or text really is. (libadwaita's own came with 1.3.) */
G_DECLARE_FINAL_TYPE (PlacardBanner, placard_banner, PLACARD, BANNER, AdwBin)

typedef enum {
  PLACARD_BANNER_NOTICE,
  PLACARD_BANNER_WARNING,
} PlacardBannerKind;

/* @text: (nullable): plain text; %NULL takes the banner away */
void placard_banner_show (PlacardBanner *self, PlacardBannerKind kind, const char *text);
/* A button behind the text. @label: with a mnemonic; @label, @action: (nullable): %NULL takes it away */
void placard_banner_set_action (PlacardBanner *self, const char *label, const char *action);
gboolean placard_banner_is_warning (PlacardBanner *self);

G_END_DECLS
