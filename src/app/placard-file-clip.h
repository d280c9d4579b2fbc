/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "placard-spool.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_FILE_CLIP (placard_file_clip_get_type ())
/* Bytes as a file to drop or paste (SPEC XR6): made when somebody takes it, in a folder of its own in the user's
 * cache, which goes with this object. */
G_DECLARE_FINAL_TYPE (PlacardFileClip, placard_file_clip, PLACARD, FILE_CLIP, GdkContentProvider)

/* @spool: whole; @name: safe */
GdkContentProvider *placard_file_clip_new (PlacardSpool *spool, const char *name);

/* The application ends: no file stays. */
void placard_file_clip_remove_all (void);

G_END_DECLS
