/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about what a window does with the answer by itself. */
#include "placard-option.h"

#include "placard-name-template.h"

static gboolean *
find_flag (PlacardSaving *saving, const PlacardOption *option)
{
  return (gboolean *) (gpointer) ((char *) saving + option->offset);
}

PLACARD_OPTION_READER (saving_flag)
{
  g_autoptr (PlacardSaving) saving =
      placard_saving_copy (placard_request_get_saving (reading->request));

  *find_flag (saving, option) = value != NULL;
  placard_request_set_saving (reading->request, saving);
  return TRUE;
}

PLACARD_OPTION_WRITER (saving_flag)
{
  g_autoptr (PlacardSaving) saving =
      placard_saving_copy (placard_request_get_saving (writing->request));

  if (*find_flag (saving, option))
    placard_option_writing_add (writing, option, NULL, NULL);
}

/* A word of the template that does not exist is told now, not when a picture has come. */
PLACARD_OPTION_READER (auto_save)
{
  g_autoptr (PlacardSaving) saving =
      placard_saving_copy (placard_request_get_saving (reading->request));
  g_autoptr (GError) reason = NULL;
  const PlacardNameFacts facts = {.name = "picture.png"};
  g_autofree char *example = placard_name_template_expand (value, &facts, &reason);

  if (!example)
    return placard_option_fail (option, error, "%s", reason->message);
  g_free (saving->auto_save);
  saving->auto_save = *value ? g_strdup (value) : NULL;
  placard_request_set_saving (reading->request, saving);
  return TRUE;
}

PLACARD_OPTION_WRITER (auto_save)
{
  const char *text = placard_request_get_saving (writing->request)->auto_save;

  if (text)
    placard_option_writing_add (writing, option, text, NULL);
}
