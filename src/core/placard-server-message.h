/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"

G_BEGIN_DECLS

/* More than this is not searched for a message. */
#define PLACARD_SERVER_MESSAGE_BYTES (256 * 1024)

/**
 * placard_server_message_find:
 * @content_type: (nullable): the field's value
 *
 * What the server itself says in a body that is no picture: code and text of an error in JSON
 * ("40001 invalid credential"), the title of a page, code and text of an error in XML, or the line
 * that a short text is. One line of plain text without control or direction characters, at most 300
 * characters. Success ("code": 0) is no message. (transfer full) (nullable)
 */
char *placard_server_message_find (PlacardMediaType type,
                                   const guint8 *bytes,
                                   gsize n_bytes,
                                   const char *content_type);

/* Whether a page asks for a password, or says by its title that it is there to sign in. */
gboolean placard_server_message_is_login (const guint8 *bytes, gsize n_bytes, const char *title);

/* Whether the page is one that a network shows to whoever has not signed in (WISPr). */
gboolean placard_server_message_is_portal (const guint8 *bytes, gsize n_bytes);

G_END_DECLS
