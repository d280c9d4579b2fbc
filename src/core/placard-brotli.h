/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PLACARD_TYPE_BROTLI (placard_brotli_get_type ())
/* A GConverter that undoes Brotli (RFC 7932), as GZlibDecompressor undoes gzip. */
G_DECLARE_FINAL_TYPE (PlacardBrotli, placard_brotli, PLACARD, BROTLI, GObject)

GConverter *placard_brotli_new (void);

G_END_DECLS
