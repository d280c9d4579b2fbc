/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "placard-download.h"

G_BEGIN_DECLS

/* Prints the body as --as says: "text" in UTF-8 whatever its charset was, or "hex" with offsets. A
 * slice at a time: the memory it takes does not grow with the body. */
void placard_rendering_print (const PlacardDownload *download, FILE *stream);

G_END_DECLS
