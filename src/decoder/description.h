/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture says of itself besides its pixels: depth, colour, profile, camera, date. Read by hand from
 * the few bytes that say it, in the locked process; nothing is unpacked, nothing is followed twice. */
#pragma once

#include "placard-protocol.h"

/* Fills in what is found; what is broken or not there stays 0. Never fails. */
void description_read (int spool, PlacardFormat format, PlacardDescriptionMessage *description);
