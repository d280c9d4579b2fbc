/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-body.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SEQUENCE_STREAM (placard_sequence_stream_get_type ())
/* The bytes of several bodies, one after the other. Each is opened when its turn comes and closed when it
 * ends, so that a hundred files are one open file. */
G_DECLARE_FINAL_TYPE (
    PlacardSequenceStream, placard_sequence_stream, PLACARD, SEQUENCE_STREAM, GInputStream)

/* @bodies: (element-type PlacardBody): shared, and not to be changed any more. */
GInputStream *placard_sequence_stream_new (GPtrArray *bodies);

G_END_DECLS
