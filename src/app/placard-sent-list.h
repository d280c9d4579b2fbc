/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SENT_LIST (placard_sent_list_get_type ())
/* The header fields that go with a request unasked: the transport's own ones locked, each with the reason.
 * Signals: "edit", "leave-out" (string name, string value): a default is to become a field of one's own, or
 * is not to be sent; "unlock" (the same), of Host. */
G_DECLARE_FINAL_TYPE (PlacardSentList, placard_sent_list, PLACARD, SENT_LIST, AdwPreferencesGroup)

void placard_sent_list_show (PlacardSentList *self, PlacardRequest *request);

G_END_DECLS
