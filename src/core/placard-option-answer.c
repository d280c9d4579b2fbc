/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about how the answer is to be read. */
#include "placard-option.h"

#include "placard-image-at.h"
#include "placard-treatment.h"

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

PLACARD_OPTION_READER (treat_as)
{
  g_autoptr (GError) reason = NULL;
  PlacardTreatment treatment;

  if (!placard_treatment_parse (value, &treatment, NULL, &reason))
    return placard_option_fail (option, error, "%s", reason->message);
  placard_request_set_treat_as (reading->request,
                                treatment == PLACARD_TREATMENT_AUTO ? NULL : value);
  return TRUE;
}

PLACARD_OPTION_WRITER (treat_as)
{
  const char *word = placard_request_get_treat_as (writing->request);

  if (word)
    placard_option_writing_add (writing, option, word, NULL);
}

PLACARD_OPTION_READER (keep_last_good)
{
  placard_request_set_keep_last_good (reading->request, value != NULL);
  return TRUE;
}

PLACARD_OPTION_WRITER (keep_last_good)
{
  if (placard_request_get_keep_last_good (writing->request))
    placard_option_writing_add (writing, option, NULL, NULL);
}

PLACARD_OPTION_READER (offline_file)
{
  g_autofree char *path = *value ? placard_option_resolve_path (reading, value) : NULL;

  placard_request_set_offline_file (reading->request, path);
  return TRUE;
}

PLACARD_OPTION_WRITER (offline_file)
{
  const char *path = placard_request_get_offline_file (writing->request);

  if (path)
    placard_option_writing_add (writing, option, path, NULL);
}
