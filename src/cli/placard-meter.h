/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-fetch.h"

G_BEGIN_DECLS

/* One line on a terminal that tells how far a fetch is, ten times a second, and is gone in the end. */
typedef struct _PlacardMeter PlacardMeter;

PlacardMeter *placard_meter_new (PlacardFetch *fetch, int terminal_fd);
void placard_meter_free (PlacardMeter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardMeter, placard_meter_free)

/**
 * placard_meter_format:
 * @received: bytes on the wire
 * @expected: bytes on the wire, -1 when not stated
 * @rate: bytes a second, 0 when not known yet
 *
 * "1.2 MB of 4.8 MB - 3.1 MB/s - 2 s left", with as much of it as is known. (transfer full)
 */
char *placard_meter_format (goffset received, goffset expected, double rate);

G_END_DECLS
