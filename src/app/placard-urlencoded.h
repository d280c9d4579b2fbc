/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* application/x-www-form-urlencoded, as the URL standard's section 5 serialises and parses it. Pure. */

#define PLACARD_URLENCODED_TYPE "application/x-www-form-urlencoded"

/* The fields that are switched on. (transfer full) */
char *placard_urlencoded_format (GPtrArray *fields);
/* (transfer full) (element-type PlacardField): never fails; a byte that is no UTF-8 becomes U+FFFD. */
GPtrArray *placard_urlencoded_parse (const char *text);

G_END_DECLS
