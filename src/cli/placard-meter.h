/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-fetch.h"

G_BEGIN_DECLS

/* Tells ten times a second how far a fetch is: on one line of a terminal that is gone in the end,
 * or in JSON objects ({"item", "phase", "received", "expected", "sent"}, bytes on the wire), one a line. */
typedef struct _PlacardMeter PlacardMeter;

typedef enum { PLACARD_METER_TERMINAL, PLACARD_METER_JSON } PlacardMeterStyle;

/* @number: of the item, from 1: a member of the JSON objects */
PlacardMeter *
placard_meter_new (PlacardFetch *fetch, PlacardMeterStyle style, guint number, int fd);
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
