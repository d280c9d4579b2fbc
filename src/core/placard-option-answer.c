/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about how the answer is to be read. */
#include "placard-option.h"

#include "placard-image-at.h"

PLACARD_OPTION_READER (image_at)
{
  g_autoptr (GError) reason = NULL;
  PlacardImageAt place;

  if (!placard_image_at_parse (value, &place, NULL, &reason))
    return placard_option_fail (option, error, "%s", reason->message);
  placard_request_set_image_at (reading->request, place == PLACARD_IMAGE_AT_AUTO ? NULL : value);
  return TRUE;
}

PLACARD_OPTION_WRITER (image_at)
{
  const char *place = placard_request_get_image_at (writing->request);

  if (place)
    placard_option_writing_add (writing, option, place, NULL);
}
