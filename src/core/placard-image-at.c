/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-image-at.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-json-pointer.h"

static gboolean
is_pointer (const char *text, GError **error)
{
  g_auto (GStrv) tokens = placard_json_pointer_parse (text, error);

  return tokens != NULL;
}

gboolean
placard_image_at_parse (const char *text,
                        PlacardImageAt *place,
                        const char **argument,
                        GError **error)
{
  static const char *const words[] = {"auto", "body", "text"};
  const char *colon = text ? strchr (text, ':') : NULL;

  if (argument)
    *argument = NULL;
  *place = PLACARD_IMAGE_AT_AUTO;
  if (!text)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (text, words[i]) == 0) {
      *place = (PlacardImageAt) i;
      return TRUE;
    }
  if (colon && argument)
    *argument = colon + 1;
  if (g_str_has_prefix (text, "json:")) {
    *place = PLACARD_IMAGE_AT_JSON;
    return is_pointer (colon + 1, error);
  }
  if (g_str_has_prefix (text, "part:") && colon[1]) {
    *place = PLACARD_IMAGE_AT_PART;
    return TRUE;
  }
  g_set_error (
      error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
      _ ("“%s” says no place in an answer: auto, body, text, json:/POINTER and part:NAME do"),
      text);
  return FALSE;
}
