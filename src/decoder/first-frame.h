/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks the blocks of a GIF (GIF89a, appendix A) to find where its first frame ends. */
#pragma once

#include <glib.h>

typedef struct {
  int state;
  guint skip; /* bytes to go over */
  guint header;
  guint8 packed;
} FirstFrame;

/* How many of @bytes belong to the first frame or to what is before it; less than @n_bytes when it ends
 * among them, and 0 from then on. Any slicing gives the same. */
gsize first_frame_take (FirstFrame *self, const guint8 *bytes, gsize n_bytes);
gboolean first_frame_has_ended (const FirstFrame *self);
