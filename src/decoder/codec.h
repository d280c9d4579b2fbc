/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one interface that stands before the libraries which decode: bytes in, rows out. Here it is
 * GdkPixbufLoader; another codec would be another implementation of these functions. */
#pragma once

#include "picture.h"

typedef struct _Codec Codec;

/* Loads the code of a format, so that nothing has to be opened later. %FALSE: there is no loader. */
gboolean codec_preload (PlacardFormat format);

/* @picture: where rows go; the caller's. Fails the process when there is no loader. */
Codec *codec_new (PlacardFormat format, Picture *picture, guint64 max_pixels);
/* The bytes of one call that suits the format: no less when there are more to come (0: any), no more. */
void codec_get_slice (Codec *self, guint64 n_fed, gsize *least, gsize *most);
/* Fails the process when the bytes are broken. */
void codec_feed (Codec *self, const guint8 *bytes, gsize n_bytes);
/* No byte comes after these. Fails the process when the picture is broken or not whole. */
void codec_end (Codec *self);
