/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-url.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "placard-error.h"
#include "placard-printable.h"

#define MAX_HOST_BYTES 253
#define MAX_PORT 65535

/* What may stand raw beside letters and digits; everything else is percent-encoded (URL standard, path
 * and special-query percent-encode sets; "|", "^", "{", "}" too, which RFC 3986 does not allow). */
#define PATH_EXTRA "-._~!$&'()*+,;=:@/[]"
#define QUERY_EXTRA "-._~!$&()*+,;=:@/[]?"
#define FRAGMENT_EXTRA "-._~!$&'()*+,;=:@/[]?"

/* The parts of a typed address, as they stand there. */
typedef struct {
  char *scheme; /* lower case; NULL when missing */
  char *userinfo;
  char *host;
  char *port;
  const char *rest; /* from the path on, within the typed text */
} TypedUrl;

static void
typed_url_clear (TypedUrl *typed)
{
  g_free (typed->scheme);
  g_free (typed->userinfo);
  g_free (typed->host);
  g_free (typed->port);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TypedUrl, typed_url_clear)

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (
      error, g_error_new_valist (PLACARD_ERROR, PLACARD_ERROR_INVALID_URL, format, arguments));
  va_end (arguments);
  return FALSE;
}

static void
append_encoded (GString *out, const char *text, const char *extra)
{
  for (const char *at = text; *at; at++) {
    gboolean encoded = *at == '%' && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]);

    if (encoded || g_ascii_isalnum (*at) || strchr (extra, *at))
      g_string_append_c (out, *at);
    else
      g_string_append_printf (out, "%%%02X", (guchar) *at);
  }
}

void
placard_url_append_query (GString *out, const char *text)
{
  append_encoded (out, text, QUERY_EXTRA);
}

void
placard_url_append_form_encoded (GString *out, const char *text, gssize length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;

  for (gsize i = 0; i < n; i++) {
    char c = text[i];

    if (c == ' ')
      g_string_append_c (out, '+');
    else if (g_ascii_isalnum (c) || (c != '\0' && strchr ("-._~", c)))
      g_string_append_c (out, c);
    else
      g_string_append_printf (out, "%%%02X", (guchar) c);
  }
}

gboolean
placard_url_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost");
}

/* "SCHEME:" unless it is "HOST:PORT" or "USER:PASSWORD@HOST". */
static const char *
take_scheme (const char *text, TypedUrl *typed)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  const char *colon = text + length;

  if (length == 0 || !g_ascii_isalpha (*text) || *colon != ':')
    return text;
  if (!g_str_has_prefix (colon, "://")) {
    gsize authority = strcspn (colon, "/?#");

    if (g_ascii_isdigit (colon[1]) || memchr (colon, '@', authority))
      return text;
  }
  typed->scheme = g_ascii_strdown (text, (gssize) length);
  return colon + 1;
}

static gboolean
check_scheme (const TypedUrl *typed, const char *after, GError **error)
{
  g_autofree char *shown = NULL;

  if (!typed->scheme)
    return TRUE;
  if (strcmp (typed->scheme, "http") != 0 && strcmp (typed->scheme, "https") != 0) {
    shown = placard_printable (typed->scheme);
    return refuse (error, _ ("Only http and https addresses can be requested, not “%s:”"), shown);
  }
  if (!g_str_has_prefix (after, "//"))
    return refuse (error, _ ("The address lacks “//” after “%s:”"), typed->scheme);
  return TRUE;
}

/* Splits "[userinfo@]host[:port]". */
static gboolean
split_authority (const char *authority, gsize length, TypedUrl *typed, GError **error)
{
  g_autofree char *text = g_strndup (authority, length);
  char *at = strrchr (text, '@');
  char *host = at ? at + 1 : text;
  char *colon;

  if (at)
    typed->userinfo = g_strndup (text, (gsize) (at - text));
  if (*host == '[') {
    char *end = strchr (host, ']');

    if (!end || (end[1] != '\0' && end[1] != ':'))
      return refuse (error, _ ("The IPv6 address in the URL is not closed by “]”"));
    colon = end[1] == ':' ? end + 1 : NULL;
  } else {
    colon = strchr (host, ':');
  }
  if (colon) {
    typed->port = g_strdup (colon + 1);
    *colon = '\0';
  }
  typed->host = g_strdup (host);
  return TRUE;
}

static gboolean
split_typed (const char *text, TypedUrl *typed, GError **error)
{
  const char *after = take_scheme (text, typed);
  gsize length;

  if (!check_scheme (typed, after, error))
    return FALSE;
  if (g_str_has_prefix (after, "//"))
    after += 2;
  length = strcspn (after, "/?#");
  typed->rest = after + length;
  return split_authority (after, length, typed, error);
}

static char *
normalise_ipv6 (const char *host, GError **error)
{
  g_autofree char *inner = g_strndup (host + 1, strlen (host) - 2);
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *shown = NULL;

  if (strchr (inner, ':') && !strchr (inner, '%'))
    address = g_inet_address_new_from_string (inner);
  if (address)
    return g_inet_address_to_string (address);

  shown = placard_printable (host);
  refuse (error, _ ("“%s” is not an IPv6 address"), shown);
  return NULL;
}

/* Letters, digits, hyphens and dots; the underscore is in no standard but in many a local network. */
static gboolean
host_is_plain (const char *host)
{
  gsize length = strlen (host);

  return length > 0 && length <= MAX_HOST_BYTES && *host != '.' && !strstr (host, "..") &&
         strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-._") == length;
}

/* What IDNA of 2003, which GLib has, makes another name of than IDNA of 2008: the answer would come from
 * somebody else's host. Such a name can be written as "xn--...". */
static gboolean
is_ambiguous (const char *host)
{
  return strstr (host, "ß") || strstr (host, "ς") || strstr (host, "\u200c") ||
         strstr (host, "\u200d");
}

static char *
normalise_host (const char *host, GError **error)
{
  g_autofree char *ascii = NULL;
  g_autofree char *shown = NULL;

  if (!host || !*host) {
    refuse (error, _ ("The address names no host"));
    return NULL;
  }
  if (*host == '[')
    return normalise_ipv6 (host, error);
  if (g_utf8_validate (host, -1, NULL) && !is_ambiguous (host))
    ascii =
        g_hostname_is_non_ascii (host) ? g_hostname_to_ascii (host) : g_ascii_strdown (host, -1);
  if (ascii && host_is_plain (ascii))
    return g_steal_pointer (&ascii);

  shown = placard_printable (host);
  refuse (error, _ ("“%s” cannot be the name of a host"), shown);
  return NULL;
}

/* -1: the scheme's own. */
static gboolean
parse_port (const char *text, int *port, GError **error)
{
  guint64 number = 0;
  g_autofree char *shown = NULL;

  *port = -1;
  if (!text || !*text)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, MAX_PORT, &number, NULL)) {
    shown = placard_printable (text);
    return refuse (error, _ ("“%s” is not a port: it is a number from 1 to 65535"), shown);
  }
  *port = (int) number;
  return TRUE;
}

static char *
encode_rest (const char *rest)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize path = strcspn (rest, "?#");
  gsize query = strcspn (rest + path, "#");
  g_autofree char *path_text = g_strndup (rest, path);
  g_autofree char *query_text = g_strndup (rest + path, query);

  if (path == 0)
    g_string_append_c (out, '/');
  append_encoded (out, path_text, PATH_EXTRA);
  append_encoded (out, query_text, QUERY_EXTRA);
  if (rest[path + query] == '#') {
    g_string_append_c (out, '#');
    append_encoded (out, rest + path + query + 1, FRAGMENT_EXTRA);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static GUri *
assemble (const TypedUrl *typed, GError **error)
{
  int port;
  g_autofree char *host = normalise_host (typed->host, error);
  g_autofree char *rest = NULL;
  g_autoptr (GUri) base = NULL;
  g_autoptr (GError) cause = NULL;
  const char *scheme = typed->scheme;
  GUri *uri;

  if (!host || !parse_port (typed->port, &port, error))
    return NULL;
  if (!scheme)
    scheme = placard_url_host_is_loopback (host) ? "http" : "https";

  base = g_uri_build (PLACARD_URL_FLAGS, scheme, NULL, host, port, "/", NULL, NULL);
  rest = encode_rest (typed->rest);
  /* "//x" as a path would be read as another host; "/.//x" is the same path. */
  if (g_str_has_prefix (rest, "//")) {
    g_autofree char *guarded = g_strconcat ("/.", rest, NULL);

    uri = g_uri_parse_relative (base, guarded, PLACARD_URL_FLAGS, &cause);
  } else {
    uri = g_uri_parse_relative (base, rest, PLACARD_URL_FLAGS, &cause);
  }
  if (!uri)
    refuse (error, _ ("The address cannot be read: %s"), cause->message);
  return uri;
}

/* Percent-decoded; what does not decode to text is kept as it stands. */
static char *
decode_userinfo (const char *text, gsize length)
{
  char *decoded = g_uri_unescape_segment (text, text + length, NULL);

  return decoded ? decoded : g_strndup (text, length);
}

static void
return_userinfo (const char *userinfo, char **user, char **password)
{
  gsize length = userinfo ? strcspn (userinfo, ":") : 0;
  const char *rest = userinfo ? userinfo + length : NULL;

  if (user)
    *user = userinfo ? decode_userinfo (userinfo, length) : NULL;
  if (password)
    *password =
        userinfo ? decode_userinfo (rest + (*rest == ':'), strlen (rest + (*rest == ':'))) : NULL;
}

static gboolean
check_characters (const char *text, GError **error)
{
  if (!*text)
    return refuse (error, _ ("The address is empty"));
  for (const char *at = text; *at; at++)
    if (g_ascii_iscntrl (*at))
      return refuse (error, _ ("The address has a line break or another control character in it"));
  return TRUE;
}

GUri *
placard_url_parse (const char *typed, char **user, char **password, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_auto (TypedUrl) parts = {NULL};
  GUri *uri;

  return_userinfo (NULL, user, password);
  if (!check_characters (text, error) || !split_typed (text, &parts, error))
    return NULL;
  uri = assemble (&parts, error);
  if (uri)
    return_userinfo (parts.userinfo, user, password);
  return uri;
}

static gboolean
is_relative (const char *typed)
{
  gsize first = strcspn (typed, "/?#");

  if (strstr (typed, "://"))
    return FALSE;
  if (strchr ("/?", *typed) || g_str_has_prefix (typed, "./") || g_str_has_prefix (typed, "../"))
    return *typed != '\0';
  /* "x/y" and "x?y"; a lone "x" is a host. */
  return typed[first] && !memchr (typed, '.', first) && !memchr (typed, ':', first) &&
         !memchr (typed, '@', first) && g_ascii_strncasecmp (typed, "localhost", first) != 0;
}

char *
placard_url_resolve (const char *base, const char *typed)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_autofree char *resolved = NULL;

  if (base && is_relative (text))
    resolved =
        g_uri_resolve_relative (base, text, PLACARD_URL_FLAGS | G_URI_FLAGS_PARSE_RELAXED, NULL);
  return resolved && g_str_has_prefix (resolved, "http") ? g_steal_pointer (&resolved)
                                                         : g_strdup (typed);
}
