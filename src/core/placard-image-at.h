/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where in an answer the picture is: what --image-at says. */
typedef enum {
  PLACARD_IMAGE_AT_AUTO, /* "auto": the body, or wherever a picture is found in it */
  PLACARD_IMAGE_AT_BODY, /* "body": the body and nothing else */
  PLACARD_IMAGE_AT_TEXT, /* "text": the body is base64, a data: URL or an address */
  PLACARD_IMAGE_AT_JSON, /* "json:/data/img": a JSON pointer (RFC 6901) to one of these, or to a list */
  PLACARD_IMAGE_AT_PART, /* "part:NAME": of a multipart body; a number counts parts from 1 */
} PlacardImageAt;

/**
 * placard_image_at_parse:
 * @text: (nullable): %NULL is "auto"
 * @argument: (out) (optional): the JSON pointer or the name of the part, inside @text
 *
 * Fails with %PLACARD_ERROR_USAGE.
 */
gboolean placard_image_at_parse (const char *text,
                                 PlacardImageAt *place,
                                 const char **argument,
                                 GError **error);

G_END_DECLS
