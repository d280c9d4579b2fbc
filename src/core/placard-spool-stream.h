/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_SPOOL_STREAM (placard_spool_stream_get_type ())
/* A reader of a spool as a GInputStream; made by placard_spool_read(). */
G_DECLARE_FINAL_TYPE (PlacardSpoolStream, placard_spool_stream, PLACARD, SPOOL_STREAM, GInputStream)

GInputStream *placard_spool_stream_new (PlacardSpool *spool);

G_END_DECLS
