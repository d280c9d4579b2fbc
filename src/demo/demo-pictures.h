/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * demo_pictures_new_qr:
 * @text: what the code says, UTF-8
 *
 * A grey PNG of the QR code of @text with a quiet zone of four modules, stored uncompressed: so that a
 * slow stream of it has rows to show on the way. (transfer full) (nullable): %NULL when @text is longer
 * than a code can hold.
 */
GBytes *demo_pictures_new_qr (const char *text);

/**
 * demo_pictures_new_landscape:
 * @width: pixels
 * @height: pixels
 *
 * A progressive JPEG of hills at dusk. Takes about a second for 24 megapixels: call it from a thread.
 * (transfer full)
 */
GBytes *demo_pictures_new_landscape (int width, int height);

G_END_DECLS
