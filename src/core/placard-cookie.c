/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cookie.h"

#include <libsoup/soup.h>
#include <string.h>

/* RFC 6265bis, sections 5.5 and 5.6. */
#define LONGEST_PAIR 4096
#define LONGEST_ATTRIBUTE 1024
#define LONGEST_LIFE (400LL * 24 * 60 * 60)

G_DEFINE_BOXED_TYPE (PlacardCookie, placard_cookie, placard_cookie_copy, placard_cookie_free)

PlacardCookie *
placard_cookie_copy (const PlacardCookie *self)
{
  PlacardCookie *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->value = g_strdup (self->value);
  copy->domain = g_strdup (self->domain);
  copy->path = g_strdup (self->path);
  return copy;
}

void
placard_cookie_free (PlacardCookie *self)
{
  g_free (self->name);
  g_free (self->value);
  g_free (self->domain);
  g_free (self->path);
  g_free (self);
}

gboolean
placard_cookie_domain_matches (const char *host, const char *domain)
{
  gsize n_host = strlen (host), n_domain = strlen (domain);

  if (g_ascii_strcasecmp (host, domain) == 0)
    return TRUE;
  return n_host > n_domain && host[n_host - n_domain - 1] == '.' &&
         g_ascii_strcasecmp (host + n_host - n_domain, domain) == 0 &&
         !g_hostname_is_ip_address (host);
}

gboolean
placard_cookie_path_matches (const char *request_path, const char *path)
{
  gsize n = strlen (path);

  if (strncmp (request_path, path, n) != 0)
    return FALSE;
  return request_path[n] == '\0' || path[n - 1] == '/' || request_path[n] == '/';
}

/* Section 5.1.4. */
static char *
default_path (GUri *uri)
{
  const char *path = g_uri_get_path (uri);
  const char *slash = strrchr (path, '/');

  if (*path != '/' || slash == path)
    return g_strdup ("/");
  return g_strndup (path, (gsize) (slash - path));
}

/* Blanks and tabs only: a cookie may have any other byte in it. */
static char *
strip (const char *from, gsize length)
{
  while (length > 0 && strchr (" \t", *from)) {
    from++;
    length--;
  }
  while (length > 0 && strchr (" \t", from[length - 1]))
    length--;
  return g_strndup (from, length);
}

static gboolean
has_control (const char *text)
{
  for (; *text; text++)
    if (((guchar) *text < 0x20 && *text != '\t') || *text == 0x7f)
      return TRUE;
  return FALSE;
}

/* What the attributes say; the last of each kind counts. */
typedef struct {
  gboolean has_max_age, has_expires;
  gint64 max_age, expires;
  char *domain; /* (nullable) */
  char *path;   /* (nullable): the default one */
  gboolean secure, http_only;
  PlacardSameSite same_site;
} Attributes;

static void
take_max_age (Attributes *self, const char *value)
{
  const char *digits = value + (*value == '-');
  gint64 seconds;

  if (!*digits || strspn (digits, "0123456789") != strlen (digits))
    return;
  if (!g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &seconds, NULL))
    seconds = *value == '-' ? 0 : G_MAXINT64;
  self->has_max_age = TRUE;
  self->max_age = seconds;
}

static void
take_domain (Attributes *self, const char *value)
{
  if (!*value) /* "SHOULD ignore", section 5.2.3 */
    return;
  g_free (self->domain);
  self->domain = g_ascii_strdown (*value == '.' ? value + 1 : value, -1);
}

static void
take_attribute (Attributes *self, const char *name, const char *value)
{
  if (strlen (value) > LONGEST_ATTRIBUTE)
    return;
  if (g_ascii_strcasecmp (name, "Expires") == 0) {
    self->has_expires = placard_cookie_parse_date (value, &self->expires) || self->has_expires;
  } else if (g_ascii_strcasecmp (name, "Max-Age") == 0) {
    take_max_age (self, value);
  } else if (g_ascii_strcasecmp (name, "Domain") == 0) {
    take_domain (self, value);
  } else if (g_ascii_strcasecmp (name, "Path") == 0) {
    g_free (self->path);
    self->path = *value == '/' ? g_strdup (value) : NULL;
  } else if (g_ascii_strcasecmp (name, "Secure") == 0) {
    self->secure = TRUE;
  } else if (g_ascii_strcasecmp (name, "HttpOnly") == 0) {
    self->http_only = TRUE;
  } else if (g_ascii_strcasecmp (name, "SameSite") == 0) {
    self->same_site = g_ascii_strcasecmp (value, "None") == 0     ? PLACARD_SAME_SITE_NONE
                      : g_ascii_strcasecmp (value, "Lax") == 0    ? PLACARD_SAME_SITE_LAX
                      : g_ascii_strcasecmp (value, "Strict") == 0 ? PLACARD_SAME_SITE_STRICT
                                                                  : PLACARD_SAME_SITE_DEFAULT;
  }
}

static void
take_attributes (Attributes *self, const char *text)
{
  while (*text == ';') {
    gsize length = strcspn (++text, ";");
    const char *equals = memchr (text, '=', length);
    gsize n_name = equals ? (gsize) (equals - text) : length;
    g_autofree char *name = strip (text, n_name);
    g_autofree char *value = equals ? strip (equals + 1, length - n_name - 1) : g_strdup ("");

    take_attribute (self, name, value);
    text += length;
  }
}

/* libsoup leaves out the list's last rule, by which a top-level domain that nobody has listed is one too. */
static gboolean
is_public_suffix (const char *domain)
{
  const char *dot = strchr (domain, '.');

  if (g_hostname_is_ip_address (domain))
    return FALSE;
  return !dot || !dot[1] || soup_tld_domain_is_public_suffix (domain);
}

/* RFC 6265bis, section 5.6, steps 8 and on: the cookie may name a wider domain that its host is in. */
static gboolean
take_host (PlacardCookie *self, const char *host, const char *domain)
{
  self->host_only = !domain || !*domain;
  if (!self->host_only && is_public_suffix (domain)) {
    if (g_ascii_strcasecmp (host, domain) != 0)
      return FALSE;
    self->host_only = TRUE;
  }
  if (!self->host_only && !placard_cookie_domain_matches (host, domain))
    return FALSE;
  self->domain = g_ascii_strdown (self->host_only ? host : domain, -1);
  return TRUE;
}

static gboolean
prefix_holds (const PlacardCookie *self, gboolean path_given)
{
  if (g_ascii_strncasecmp (self->name, "__Secure-", 9) == 0)
    return self->secure;
  if (g_ascii_strncasecmp (self->name, "__Host-", 7) == 0)
    return self->secure && self->host_only && path_given && strcmp (self->path, "/") == 0;
  return TRUE;
}

static gint64
find_end (const Attributes *attributes, gint64 now)
{
  if (attributes->has_max_age)
    return attributes->max_age <= 0 ? 0 : now + MIN (attributes->max_age, LONGEST_LIFE);
  if (attributes->has_expires)
    return CLAMP (attributes->expires, 0, now + LONGEST_LIFE);
  return PLACARD_COOKIE_SESSION;
}

static gboolean
parse_pair (const char *text, gsize length, PlacardCookie *self)
{
  const char *equals = memchr (text, '=', length);

  if (!equals)
    return FALSE;
  self->name = strip (text, (gsize) (equals - text));
  self->value = strip (equals + 1, length - (gsize) (equals - text) - 1);
  return *self->name && strlen (self->name) + strlen (self->value) <= LONGEST_PAIR;
}

static gboolean
complete (PlacardCookie *self, const Attributes *attributes, GUri *uri, gint64 now)
{
  gboolean secure_origin = g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") == 0;
  const char *host = g_uri_get_host (uri);

  if (!host || !*host || !take_host (self, host, attributes->domain))
    return FALSE;
  self->path = attributes->path ? g_strdup (attributes->path) : default_path (uri);
  self->secure = attributes->secure;
  self->http_only = attributes->http_only;
  self->same_site = attributes->same_site;
  self->created = now;
  self->expires = find_end (attributes, now);
  if (self->secure && !secure_origin)
    return FALSE;
  if (self->same_site == PLACARD_SAME_SITE_NONE && !self->secure)
    self->same_site = PLACARD_SAME_SITE_DEFAULT;
  return prefix_holds (self, attributes->path != NULL);
}

PlacardCookie *
placard_cookie_parse (GUri *uri, const char *set_cookie, gint64 now)
{
  g_autoptr (PlacardCookie) self = g_new0 (PlacardCookie, 1);
  Attributes attributes = {0};
  gsize length = strcspn (set_cookie, ";");
  gboolean kept;

  if (has_control (set_cookie) || !parse_pair (set_cookie, length, self))
    return NULL;
  take_attributes (&attributes, set_cookie + length);
  kept = complete (self, &attributes, uri, now);
  g_free (attributes.domain);
  g_free (attributes.path);
  return kept ? g_steal_pointer (&self) : NULL;
}
