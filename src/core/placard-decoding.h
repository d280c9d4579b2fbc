/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-image.h"

G_BEGIN_DECLS

/* The decoding of one spool: a thread that stands between the spool, the decoder process and the
 * PlacardImage that tells about it. Reference counted: the thread has a reference of its own and outlives
 * the image for as long as it takes to bury the process. Every function may be called from any thread. */
typedef struct _PlacardDecoding PlacardDecoding;

/* What changed since it was asked last. */
typedef struct {
  gboolean state;
  gboolean media_type;
  gboolean sized;
  int damage_from; /* rows of level 0 */
  int damage_to;   /* none when equal */
} PlacardDecodingChanges;

/* @changed: a source that is made ready when there is something to ask for; referenced. */
PlacardDecoding *
placard_decoding_new (PlacardSpool *spool, const PlacardImageLimits *limits, GSource *changed);
void placard_decoding_unref (PlacardDecoding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardDecoding, placard_decoding_unref)

/* @format: what the bytes are decoded as, whatever they look like; %PLACARD_MEDIA_UNKNOWN: as they look. */
PlacardDecoding *placard_decoding_new_as (PlacardSpool *spool,
                                          const PlacardImageLimits *limits,
                                          PlacardMediaType format,
                                          GSource *changed);

/* Ends it, does not wait: the process is killed at once. */
void placard_decoding_cancel (PlacardDecoding *self);

void placard_decoding_take_changes (PlacardDecoding *self, PlacardDecodingChanges *changes);

/* As PlacardImage's getters. */
PlacardImageState placard_decoding_get_state (PlacardDecoding *self);
PlacardMediaType placard_decoding_get_media_type (PlacardDecoding *self);
guint placard_decoding_get_n_levels (PlacardDecoding *self);
gboolean placard_decoding_get_level (PlacardDecoding *self, guint index, PlacardImageLevel *level);
int placard_decoding_get_rows (PlacardDecoding *self);
int placard_decoding_get_orientation (PlacardDecoding *self);
GError *placard_decoding_dup_error (PlacardDecoding *self);

PlacardImageDescription *placard_decoding_dup_description (PlacardDecoding *self);

G_END_DECLS
