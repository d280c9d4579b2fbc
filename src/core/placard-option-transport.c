/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about the way to the server: redirects, proxy, client certificate, pins, retries. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-mask.h"
#include "placard-printable.h"

#define SHA256_BYTES 32

/* The request's transport, to be changed and given back. */
static PlacardTransport *
change (PlacardOptionReading *reading)
{
  return placard_transport_copy (placard_request_get_transport (reading->request));
}

static gboolean
give_back (PlacardOptionReading *reading, PlacardTransport *transport)
{
  placard_request_set_transport (reading->request, transport);
  placard_transport_free (transport);
  return TRUE;
}

static char **
text_at (const PlacardTransport *transport, const PlacardOption *option)
{
  return (char **) (gpointer) ((char *) transport + option->offset);
}

static gboolean
set_text (PlacardOptionReading *reading, const PlacardOption *option, const char *text)
{
  PlacardTransport *transport = change (reading);
  char **field = text_at (transport, option);

  g_free (*field);
  *field = g_strdup (text);
  return give_back (reading, transport);
}

static gboolean
fail_value (const PlacardOption *option, const char *value, const char *wanted, GError **error)
{
  g_autofree char *shown = placard_printable (value);

  /* Translators: a value of an option, and what it should be */
  return placard_option_fail (option, error, _ ("“%s” is not %s"), shown, wanted);
}

PLACARD_OPTION_READER (transport_text)
{
  return set_text (reading, option, value);
}

PLACARD_OPTION_WRITER (transport_text)
{
  const char *text = *text_at (placard_request_get_transport (writing->request), option);

  if (text)
    placard_option_writing_add (writing, option, text, NULL);
}

PLACARD_OPTION_READER (transport_path)
{
  g_autofree char *path = placard_option_resolve_path (reading, value);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_autofree char *shown = placard_printable (path);

    return placard_option_fail (option, error, _ ("the file “%s” cannot be read"), shown);
  }
  return set_text (reading, option, path);
}

/* Redirects */

/* Redirects are followed unless somebody says otherwise; curl is the other way round. */
PLACARD_OPTION_READER (location)
{
  PlacardTransport *transport;

  transport = change (reading);
  transport->redirect = value ? PLACARD_REDIRECT_FOLLOW : PLACARD_REDIRECT_MANUAL;
  return give_back (reading, transport);
}

PLACARD_OPTION_READER (location_trusted)
{
  PlacardTransport *transport = change (reading);

  transport->location_trusted = value != NULL;
  if (value)
    transport->redirect = PLACARD_REDIRECT_FOLLOW;
  return give_back (reading, transport);
}

PLACARD_OPTION_WRITER (location_trusted)
{
  if (placard_request_get_transport (writing->request)->location_trusted)
    placard_option_writing_add (writing, option, NULL, NULL);
}

static const char *const redirect_words[] = {"follow", "error", "manual", NULL};

PLACARD_OPTION_READER (redirect)
{
  for (int i = 0; redirect_words[i]; i++) {
    PlacardTransport *transport;

    if (strcmp (value, redirect_words[i]) != 0)
      continue;
    transport = change (reading);
    transport->redirect = (PlacardRedirectMode) i;
    return give_back (reading, transport);
  }
  return fail_value (option, value, _ ("one of follow, error, manual"), error);
}

PLACARD_OPTION_WRITER (redirect)
{
  PlacardRedirectMode mode = placard_request_get_transport (writing->request)->redirect;

  if (mode != PLACARD_REDIRECT_FOLLOW)
    placard_option_writing_add (writing, option, redirect_words[mode], NULL);
}

/* Proxy */

static const char *
proxy_scheme (const PlacardOption *option)
{
  if (strcmp (option->name, "socks5") == 0)
    return "socks5";
  return strcmp (option->name, "socks5-hostname") == 0 ? "socks5h" : "http";
}

/* The userinfo's password is no part of the address: see --proxy-user. */
static void
take_userinfo (PlacardTransport *transport, GUri *uri)
{
  if (!g_uri_get_user (uri))
    return;
  g_free (transport->proxy_user);
  g_free (transport->proxy_password);
  transport->proxy_user = g_strdup (g_uri_get_user (uri));
  transport->proxy_password = g_strdup (g_uri_get_password (uri));
}

PLACARD_OPTION_READER (proxy)
{
  static const char *const schemes[] = {"http",   "https",   "socks4", "socks4a",
                                        "socks5", "socks5h", "socks",  NULL};
  g_autofree char *text = strstr (value, "://")
                              ? g_strdup (value)
                              : g_strconcat (proxy_scheme (option), "://", value, NULL);
  g_autoptr (GUri) uri = *value ? g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL) : NULL;
  PlacardTransport *transport;

  if (*value && (!uri || !g_uri_get_host (uri) || !*g_uri_get_host (uri) ||
                 !g_strv_contains (schemes, g_uri_get_scheme (uri))))
    return placard_option_fail (
        option, error, _ ("write [SCHEME://]HOST[:PORT], with http, https, socks4 or socks5"));
  transport = change (reading);
  g_free (transport->proxy);
  transport->proxy = uri ? g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO) : g_strdup ("");
  if (uri)
    take_userinfo (transport, uri);
  return give_back (reading, transport);
}

PLACARD_OPTION_READER (proxy_user)
{
  g_autofree char *user = placard_option_complete_user (reading, option, value, error);
  const char *colon = user ? strchr (user, ':') : NULL;
  PlacardTransport *transport;

  if (!colon)
    return FALSE;
  transport = change (reading);
  g_free (transport->proxy_user);
  g_free (transport->proxy_password);
  transport->proxy_user = g_strndup (user, (gsize) (colon - user));
  transport->proxy_password = g_strdup (colon + 1);
  return give_back (reading, transport);
}

PLACARD_OPTION_WRITER (proxy_user)
{
  const PlacardTransport *transport = placard_request_get_transport (writing->request);
  const char *password = transport->proxy_password ? transport->proxy_password : "";
  g_autofree char *value = NULL;
  g_autofree char *masked = NULL;

  if (!transport->proxy_user)
    return;
  value = g_strconcat (transport->proxy_user, ":", password, NULL);
  masked = g_strconcat (transport->proxy_user, ":" PLACARD_MASK, NULL);
  placard_option_writing_add (writing, option, value, masked);
}

/* TLS */

/* FILE[:PASSWORD]; a "\:" is a colon of the file's name, as with curl. */
PLACARD_OPTION_READER (cert)
{
  g_autoptr (GString) path = g_string_new (NULL);
  const char *at = value;

  for (; *at && *at != ':'; at++) {
    if (*at == '\\' && (at[1] == ':' || at[1] == '\\'))
      at++;
    g_string_append_c (path, *at);
  }
  if (*at == ':' && !placard_option_read_pass (reading, option, at + 1, error))
    return FALSE;
  return placard_option_read_transport_path (reading, option, path->str, error);
}

/* The type is told from the file itself. */
PLACARD_OPTION_READER (cert_type)
{
  if (g_ascii_strcasecmp (value, "PEM") == 0 || g_ascii_strcasecmp (value, "P12") == 0)
    return TRUE;
  return fail_value (option, value, _ ("one of PEM, P12"), error);
}

PLACARD_OPTION_READER (pass)
{
  PlacardTransport *transport = change (reading);

  g_free (transport->key_password);
  transport->key_password = g_strdup (value);
  return give_back (reading, transport);
}

PLACARD_OPTION_WRITER (pass)
{
  const char *password = placard_request_get_transport (writing->request)->key_password;

  if (password)
    placard_option_writing_add (writing, option, password, PLACARD_MASK);
}

static gboolean
is_pin (const char *text)
{
  static const char prefix[] = "sha256//";
  g_autofree guchar *digest = NULL;
  gsize length = 0;

  if (!g_str_has_prefix (text, prefix))
    return FALSE;
  text += strlen (prefix);
  if (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") !=
      strlen (text))
    return FALSE;
  digest = g_base64_decode (text, &length);
  return length == SHA256_BYTES;
}

PLACARD_OPTION_READER (pinnedpubkey)
{
  g_auto (GStrv) pins = g_strsplit (value, ";", -1);

  for (char **pin = pins; *pin; pin++)
    if (!is_pin (*pin))
      return fail_value (option, value, _ ("“sha256//” and the 44 characters of a digest"), error);
  if (!*pins)
    return fail_value (option, value, _ ("“sha256//” and the 44 characters of a digest"), error);
  return set_text (reading, option, value);
}

/* HOST:PORT:ADDRESS[,ADDRESS]... */
static gboolean
is_resolve (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (*text == '+' ? text + 1 : text, ":", 3);
  g_auto (GStrv) addresses = NULL;

  if (g_strv_length (parts) != 3 || !*parts[0] ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, 65535, NULL, NULL))
    return FALSE;
  addresses = g_strsplit (parts[2], ",", -1);
  for (char **address = addresses; *address; address++) {
    g_autofree char *bare = g_strdup (*address);
    gsize length = strlen (bare);

    if (length > 2 && bare[0] == '[' && bare[length - 1] == ']') {
      bare[length - 1] = '\0';
      memmove (bare, bare + 1, length - 1);
    }
    if (!g_hostname_is_ip_address (bare))
      return FALSE;
  }
  return *addresses != NULL;
}

PLACARD_OPTION_READER (resolve)
{
  PlacardTransport *transport;

  if (!is_resolve (value))
    return fail_value (option, value, _ ("HOST:PORT:ADDRESS"), error);
  transport = change (reading);
  g_ptr_array_add (transport->resolve, g_strdup (*value == '+' ? value + 1 : value));
  return give_back (reading, transport);
}

PLACARD_OPTION_WRITER (resolve)
{
  GPtrArray *resolve = placard_request_get_transport (writing->request)->resolve;

  for (guint i = 0; i < resolve->len; i++)
    placard_option_writing_add (writing, option, g_ptr_array_index (resolve, i), NULL);
}

/* Attempts and parts */

PLACARD_OPTION_READER (retry)
{
  PlacardTransport *transport;
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 10, 0, 1000, &number, NULL))
    return fail_value (option, value, _ ("a number from 0 to 1000"), error);
  transport = change (reading);
  transport->retry = (guint) number;
  return give_back (reading, transport);
}

PLACARD_OPTION_WRITER (retry)
{
  guint number = placard_request_get_transport (writing->request)->retry;
  g_autofree char *text = g_strdup_printf ("%u", number);

  if (number)
    placard_option_writing_add (writing, option, text, NULL);
}

PLACARD_OPTION_READER (transport_seconds)
{
  gint64 milliseconds;
  PlacardTransport *transport;

  if (!placard_option_parse_seconds (value, &milliseconds))
    return fail_value (option, value, _ ("a number of seconds like 30 or 0.5"), error);
  transport = change (reading);
  *(gint64 *) (gpointer) ((char *) transport + option->offset) = milliseconds;
  return give_back (reading, transport);
}

PLACARD_OPTION_WRITER (transport_seconds)
{
  const PlacardTransport *transport = placard_request_get_transport (writing->request);
  gint64 milliseconds =
      *(const gint64 *) (gconstpointer) ((const char *) transport + option->offset);
  g_autofree char *text = placard_option_format_seconds (milliseconds);

  if (milliseconds)
    placard_option_writing_add (writing, option, text, NULL);
}

/* "0-499", "500-", "-500", several between commas (RFC 9110, section 14.1.1) */
PLACARD_OPTION_READER (range)
{
  g_auto (GStrv) ranges = g_strsplit (value, ",", -1);

  for (char **range = ranges; *range; range++) {
    gsize first = strspn (*range, "0123456789");
    gsize last = (*range)[first] == '-' ? strspn (*range + first + 1, "0123456789") : 0;

    if ((*range)[first] != '-' || first + last == 0 || (*range)[first + 1 + last] != '\0')
      return fail_value (option, value, _ ("a range of bytes like 0-499, 500- or -500"), error);
  }
  if (!*ranges)
    return fail_value (option, value, _ ("a range of bytes like 0-499, 500- or -500"), error);
  return set_text (reading, option, value);
}

PLACARD_OPTION_READER (compressed)
{
  PlacardTransport *transport = change (reading);

  transport->compressed = value != NULL;
  return give_back (reading, transport);
}

PLACARD_OPTION_WRITER (compressed)
{
  if (placard_request_get_transport (writing->request)->compressed)
    placard_option_writing_add (writing, option, NULL, NULL);
}
