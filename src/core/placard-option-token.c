/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the token step: one request before the request. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-json-pointer.h"
#include "placard-printable.h"

static char **
text_at (PlacardTokenStep *step, const PlacardOption *option)
{
  return (char **) (gpointer) ((char *) step + option->offset);
}

static gboolean
set_text (PlacardOptionReading *reading, const PlacardOption *option, const char *text)
{
  g_autoptr (PlacardTokenStep) step =
      placard_token_step_copy (placard_request_get_token_step (reading->request));
  char **field = text_at (step, option);

  g_free (*field);
  *field = *text ? g_strdup (text) : NULL;
  placard_request_set_token_step (reading->request, step);
  return TRUE;
}

PLACARD_OPTION_WRITER (token)
{
  g_autoptr (PlacardTokenStep) step =
      placard_token_step_copy (placard_request_get_token_step (writing->request));
  const char *text = *text_at (step, option);

  if (text)
    placard_option_writing_add (writing, option, text, NULL);
}

PLACARD_OPTION_READER (token_from)
{
  g_autofree char *path = *value ? placard_option_resolve_path (reading, value) : g_strdup ("");

  if (*path && !g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_autofree char *shown = placard_printable (path);

    return placard_option_fail (option, error, _ ("the file “%s” cannot be read"), shown);
  }
  return set_text (reading, option, path);
}

static gboolean
is_pointer (const char *value)
{
  const char *pointer = placard_token_step_parse_pointer (value);
  g_auto (GStrv) tokens = pointer ? placard_json_pointer_parse (pointer, NULL) : NULL;

  return tokens != NULL;
}

static gboolean
fail_value (const PlacardOption *option, const char *value, const char *wanted, GError **error)
{
  g_autofree char *shown = placard_printable (value);

  return placard_option_fail (option, error, _ ("“%s” is not %s"), shown, wanted);
}

PLACARD_OPTION_READER (token_at)
{
  if (*value && strcmp (value, PLACARD_TOKEN_AT_COOKIES) != 0 && !is_pointer (value))
    return fail_value (option, value, _ ("json:/POINTER or cookies"), error);
  return set_text (reading, option, value);
}

static gboolean
is_named (const char *value, const char *prefix)
{
  return g_str_has_prefix (value, prefix) && value[strlen (prefix)];
}

PLACARD_OPTION_READER (token_as)
{
  if (*value && strcmp (value, "bearer") != 0 && !is_named (value, "header:") &&
      !is_named (value, "query:"))
    return fail_value (option, value, _ ("bearer, header:NAME or query:NAME"), error);
  return set_text (reading, option, value);
}

PLACARD_OPTION_READER (token_lifetime)
{
  gint64 milliseconds;

  if (*value && !is_pointer (value) && !placard_option_parse_seconds (value, &milliseconds))
    return fail_value (option, value, _ ("a number of seconds, or json:/POINTER"), error);
  return set_text (reading, option, value);
}
