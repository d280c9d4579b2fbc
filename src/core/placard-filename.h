/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"

G_BEGIN_DECLS

/* A security boundary: nothing that a server sent becomes a file name but through here. */

/**
 * placard_filename_parse_disposition:
 * @value: (nullable): a Content-Disposition field value, any bytes
 * @attachment: (out) (optional): whether the disposition type is anything but inline
 *
 * The file name that the server gave (RFC 6266, RFC 8187, and what servers really send;
 * RELIABILITY, "File names"), unsafe still. (transfer full) (nullable)
 */
char *placard_filename_parse_disposition (const char *value, gboolean *attachment);

/**
 * placard_filename_sanitise:
 *
 * Makes @name safe to write in any folder: one component, valid UTF-8, at most 255 bytes, no
 * control, bidi or reserved characters, no leading dot, never empty ("." and ".." included).
 * Idempotent. %NULL when nothing is left of it. (transfer full) (nullable)
 */
char *placard_filename_sanitise (const char *name);

/**
 * placard_filename_suggest:
 * @disposition: (nullable): Content-Disposition
 * @url: (nullable): the final URL
 * @type: what the bytes are: decides about the extension
 *
 * The name to save under: from the disposition, else the URL's last segment, else "image-HOST";
 * always safe, always with an extension that tells the truth. (transfer full)
 */
char *placard_filename_suggest (const char *disposition, const char *url, PlacardMediaType type);

/**
 * placard_filename_suggest_for_profile:
 * @profile: (nullable): path of the profile that the request came from
 *
 * The same, with the profile's name before "image-HOST" (SPEC SV2). (transfer full)
 */
char *placard_filename_suggest_for_profile (const char *disposition,
                                            const char *url,
                                            const char *profile,
                                            PlacardMediaType type);

/* "name.png" -> "name (2).png", at most 255 bytes. (transfer full) */
char *placard_filename_with_suffix (const char *name, const char *suffix);

G_END_DECLS
