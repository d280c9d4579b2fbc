/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-origin.h"

#include <string.h>

static int
default_port (const char *scheme)
{
  if (g_ascii_strcasecmp (scheme, "https") == 0)
    return 443;
  return g_ascii_strcasecmp (scheme, "http") == 0 ? 80 : -1;
}

int
placard_origin_get_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  return port > 0 ? port : default_port (g_uri_get_scheme (uri));
}

char *
placard_origin_serialise (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int own_port = default_port (g_uri_get_scheme (uri));
  int port = placard_origin_get_port (uri);
  g_autofree char *scheme = NULL, *name = NULL;
  const char *open, *close;

  if (own_port < 0 || !host || !*host)
    return g_strdup ("null");
  scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  name = g_ascii_strdown (host, -1);
  open = strchr (host, ':') ? "[" : "";
  close = *open ? "]" : "";
  if (port == own_port)
    return g_strdup_printf ("%s://%s%s%s", scheme, open, name, close);
  return g_strdup_printf ("%s://%s%s%s:%d", scheme, open, name, close, port);
}

static gboolean
is_opaque (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  return default_port (g_uri_get_scheme (uri)) < 0 || !host || !*host;
}

/* Asked a dozen times for each request: without the strings. An opaque origin is equal to none, its own kind
 * included. */
gboolean
placard_origin_equal (GUri *a, GUri *b)
{
  return !is_opaque (a) && !is_opaque (b) &&
         g_ascii_strcasecmp (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         placard_origin_get_port (a) == placard_origin_get_port (b);
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree char *name = NULL;

  if (address)
    return g_inet_address_get_is_loopback (address);
  name = g_ascii_strdown (host, -1);
  return strcmp (name, "localhost") == 0 || g_str_has_suffix (name, ".localhost");
}

gboolean
placard_origin_is_trustworthy (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  if (!host || !*host || default_port (g_uri_get_scheme (uri)) < 0)
    return FALSE;
  return g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") == 0 || host_is_loopback (host);
}
