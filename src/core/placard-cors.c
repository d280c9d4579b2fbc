/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-field-value.h"
#include "placard-origin.h"
#include "placard-preflight.h"
#include "placard-response.h"

/* "CORS-safelisted request-header", step 1, and "CORS-unsafe request-header names", step 5. */
#define LONGEST_SAFE_VALUE 128
#define LONGEST_SAFE_VALUES 1024

static gboolean
is_in (const char *const *names, gsize n_names, const char *name)
{
  for (gsize i = 0; i < n_names; i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_safe_method (const char *method)
{
  return strcmp (method, "GET") == 0 || strcmp (method, "HEAD") == 0 ||
         strcmp (method, "POST") == 0;
}

gboolean
placard_cors_is_forbidden (const char *name)
{
  static const char *const names[] = {"Accept-Charset",
                                      "Accept-Encoding",
                                      "Access-Control-Request-Headers",
                                      "Access-Control-Request-Method",
                                      "Connection",
                                      "Content-Length",
                                      "Cookie",
                                      "Cookie2",
                                      "Date",
                                      "DNT",
                                      "Expect",
                                      "Host",
                                      "Keep-Alive",
                                      "Origin",
                                      "Referer",
                                      "Set-Cookie",
                                      "TE",
                                      "Trailer",
                                      "Transfer-Encoding",
                                      "Upgrade",
                                      "Via"};

  return is_in (names, G_N_ELEMENTS (names), name) ||
         g_ascii_strncasecmp (name, "Proxy-", 6) == 0 || g_ascii_strncasecmp (name, "Sec-", 4) == 0;
}

/* "CORS-unsafe request-header byte". */
static gboolean
has_unsafe_byte (const char *value)
{
  for (; *value; value++)
    if (((guchar) *value < 0x20 && *value != '\t') || *value == 0x7f ||
        strchr ("\"():<>?@[\\]{}", *value))
      return TRUE;
  return FALSE;
}

static gboolean
is_safe_language (const char *value)
{
  for (; *value; value++)
    if (!g_ascii_isalnum (*value) && !strchr (" *,-.;=", *value))
      return FALSE;
  return TRUE;
}

/* MIME Sniffing standard, "parse a MIME type", as far as the essence goes. */
static gboolean
is_safe_content_type (const char *value)
{
  static const char *const essences[] = {"application/x-www-form-urlencoded", "multipart/form-data",
                                         "text/plain"};
  g_autofree char *essence = g_strndup (value, strcspn (value, ";"));

  return !has_unsafe_byte (value) &&
         is_in (essences, G_N_ELEMENTS (essences), g_strstrip (essence));
}

/* "Parse a single range header value" without white space, and with a start. Digits are compared as text:
 * a browser's numbers have no end either. */
static gboolean
is_safe_range (const char *value)
{
  const char *first, *last;
  gsize n_first, n_last;

  if (g_ascii_strncasecmp (value, "bytes=", 6) != 0)
    return FALSE;
  first = value + 6;
  n_first = strspn (first, "0123456789");
  if (n_first == 0 || first[n_first] != '-')
    return FALSE;
  last = first + n_first + 1;
  n_last = strspn (last, "0123456789");
  if (last[n_last] != '\0')
    return FALSE;
  for (; n_first > 1 && *first == '0'; first++)
    n_first--;
  for (; n_last > 1 && *last == '0'; last++)
    n_last--;
  return n_last == 0 || n_first < n_last ||
         (n_first == n_last && memcmp (first, last, n_last) <= 0);
}

gboolean
placard_cors_is_safelisted (const char *name, const char *value)
{
  if (strlen (value) > LONGEST_SAFE_VALUE)
    return FALSE;
  if (g_ascii_strcasecmp (name, "Accept") == 0)
    return !has_unsafe_byte (value);
  if (g_ascii_strcasecmp (name, "Accept-Language") == 0 ||
      g_ascii_strcasecmp (name, "Content-Language") == 0)
    return is_safe_language (value);
  if (g_ascii_strcasecmp (name, "Content-Type") == 0)
    return is_safe_content_type (value);
  return g_ascii_strcasecmp (name, "Range") == 0 && is_safe_range (value);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, each once, with the %NULL at the end. */
static char **
take_names (GPtrArray *names)
{
  g_ptr_array_sort (names, compare_names);
  for (guint i = 1; i < names->len;)
    if (strcmp (g_ptr_array_index (names, i - 1), g_ptr_array_index (names, i)) == 0)
      g_ptr_array_remove_index (names, i);
    else
      i++;
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

static gsize
find_safe_size (GPtrArray *headers)
{
  gsize size = 0;

  for (guint i = 0; headers && i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (field->enabled && placard_cors_is_safelisted (field->name, field->value))
      size += strlen (field->value);
  }
  return size;
}

static void
classify_field (PlacardCorsClass *self,
                const PlacardField *field,
                gboolean values_too_long,
                GPtrArray *not_safe,
                GPtrArray *forbidden)
{
  if (!field->enabled)
    return;
  if (placard_cors_is_forbidden (field->name)) {
    g_ptr_array_add (forbidden, g_strdup (field->name));
    return;
  }
  if (placard_cors_is_safelisted (field->name, field->value) && !values_too_long)
    return;
  g_ptr_array_add (not_safe, g_ascii_strdown (field->name, -1));
  if (g_ascii_strcasecmp (field->name, "Content-Type") == 0)
    g_ptr_array_add (self->reasons,
                     g_strdup_printf (_ ("The Content-Type %s is not simple"), field->value));
  else
    g_ptr_array_add (self->reasons,
                     g_strdup_printf (_ ("The header field %s is not simple"), field->name));
}

PlacardCorsClass *
placard_cors_classify (const PlacardCorsRequest *request)
{
  PlacardCorsClass *self = g_new0 (PlacardCorsClass, 1);
  GPtrArray *not_safe = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *forbidden = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *origin = placard_origin_serialise (request->uri);
  gboolean values_too_long = find_safe_size (request->headers) > LONGEST_SAFE_VALUES;

  self->cross_origin = strcmp (origin, request->origin) != 0;
  self->safe_method = is_safe_method (request->method);
  self->reasons = g_ptr_array_new_with_free_func (g_free);
  if (!self->safe_method)
    g_ptr_array_add (self->reasons,
                     g_strdup_printf (_ ("The method %s is not simple"), request->method));
  for (guint i = 0; request->headers && i < request->headers->len; i++)
    classify_field (self, g_ptr_array_index (request->headers, i), values_too_long, not_safe,
                    forbidden);
  self->unsafe_headers = take_names (not_safe);
  self->forbidden_headers = take_names (forbidden);
  self->preflight = self->cross_origin && (!self->safe_method || *self->unsafe_headers);
  return self;
}

void
placard_cors_class_free (PlacardCorsClass *self)
{
  g_strfreev (self->unsafe_headers);
  g_strfreev (self->forbidden_headers);
  g_ptr_array_unref (self->reasons);
  g_free (self);
}

gboolean
placard_cors_check_no_cors (const PlacardCorsRequest *request, GError **error)
{
  if (!is_safe_method (request->method)) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_CORS,
                 _ ("In mode no-cors a browser sends GET, HEAD or POST, not %s"), request->method);
    return FALSE;
  }
  for (guint i = 0; request->headers && i < request->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (request->headers, i);

    /* Range is safelisted elsewhere, but no page may set it here. */
    if (!field->enabled || (placard_cors_is_safelisted (field->name, field->value) &&
                            g_ascii_strcasecmp (field->name, "Range") != 0))
      continue;
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_CORS,
                 _ ("In mode no-cors a browser does not send the header field %s"), field->name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
deny (GError **error, char *sentence)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_CORS, sentence);
  g_free (sentence);
  return FALSE;
}

gboolean
placard_cors_check_answer (const PlacardCorsRequest *request,
                           const PlacardCorsAnswer *answer,
                           GError **error)
{
  g_autofree char *origin =
      placard_field_value_combine (answer->headers, "Access-Control-Allow-Origin");
  g_autofree char *credentials =
      placard_field_value_combine (answer->headers, "Access-Control-Allow-Credentials");

  if (!origin)
    return deny (error, g_strdup (_ ("The answer has no Access-Control-Allow-Origin")));
  if (strcmp (origin, "*") == 0 && !request->credentials)
    return TRUE;
  if (strcmp (origin, "*") == 0)
    return deny (error, g_strdup (_ ("Access-Control-Allow-Origin is “*”, which does not count for "
                                     "a request with credentials")));
  if (strchr (origin, ','))
    return deny (
        error, g_strdup_printf (_ ("Access-Control-Allow-Origin has several values, “%s”; only one "
                                   "counts"),
                                origin));
  if (strcmp (origin, request->origin) != 0)
    return deny (error, g_strdup_printf (_ ("Access-Control-Allow-Origin is “%s”, not “%s”"),
                                         origin, request->origin));
  if (!request->credentials || g_strcmp0 (credentials, "true") == 0)
    return TRUE;
  if (!credentials)
    return deny (error, g_strdup (_ ("The answer has no Access-Control-Allow-Credentials, which a "
                                     "request with credentials needs")));
  return deny (error, g_strdup_printf (_ ("Access-Control-Allow-Credentials is “%s”, not “true”"),
                                       credentials));
}

static gboolean
is_exposed (const char *name, char **listed, gboolean wildcard)
{
  static const char *const safelisted[] = {"Cache-Control", "Content-Language", "Content-Length",
                                           "Content-Type",  "Expires",          "Last-Modified",
                                           "Pragma"};

  /* "Forbidden response-header name": never, whatever the list says. */
  if (g_ascii_strcasecmp (name, "Set-Cookie") == 0 || g_ascii_strcasecmp (name, "Set-Cookie2") == 0)
    return FALSE;
  return wildcard || is_in (safelisted, G_N_ELEMENTS (safelisted), name) ||
         placard_field_value_has (listed, name, FALSE);
}

char **
placard_cors_get_exposed (const PlacardCorsRequest *request, const PlacardCorsAnswer *answer)
{
  gboolean failed;
  g_auto (GStrv) listed =
      placard_field_value_get_tokens (answer->headers, "Access-Control-Expose-Headers", &failed);
  gboolean wildcard = !request->credentials && placard_field_value_has (listed, "*", TRUE);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; answer->headers && i < answer->headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (answer->headers, i);
    g_autofree char *name = g_ascii_strdown (header->name, -1);

    if (!is_exposed (name, listed, wildcard) || g_hash_table_contains (seen, name))
      continue;
    g_strv_builder_add (names, name);
    g_hash_table_add (seen, g_steal_pointer (&name));
  }
  return g_strv_builder_end (names);
}

char *
placard_cors_origin_after (const char *origin, GPtrArray *uris)
{
  for (guint i = 1; i < uris->len; i++) {
    GUri *last = g_ptr_array_index (uris, i - 1);
    g_autofree char *last_origin = placard_origin_serialise (last);

    if (!placard_origin_equal (g_ptr_array_index (uris, i), last) &&
        strcmp (origin, last_origin) != 0)
      return g_strdup ("null");
  }
  return g_strdup (origin);
}

char *
placard_cors_parse_origin (const char *typed, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *origin = NULL;

  if (strcmp (typed, "null") == 0)
    return g_strdup (typed);
  uri = g_uri_parse (typed, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri && !g_uri_get_userinfo (uri) && !g_uri_get_query (uri) && !g_uri_get_fragment (uri) &&
      (!*g_uri_get_path (uri) || strcmp (g_uri_get_path (uri), "/") == 0))
    origin = placard_origin_serialise (uri);
  if (origin && strcmp (origin, "null") != 0 && !strpbrk (origin, " \t\r\n"))
    return g_steal_pointer (&origin);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
               _ ("“%s” is no origin; write it as https://page.example, or null"), typed);
  return NULL;
}
