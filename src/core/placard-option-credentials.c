/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about credentials. The value of none of them is ever part of a message. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

PLACARD_OPTION_READER (user)
{
  if (!strchr (value, ':'))
    return placard_option_fail (option, error,
                                _ ("write NAME:PASSWORD; “NAME:” stands for an empty password"));
  g_free (reading->user);
  reading->user = g_strdup (value);
  return TRUE;
}

PLACARD_OPTION_READER (bearer)
{
  if (!*value)
    return placard_option_fail (option, error, _ ("the token is empty"));
  g_free (reading->bearer);
  reading->bearer = g_strdup (value);
  return TRUE;
}

static gboolean
read_key (PlacardOptionReading *reading,
          const PlacardOption *option,
          PlacardAuth auth,
          const char *value,
          char separator,
          GError **error)
{
  const char *end = strchr (value, separator);
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;

  if (!end || end == value)
    return placard_option_fail (option, error, _ ("write NAME%cKEY"), separator);
  name = g_strndup (value, (gsize) (end - value));
  key = g_strdup (end + 1);
  placard_request_set_auth (reading->request, auth, g_strstrip (name), g_strstrip (key));
  return TRUE;
}

PLACARD_OPTION_READER (api_key)
{
  return read_key (reading, option, PLACARD_AUTH_API_KEY_HEADER, value, ':', error);
}

PLACARD_OPTION_READER (api_key_query)
{
  return read_key (reading, option, PLACARD_AUTH_API_KEY_QUERY, value, '=', error);
}
