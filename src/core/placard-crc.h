/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The CRC of PNG and gzip (ISO 3309) of what came before, and of @n_bytes more; 0 before the first. */
guint32 placard_crc_update (guint32 crc, const guint8 *bytes, gsize n_bytes);

G_END_DECLS
