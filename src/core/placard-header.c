/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-header.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-error.h"
#include "placard-printable.h"

static gboolean
is_token_character (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

gboolean
placard_header_is_token (const char *text)
{
  if (!*text)
    return FALSE;
  for (const char *at = text; *at; at++)
    if (!is_token_character (*at))
      return FALSE;
  return TRUE;
}

static gboolean
refuse_method (GError **error, const char *sentence)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_METHOD, sentence);
  return FALSE;
}

gboolean
placard_header_check_method (const char *method, gboolean allow_trace, GError **error)
{
  g_autofree char *shown = NULL;

  if (!*method)
    return refuse_method (error, _ ("The method is empty"));
  if (g_ascii_strcasecmp (method, "CONNECT") == 0)
    return refuse_method (error, _ ("CONNECT is not sent: tunnels are made by the proxy setting"));
  if (!allow_trace && g_ascii_strcasecmp (method, "TRACE") == 0)
    return refuse_method (
        error, _ ("TRACE is not sent without --allow-trace: its answer repeats every credential"));
  if (placard_header_is_token (method))
    return TRUE;

  shown = placard_printable (method);
  g_set_error (
      error, PLACARD_ERROR, PLACARD_ERROR_INVALID_METHOD,
      _ ("“%s” is not a method: only letters, digits and !#$%%&'*+-.^_`|~ may stand in one"),
      shown);
  return FALSE;
}

const char *
placard_header_get_managed_reason (const char *name)
{
  static const struct {
    const char *name;
    const char *reason;
  } rows[] = {
      {"Host", N_ ("Host follows from the address")},
      {"Content-Length", N_ ("Content-Length follows from the body")},
      {"Transfer-Encoding", N_ ("Transfer-Encoding follows from the body")},
      {"Connection", N_ ("Connection belongs to the transport")},
      {"Keep-Alive", N_ ("Keep-Alive belongs to the transport")},
      {"TE", N_ ("TE belongs to the transport")},
      {"Trailer", N_ ("Trailer belongs to the transport")},
      {"Upgrade", N_ ("Upgrade would change the protocol under the answer")},
      {"Expect", N_ ("Expect belongs to the transport")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_ascii_strcasecmp (name, rows[i].name) == 0)
      return _ (rows[i].reason);
  if (g_ascii_strncasecmp (name, "Proxy-", strlen ("Proxy-")) == 0)
    return _ (
        "Proxy fields would reach the server too: credentials of a proxy are set with the proxy");
  return NULL;
}

static gboolean
check_name (const char *name, GError **error)
{
  g_autofree char *shown = NULL;

  if (placard_header_is_token (name))
    return TRUE;
  if (!*name) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER,
                         _ ("A header field has no name"));
    return FALSE;
  }
  shown = placard_printable (name);
  g_set_error (
      error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER,
      _ ("“%s” is not a header name: only letters, digits and !#$%%&'*+-.^_`|~ may stand in one"),
      shown);
  return FALSE;
}

/* RFC 9110, section 5.5: visible characters, spaces, tabs, and bytes over 0x7F as they are. */
static gboolean
check_value (const char *name, const char *value, GError **error)
{
  for (const char *at = value; *at; at++) {
    if (*at == '\r' || *at == '\n') {
      g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER,
                   _ ("The value of the header “%s” has a line break in it"), name);
      return FALSE;
    }
    if (g_ascii_iscntrl (*at) && *at != '\t') {
      g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER,
                   _ ("The value of the header “%s” has the control character 0x%02X in it"), name,
                   (guint) (guchar) *at);
      return FALSE;
    }
  }
  return TRUE;
}

/* RFC 9110, section 7.2: uri-host and port, in the characters that hosts have. */
static gboolean
is_host (const char *value)
{
  return *value && strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  ".-_:[]") == strlen (value);
}

gboolean
placard_header_is_content_length (const char *name, const char *value)
{
  g_autofree char *digits = g_strstrip (g_strdup (value));

  return g_ascii_strcasecmp (name, "Content-Length") == 0 && *digits &&
         strspn (digits, "0123456789") == strlen (digits);
}

gboolean
placard_header_lacks_boundary (const char *name, const char *value)
{
  g_autofree char *lower = NULL;

  if (g_ascii_strcasecmp (name, "Content-Type") != 0)
    return FALSE;
  lower = g_ascii_strdown (value, -1);
  return g_str_has_prefix (lower, "multipart/form-data") && !strstr (lower, "boundary=");
}

gboolean
placard_header_is_sent (const PlacardField *field)
{
  return field->enabled && field->value && g_ascii_strcasecmp (field->name, "Content-Length") != 0;
}

gboolean
placard_header_check (const char *name, const char *value, gboolean allow_host, GError **error)
{
  const char *reason;

  if (!check_name (name, error))
    return FALSE;
  if (value && placard_header_is_content_length (name, value))
    return TRUE;

  reason = value ? placard_header_get_managed_reason (name) : NULL;
  if (reason && !(allow_host && g_ascii_strcasecmp (name, "Host") == 0)) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER,
                 _ ("The header “%s” cannot be set by hand: %s"), name, reason);
    return FALSE;
  }
  if (value && !check_value (name, value, error))
    return FALSE;
  if (!value || g_ascii_strcasecmp (name, "Host") != 0 || is_host (value))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER,
               _ ("The header “%s” takes a host name, with a port or without"), name);
  return FALSE;
}
