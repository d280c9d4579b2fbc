/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about credentials. The value of none of them is ever part of a message. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-mask.h"
#include "placard-printable.h"
#include "placard-terminal.h"

/* As curl: a name alone is asked for its password where somebody sits at a terminal. */
char *
placard_option_complete_user (PlacardOptionReading *reading,
                              const PlacardOption *option,
                              const char *value,
                              GError **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *password = NULL;

  if (strchr (value, ':'))
    return g_strdup (value);
  if (!placard_terminal_is_one (reading->stdin_stream)) {
    placard_option_fail (option, error,
                         _ ("write NAME:PASSWORD; “NAME:” stands for an empty password"));
    return NULL;
  }
  shown = placard_printable (value);
  question =
      g_strdup_printf (strcmp (option->name, "proxy-user") == 0 ? _ ("Password of %s for the proxy")
                                                                : _ ("Password of %s"),
                       shown);
  password = placard_terminal_ask_secret (question, error);
  return password ? g_strconcat (value, ":", password, NULL) : NULL;
}

PLACARD_OPTION_READER (user)
{
  char *user = placard_option_complete_user (reading, option, value, error);

  if (!user)
    return FALSE;
  g_free (reading->user);
  reading->user = user;
  return TRUE;
}

/* RELIABILITY: libsoup's NTLM overflows, and both speak for the person without being asked. */
PLACARD_OPTION_READER (refused_scheme)
{
  if (!value)
    return TRUE;
  return placard_option_fail (option, error,
                              _ ("Placard does not sign in this way; it knows Basic, Digest, a "
                                 "bearer token and an API key"));
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
  reading->has_key = TRUE;
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

PLACARD_OPTION_READER (digest)
{
  reading->digest = value != NULL;
  return TRUE;
}

PLACARD_OPTION_READER (basic)
{
  reading->digest = FALSE;
  return TRUE;
}

/* curl: several are one field. Without a "=" it is the name of a file of cookies. */
PLACARD_OPTION_READER (cookie)
{
  g_autofree char *path = NULL;
  g_autofree char *before = reading->cookie;

  if (strchr (value, '=')) {
    reading->cookie = before ? g_strconcat (before, "; ", value, NULL) : g_strdup (value);
    return TRUE;
  }
  reading->cookie = g_steal_pointer (&before);
  if (!*value)
    return TRUE;
  path = placard_option_resolve_path (reading, value);
  return placard_policy_set_option (placard_request_get_policy (reading->request), "cookie-file",
                                    path, error);
}

PLACARD_OPTION_READER (cookie_jar)
{
  g_autofree char *path = placard_option_resolve_path (reading, value);

  return placard_policy_set_option (placard_request_get_policy (reading->request), "cookie-jar",
                                    path, error);
}

/* Writing back */

static void
write_pair (PlacardOptionWriting *writing, const PlacardOption *option, const char *separator)
{
  const char *user = placard_request_get_auth_user (writing->request);
  const char *secret = placard_request_get_auth_secret (writing->request);
  g_autofree char *value = g_strconcat (user ? user : "", separator, secret ? secret : "", NULL);
  g_autofree char *masked = g_strconcat (user ? user : "", separator, PLACARD_MASK, NULL);

  placard_option_writing_add (writing, option, value, masked);
}

PLACARD_OPTION_WRITER (user)
{
  PlacardAuth auth = placard_request_get_auth (writing->request);

  if (auth == PLACARD_AUTH_BASIC || auth == PLACARD_AUTH_DIGEST)
    write_pair (writing, option, ":");
}

PLACARD_OPTION_WRITER (digest)
{
  if (placard_request_get_auth (writing->request) == PLACARD_AUTH_DIGEST)
    placard_option_writing_add (writing, option, NULL, NULL);
}

PLACARD_OPTION_WRITER (bearer)
{
  const char *token = placard_request_get_auth_secret (writing->request);

  if (placard_request_get_auth (writing->request) == PLACARD_AUTH_BEARER)
    placard_option_writing_add (writing, option, token ? token : "", PLACARD_MASK);
}

PLACARD_OPTION_WRITER (api_key)
{
  if (placard_request_get_auth (writing->request) == PLACARD_AUTH_API_KEY_HEADER)
    write_pair (writing, option, ": ");
}

PLACARD_OPTION_WRITER (api_key_query)
{
  if (placard_request_get_auth (writing->request) == PLACARD_AUTH_API_KEY_QUERY)
    write_pair (writing, option, "=");
}

PLACARD_OPTION_WRITER (cookie)
{
  const PlacardPolicy *policy = placard_request_get_policy (writing->request);
  const char *path = placard_policy_get_option (policy, "cookie-file");

  if (path)
    placard_option_writing_add (writing, option, path, NULL);
}

static gboolean
set_hsts (PlacardOptionReading *reading, const char *value, GError **error)
{
  return placard_policy_set_option (placard_request_get_policy (reading->request), "hsts", value,
                                    error);
}

PLACARD_OPTION_READER (hsts)
{
  g_autofree char *path =
      *value ? placard_option_resolve_path (reading, value) : g_strdup (PLACARD_POLICY_HSTS_MEMORY);

  return set_hsts (reading, path, error);
}

PLACARD_OPTION_WRITER (hsts)
{
  const char *file =
      placard_policy_get_option (placard_request_get_policy (writing->request), "hsts");

  if (file && strcmp (file, PLACARD_POLICY_HSTS_OFF) != 0)
    placard_option_writing_add (writing, option,
                                strcmp (file, PLACARD_POLICY_HSTS_MEMORY) == 0 ? "" : file, NULL);
}

PLACARD_OPTION_READER (no_hsts)
{
  return set_hsts (reading, value ? PLACARD_POLICY_HSTS_OFF : NULL, error);
}

PLACARD_OPTION_WRITER (no_hsts)
{
  const char *file =
      placard_policy_get_option (placard_request_get_policy (writing->request), "hsts");

  if (g_strcmp0 (file, PLACARD_POLICY_HSTS_OFF) == 0)
    placard_option_writing_add (writing, option, NULL, NULL);
}

/* The Fetch standard's words: one function for the rows that are named as the policy's options. */
PLACARD_OPTION_READER (policy)
{
  return placard_policy_set_option (placard_request_get_policy (reading->request), option->name,
                                    value, error);
}

PLACARD_OPTION_WRITER (policy)
{
  const PlacardPolicy *policy = placard_request_get_policy (writing->request);
  const char *value = placard_policy_get_option (policy, option->name);

  if (value)
    placard_option_writing_add (writing, option, value, NULL);
}
