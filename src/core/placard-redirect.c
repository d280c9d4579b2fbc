/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-redirect.h"

#include "placard-error.h"
#include "placard-mask.h"
#include "placard-origin.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Tell nothing about the person or the origin: they go everywhere. */
static const char *const everywhere[] = {
    "Accept", "Accept-Encoding", "Accept-Language", "User-Agent", NULL,
};

/* Describe the body and go with it (Fetch standard, "request-body-header name"). */
static const char *const of_body[] = {
    "Content-Encoding", "Content-Language", "Content-Location", "Content-Type", NULL,
};

static const char *const credentials[] = {
    "Authorization", "Cookie", "Cookie2", "Proxy-Authorization", NULL,
};

static gboolean
is_listed (const char *const *list, const char *name)
{
  for (gsize i = 0; list[i]; i++)
    if (g_ascii_strcasecmp (list[i], name) == 0)
      return TRUE;
  return FALSE;
}

PlacardStep *
placard_step_new (
    const char *method, GUri *uri, GPtrArray *headers, PlacardBody *body, gboolean has_credentials)
{
  PlacardStep *step = g_new0 (PlacardStep, 1);

  step->method = g_strdup (method);
  step->uri = g_uri_ref (uri);
  step->headers = g_ptr_array_ref (headers);
  step->credentials = has_credentials;
  g_set_object (&step->body, body);
  return step;
}

PlacardStep *
placard_step_copy (const PlacardStep *step)
{
  return placard_step_new (step->method, step->uri, step->headers, step->body, step->credentials);
}

void
placard_step_free (PlacardStep *step)
{
  g_free (step->method);
  g_uri_unref (step->uri);
  g_ptr_array_unref (step->headers);
  g_clear_object (&step->body);
  g_free (step);
}

gboolean
placard_redirect_is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static gboolean
is_https (GUri *uri)
{
  return g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") == 0;
}

char *
placard_redirect_format_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean literal = strchr (host, ':') != NULL;
  int port = placard_origin_get_port (uri);

  if (port == (is_https (uri) ? 443 : 80))
    return g_strdup_printf (literal ? "[%s]" : "%s", host);
  return g_strdup_printf (literal ? "[%s]:%d" : "%s:%d", host, port);
}

/* The URL standard's preparation: no tabs or line ends anywhere, no spaces around; what may not stand in
 * a URL is percent-encoded as UTF-8 bytes. */
static char *
prepare_location (const char *location)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (location));

  for (const char *p = stripped; *p; p++) {
    guchar byte = *p;

    if (byte == '\t' || byte == '\n' || byte == '\r')
      continue;
    if (byte <= 0x20 || byte >= 0x7f || strchr ("\"<>\\^`{|}", byte))
      g_string_append_printf (out, "%%%02X", byte);
    else
      g_string_append_c (out, byte);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Anything else in a host would reach the Host field, or a proxy's request line, as it is. */
static gboolean
is_host_safe (const char *host)
{
  if (!host || !*host)
    return FALSE;
  if (strchr (host, ':'))
    return g_hostname_is_ip_address (host) && !strchr (host, '%');
  return strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") ==
         strlen (host);
}

/* Without userinfo: a server does not get to choose the credentials. */
static GUri *
rebuild (GUri *uri)
{
  const char *path = g_uri_get_path (uri);
  g_autofree char *scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  g_autofree char *host = g_hostname_to_ascii (g_uri_get_host (uri) ? g_uri_get_host (uri) : "");

  if (!is_host_safe (host) || g_uri_get_port (uri) == 0)
    return NULL;
  return g_uri_build (G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, scheme, NULL, host,
                      g_uri_get_port (uri), path && *path ? path : "/", g_uri_get_query (uri),
                      NULL);
}

GUri *
placard_redirect_resolve (GUri *base, const char *location, GError **error)
{
  const GUriFlags flags = G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE;
  g_autofree char *prepared = prepare_location (location);
  g_autofree char *public = placard_mask_url (location);
  g_autoptr (GUri) uri = NULL;
  GUri *result = NULL;

  if (*prepared)
    uri = g_uri_parse_relative (base, prepared, flags, NULL);
  if (uri && !is_https (uri) && g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") != 0) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT,
                 _ ("The server redirects to an address that is not on the web: “%s”"), public);
    return NULL;
  }
  /* "http:///x" and "http:x" name no host; relative resolution must not lend them one. */
  if (uri && g_uri_get_host (uri))
    result = rebuild (uri);
  if (!result)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT,
                 _ ("The server redirects to an address that cannot be read: “%s”"), public);
  return result;
}

/* Fetch standard, "HTTP-redirect fetch", step 12. */
static gboolean
becomes_get (const char *method, guint status)
{
  if (status == 301 || status == 302)
    return g_str_equal (method, "POST");
  return status == 303 && !g_str_equal (method, "GET") && !g_str_equal (method, "HEAD");
}

static gboolean
is_safe_method (const char *method)
{
  static const char *const safe[] = {"GET", "HEAD", "OPTIONS", NULL};

  return g_strv_contains (safe, method);
}

static gboolean
may_travel (const PlacardField *field)
{
  if (field->other_hosts)
    return TRUE;
  return !field->secret && is_listed (everywhere, field->name);
}

static gboolean
is_credential (const PlacardField *field)
{
  return field->secret || is_listed (credentials, field->name);
}

static void
withhold (GPtrArray *withheld, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (withheld, name, (GEqualFunc) g_str_equal, NULL))
    g_ptr_array_add (withheld, g_strdup (name));
}

/* @keep_body: the fields that describe it go with it, wherever it goes. */
static GPtrArray *
select_headers (GPtrArray *headers, gboolean everything, gboolean keep_body, GPtrArray *withheld)
{
  GPtrArray *selected = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);
    gboolean about_body = is_listed (of_body, field->name);

    if (about_body && !keep_body)
      continue; /* dropped with its body: nothing is withheld from anybody */
    if (everything || (about_body && !field->secret) || may_travel (field))
      g_ptr_array_add (selected, placard_field_copy (field));
    else
      withhold (withheld, field->name);
  }
  return selected;
}

static gboolean
carries_credentials (const PlacardStep *step)
{
  if (step->credentials)
    return TRUE;
  for (guint i = 0; i < step->headers->len; i++)
    if (is_credential (g_ptr_array_index (step->headers, i)))
      return TRUE;
  return FALSE;
}

static gboolean
check_downgrade (const PlacardStep *step, GUri *to, GError **error)
{
  g_autofree char *host = NULL;

  if (!is_https (step->uri) || is_https (to) || !carries_credentials (step))
    return TRUE;
  host = placard_redirect_format_host (to);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED,
               _ ("The server redirects from https to http at %s; a request that carries "
                  "credentials does not go there"),
               host);
  return FALSE;
}

static gboolean
check_body (
    const PlacardStep *step, GUri *to, gboolean cross_origin, gboolean trusted, GError **error)
{
  g_autofree char *host = placard_redirect_format_host (to);

  if (step->body && placard_body_is_one_shot (step->body)) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED,
                 _ ("The server redirects the body to %s, but it can be read only once and was "
                    "already sent"),
                 host);
    return FALSE;
  }
  if (!cross_origin || trusted || (!step->body && is_safe_method (step->method)))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED,
               _ ("The server asks to send the %s request on to another host, %s; allow redirects "
                  "to other hosts if that is wanted"),
               step->method, host);
  return FALSE;
}

PlacardStep *
placard_redirect_follow (const PlacardStep *step,
                         guint status,
                         const char *location,
                         gboolean trusted,
                         GPtrArray **withheld,
                         GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) headers = NULL;
  g_autoptr (GUri) uri = placard_redirect_resolve (step->uri, location, error);
  gboolean get = becomes_get (step->method, status);
  gboolean cross_origin, keep_all;

  *withheld = NULL;
  if (!uri || !check_downgrade (step, uri, error))
    return NULL;

  cross_origin = !placard_origin_equal (step->uri, uri);
  if (!get && !check_body (step, uri, cross_origin, trusted, error))
    return NULL;

  keep_all = !cross_origin || trusted;
  headers = select_headers (step->headers, keep_all, !get && step->body, names);
  *withheld = g_steal_pointer (&names);
  return placard_step_new (get ? "GET" : step->method, uri, headers, get ? NULL : step->body,
                           keep_all && step->credentials);
}
