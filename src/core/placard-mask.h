/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text as others may see it: what the names of its fields call a secret is "***". Every function returns
 * a new string (transfer full). */

#define PLACARD_MASK "***"

/* "name=value&name=value": a query or a urlencoded form, encoded. */
char *placard_mask_form (const char *text);
/* The userinfo's password and the query's secrets of an address, as it was typed. */
char *placard_mask_url (const char *url);
/* The strings and numbers that stand under secret names, anywhere in a JSON text. */
char *placard_mask_json (const char *text);

G_END_DECLS
