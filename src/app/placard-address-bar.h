/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "placard-request.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_ADDRESS_BAR (placard_address_bar_get_type ())
/* The URL of a request, edited in place, with a lock that tells whether it is sent over TLS and a mark
 * when it is no address. Property: "request". Signals: "activated"
 * (Enter), "command-pasted" (string): what was pasted is a curl command, not an address. */
G_DECLARE_FINAL_TYPE (PlacardAddressBar, placard_address_bar, PLACARD, ADDRESS_BAR, GtkBox)

void placard_address_bar_set_request (PlacardAddressBar *self, PlacardRequest *request);
/* Tells under the address what is wrong with it, until it is mended. */
void placard_address_bar_tell (PlacardAddressBar *self, const char *problem);
/* A certificate of this host is accepted by hand: the lock says so. */
void placard_address_bar_set_excepted (PlacardAddressBar *self, gboolean excepted);
/* Focuses the address and selects all of it. */
void placard_address_bar_focus (PlacardAddressBar *self);

G_END_DECLS
