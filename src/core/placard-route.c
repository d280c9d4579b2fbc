/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-route.h"

#include "placard-client-certificate.h"
#include "placard-origin.h"
#include "placard-resolve.h"

#include <string.h>

/* --- exceptions -------------------------------------------------------------------------------- */

static gboolean
matches_network (const char *text, GInetAddress *address)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (text, NULL);

  return mask && g_inet_address_mask_matches (mask, address);
}

static gboolean
matches_name (const char *text, const char *host)
{
  gsize n = strlen (host), m;

  text += *text == '.';
  m = strlen (text);
  if (m == 0 || m > n || g_ascii_strcasecmp (host + n - m, text) != 0)
    return FALSE;
  return m == n || host[n - m - 1] == '.';
}

gboolean
placard_route_is_excepted (const char *noproxy, const char *host)
{
  g_auto (GStrv) texts = g_strsplit_set (noproxy ? noproxy : "", ", ", -1);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  for (guint i = 0; texts[i]; i++) {
    if (g_str_equal (texts[i], "*"))
      return TRUE;
    if (address ? matches_network (texts[i], address) : matches_name (texts[i], host))
      return TRUE;
  }
  return FALSE;
}

/* --- the route --------------------------------------------------------------------------------- */

/* GIO's SOCKS 5 takes the credentials from the address and always lets the proxy resolve the name. For an
 * HTTP proxy libsoup 3.2 must not find them there: it would then ask the proxy for the proxy. */
static void
set_proxy (PlacardRoute *route, const PlacardTransport *transport)
{
  const GUriFlags flags = G_URI_FLAGS_HAS_PASSWORD;
  g_autoptr (GUri) given = g_uri_parse (transport->proxy, flags, NULL);
  gboolean socks = given && g_str_has_prefix (g_uri_get_scheme (given), "socks");
  int port;

  if (!given || !g_uri_get_host (given)) {
    route->proxy = g_strdup (transport->proxy);
    return;
  }
  port = g_uri_get_port (given) > 0 ? g_uri_get_port (given) : 1080; /* as curl has it */
  route->proxy_host = g_strdup (g_uri_get_host (given));
  route->proxy = g_uri_join_with_user (
      flags,
      g_str_equal (g_uri_get_scheme (given), "socks5h") ? "socks5" : g_uri_get_scheme (given),
      socks ? transport->proxy_user : NULL, socks ? transport->proxy_password : NULL, NULL,
      route->proxy_host, port, "", NULL, NULL);
  if (!socks && transport->proxy_user) {
    route->proxy_user = g_strdup (transport->proxy_user);
    route->proxy_password = g_strdup (transport->proxy_password ? transport->proxy_password : "");
  }
}

static void
choose_proxy (PlacardRoute *route, const PlacardTransport *transport, const char *host)
{
  if (route->address || placard_route_is_excepted (transport->noproxy, host))
    route->proxy = g_strdup ("");
  else if (transport->proxy && *transport->proxy)
    set_proxy (route, transport);
  else
    route->proxy = g_strdup (transport->proxy);
  /* The system's proxies know their own; these are what a person typed when one asked. */
  if (!route->proxy && transport->proxy_user) {
    route->proxy_user = g_strdup (transport->proxy_user);
    route->proxy_password = g_strdup (transport->proxy_password ? transport->proxy_password : "");
  }
}

/* Secrets are hashed: the identity is a key of a table that lives long. */
static char *
make_identity (const PlacardRoute *route, const char *resolved)
{
  const char *const parts[] = {
      route->ca_file, route->proxy, route->proxy_user, route->proxy_password,
      route->pins,    route->cert,  route->key,        route->key_password,
      resolved,
  };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    guint8 kind = parts[i] != NULL;

    g_checksum_update (checksum, &kind, 1);
    if (parts[i])
      g_checksum_update (checksum, (const guint8 *) parts[i], strlen (parts[i]) + 1);
  }
  return g_strdup (g_checksum_get_string (checksum));
}

PlacardRoute *
placard_route_new (const PlacardTransport *transport,
                   const char *ca_file,
                   GUri *uri,
                   gboolean home,
                   gboolean credentials)
{
  PlacardRoute *route = g_new0 (PlacardRoute, 1);
  const char *host = g_uri_get_host (uri);
  guint port = placard_origin_get_port (uri);
  const char *entry = placard_resolve_find (transport->resolve, host, port);
  g_autofree char *resolved = NULL;

  route->ca_file = g_strdup (ca_file);
  if (entry) {
    route->address = placard_resolve_lookup (transport->resolve, host, port);
    resolved = g_strdup_printf ("%s %s %u", entry, host, port);
  }
  if (home)
    route->pins = g_strdup (transport->pinnedpubkey);
  if (home && credentials) {
    route->cert = g_strdup (transport->cert);
    route->key = g_strdup (transport->key);
    route->key_password = g_strdup (transport->key_password);
  }
  choose_proxy (route, transport, host);
  route->identity = make_identity (route, resolved);
  return route;
}

/* A connection that was made by way of an exception is not used without it. */
void
placard_route_except (PlacardRoute *route, const char *fingerprint)
{
  g_autofree char *identity = g_steal_pointer (&route->identity);

  g_free (route->exception);
  route->exception = g_strdup (fingerprint);
  route->identity =
      fingerprint ? g_strconcat (identity, " ", fingerprint, NULL) : g_steal_pointer (&identity);
}

void
placard_route_free (PlacardRoute *route)
{
  g_free (route->ca_file);
  g_free (route->proxy);
  g_free (route->proxy_host);
  g_free (route->proxy_user);
  g_free (route->proxy_password);
  g_free (route->pins);
  g_free (route->cert);
  g_free (route->key);
  g_free (route->key_password);
  g_free (route->identity);
  g_free (route->exception);
  g_clear_object (&route->address);
  g_free (route);
}

GTlsCertificate *
placard_route_load_certificate (const PlacardRoute *route, GError **error)
{
  if (!route->cert)
    return NULL;
  return placard_client_certificate_load (route->cert, route->key, route->key_password, error);
}
