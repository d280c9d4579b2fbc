/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * placard_pixel_memory_new:
 * @fd: (out): for the decoder; the caller closes it
 *
 * Memory to share with a decoder: all zeros, costs nothing before it is written to, readable here,
 * writable through @fd, sealed so that nobody can make it shorter under a reader. Unmapped with the last
 * reference. Fails with %PLACARD_ERROR_PICTURE_TOO_LARGE. (transfer full)
 */
GBytes *placard_pixel_memory_new (gsize n_bytes, int *fd, GError **error);

G_END_DECLS
