/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Says @text in @overlay, in the place of what was said before: that is out of date by now.
 *
 * @text: plain text, no markup
 * @label: (nullable): of a button that activates @action
 * @action: (nullable): a detailed name is not understood
 * @target: (nullable) (transfer floating): for @action */
void placard_toast_show (AdwToastOverlay *overlay,
                         const char *text,
                         const char *label,
                         const char *action,
                         GVariant *target);
/* Takes back what was said last, if it still stands there. */
void placard_toast_dismiss (AdwToastOverlay *overlay);

G_END_DECLS
