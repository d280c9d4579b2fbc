/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-encoding.h"
#include "placard-saver.h"

G_BEGIN_DECLS

/**
 * placard_conversion_run:
 * @exchange: with a picture that is whole
 * @quality: 1 to 100, of JPEG
 *
 * Makes a copy of the picture in another format and has @saver save it under the suggested name with the
 * extension of that format. Stops when the saver's window goes.
 */
void placard_conversion_run (PlacardSaver *saver,
                             PlacardExchange *exchange,
                             PlacardEncodingFormat format,
                             int quality);

G_END_DECLS
