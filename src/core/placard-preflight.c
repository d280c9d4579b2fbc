/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-preflight.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-field-value.h"

static void
add_field (GPtrArray *headers, const char *name, const char *value)
{
  PlacardField *field = g_new0 (PlacardField, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->enabled = TRUE;
  g_ptr_array_add (headers, field);
}

GPtrArray *
placard_preflight_build_headers (const PlacardCorsRequest *request)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (request);
  GPtrArray *headers = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);

  add_field (headers, "Accept", "*/*");
  add_field (headers, "Origin", request->origin);
  add_field (headers, "Access-Control-Request-Method", request->method);
  if (*class->unsafe_headers) {
    /* Without a blank after the comma, on purpose: that is how browsers write it. */
    g_autofree char *names = g_strjoinv (",", class->unsafe_headers);

    add_field (headers, "Access-Control-Request-Headers", names);
  }
  return headers;
}

static gboolean
deny (GError **error, const char *format, const char *what)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *sentence = g_strjoinv (what, parts);

  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_CORS, sentence);
  return FALSE;
}

static gboolean
check_method (const PlacardCorsRequest *request, char **methods, GError **error)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (request);

  if (class->safe_method || placard_field_value_has (methods, request->method, TRUE) ||
      (!request->credentials && placard_field_value_has (methods, "*", TRUE)))
    return TRUE;
  if (!methods)
    return deny (error,
                 _ ("The answer to the preflight has no Access-Control-Allow-Methods for %s"),
                 request->method);
  return deny (error, _ ("Access-Control-Allow-Methods of the preflight does not name %s"),
               request->method);
}

static gboolean
check_header (const PlacardCorsRequest *request, const char *name, char **names, GError **error)
{
  /* "CORS non-wildcard request-header name": Authorization has to be named. */
  gboolean wildcard = !request->credentials && strcmp (name, "authorization") != 0;

  if (placard_field_value_has (names, name, FALSE) ||
      (wildcard && placard_field_value_has (names, "*", TRUE)))
    return TRUE;
  if (!names)
    return deny (
        error, _ ("The answer to the preflight has no Access-Control-Allow-Headers for %s"), name);
  return deny (error, _ ("Access-Control-Allow-Headers of the preflight does not name %s"), name);
}

/* A number alone; RFC 9111's delta-seconds, saturating. */
static guint
parse_max_age (GPtrArray *headers)
{
  g_autofree char *value = placard_field_value_combine (headers, "Access-Control-Max-Age");
  guint64 seconds;

  if (!value || !*value || strspn (value, "0123456789") != strlen (value))
    return PLACARD_PREFLIGHT_DEFAULT_MAX_AGE;
  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &seconds, NULL))
    return PLACARD_PREFLIGHT_LONGEST_MAX_AGE;
  return (guint) MIN (seconds, PLACARD_PREFLIGHT_LONGEST_MAX_AGE);
}

static gboolean
check_status (guint status, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%u", status);

  if (status >= 200 && status <= 299)
    return TRUE;
  if (status >= 300 && status <= 399)
    return deny (error, _ ("The preflight was redirected with status %s, which browsers refuse"),
                 number);
  return deny (error, _ ("The preflight was answered with status %s, not with 200 to 299"), number);
}

gboolean
placard_preflight_check (const PlacardCorsRequest *request,
                         const PlacardCorsAnswer *answer,
                         guint *max_age,
                         GError **error)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (request);
  gboolean bad_methods, bad_names;
  g_auto (GStrv) methods = placard_field_value_get_tokens (
      answer->headers, "Access-Control-Allow-Methods", &bad_methods);
  g_auto (GStrv) names =
      placard_field_value_get_tokens (answer->headers, "Access-Control-Allow-Headers", &bad_names);

  if (!placard_cors_check_answer (request, answer, error) || !check_status (answer->status, error))
    return FALSE;
  if (bad_methods || bad_names)
    return deny (error, _ ("%s of the preflight is not a list of names"),
                 bad_methods ? "Access-Control-Allow-Methods" : "Access-Control-Allow-Headers");
  if (!check_method (request, methods, error))
    return FALSE;
  for (char **name = class->unsafe_headers; *name; name++)
    if (!check_header (request, *name, names, error))
      return FALSE;
  if (max_age)
    *max_age = parse_max_age (answer->headers);
  return TRUE;
}

/* Keys say everything that was asked; values are when the permission ends. */
struct _PlacardPreflightCache {
  GHashTable *ends;
};

static char *
make_key (const PlacardCorsRequest *request)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (request);
  g_autofree char *url = g_uri_to_string_partial (request->uri, G_URI_HIDE_FRAGMENT);
  g_autofree char *names = g_strjoinv (",", class->unsafe_headers);

  return g_strjoin ("\n", request->origin, url, request->credentials ? "1" : "0", request->method,
                    names, NULL);
}

PlacardPreflightCache *
placard_preflight_cache_new (void)
{
  PlacardPreflightCache *self = g_new0 (PlacardPreflightCache, 1);

  self->ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
placard_preflight_cache_free (PlacardPreflightCache *self)
{
  g_hash_table_unref (self->ends);
  g_free (self);
}

void
placard_preflight_cache_store (PlacardPreflightCache *self,
                               const PlacardCorsRequest *request,
                               guint max_age,
                               gint64 now)
{
  gint64 end = now + max_age;

  g_hash_table_insert (self->ends, make_key (request), g_memdup2 (&end, sizeof end));
}

guint
placard_preflight_cache_lookup (PlacardPreflightCache *self,
                                const PlacardCorsRequest *request,
                                gint64 now)
{
  g_autofree char *key = make_key (request);
  const gint64 *end = g_hash_table_lookup (self->ends, key);

  if (end && *end > now)
    return (guint) (*end - now);
  g_hash_table_remove (self->ends, key);
  return 0;
}
