/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-freshness.h"

#include <libsoup/soup.h>
#include <string.h>

#include "placard-field-value.h"
#include "placard-field.h"
#include "placard-response.h"

#define HEURISTIC_PART 10
#define LONGEST_HEURISTIC (24 * 60 * 60)
/* "If a cache receives a delta-seconds value greater than ...", RFC 9111, section 1.2.2. */
#define LONGEST_DELTA G_GINT64_CONSTANT (2147483648)

PlacardCacheAction
placard_freshness_decide (PlacardCacheMode mode, gboolean stored, gboolean fresh)
{
  switch (mode) {
  case PLACARD_CACHE_OFF:
  case PLACARD_CACHE_NO_STORE:
  case PLACARD_CACHE_RELOAD:
    return PLACARD_CACHE_FETCH;
  case PLACARD_CACHE_DEFAULT:
    if (!stored)
      return PLACARD_CACHE_FETCH;
    return fresh ? PLACARD_CACHE_USE : PLACARD_CACHE_VALIDATE;
  case PLACARD_CACHE_NO_CACHE:
    return stored ? PLACARD_CACHE_VALIDATE : PLACARD_CACHE_FETCH;
  case PLACARD_CACHE_FORCE_CACHE:
    return stored ? PLACARD_CACHE_USE : PLACARD_CACHE_FETCH;
  case PLACARD_CACHE_ONLY_IF_CACHED:
    return stored ? PLACARD_CACHE_USE : PLACARD_CACHE_REFUSE;
  }
  return PLACARD_CACHE_FETCH;
}

gboolean
placard_freshness_keeps (PlacardCacheMode mode)
{
  return mode != PLACARD_CACHE_OFF && mode != PLACARD_CACHE_NO_STORE;
}

PlacardCacheMode
placard_freshness_adjust_mode (PlacardCacheMode mode, GPtrArray *fields)
{
  static const char *const own[] = {
      "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"};

  if (mode != PLACARD_CACHE_DEFAULT)
    return mode;
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (placard_field_list_find (fields, own[i]))
      return PLACARD_CACHE_NO_STORE;
  return mode;
}

/* --- Cache-Control ----------------------------------------------------------------------------- */

/* The argument of @directive in @value, "" when it has none; %NULL when it is not there. Quoted
 * arguments lose their quotes (RFC 9111, section 5.2). (transfer full) (nullable) */
static char *
find_directive (const char *value, const char *directive)
{
  gsize length = strlen (directive);
  const char *at = value;

  while (at && *at) {
    gboolean quoted = FALSE;
    gsize n;

    at += strspn (at, " \t,");
    for (n = 0; at[n] && (quoted || at[n] != ','); n++)
      if (at[n] == '"')
        quoted = !quoted;
    if (g_ascii_strncasecmp (at, directive, length) == 0 && strchr ("=, \t", at[length])) {
      gsize from = length + (at[length] == '=' && n > length);
      g_autofree char *argument = n > from ? g_strndup (at + from, n - from) : g_strdup ("");
      g_auto (GStrv) parts = g_strsplit (g_strstrip (argument), "\"", -1);

      return g_strjoinv ("", parts);
    }
    at += n;
  }
  return NULL;
}

static char *
find_control (GPtrArray *headers, const char *directive)
{
  g_autofree char *value = placard_field_value_combine (headers, "Cache-Control");

  return value ? find_directive (value, directive) : NULL;
}

static gboolean
has_control (GPtrArray *headers, const char *directive)
{
  g_autofree char *argument = find_control (headers, directive);

  return argument != NULL;
}

static gboolean
request_says (GPtrArray *fields, const char *directive)
{
  const PlacardField *field = placard_field_list_find (fields, "Cache-Control");
  g_autofree char *argument =
      field && field->value ? find_directive (field->value, directive) : NULL;

  return argument != NULL;
}

gboolean
placard_freshness_is_storable (const char *method,
                               GPtrArray *fields,
                               guint status,
                               GPtrArray *headers)
{
  g_autofree char *vary = placard_field_value_combine (headers, "Vary");

  return strcmp (method, "GET") == 0 && (status == 200 || status == 203) &&
         !has_control (headers, "no-store") && !request_says (fields, "no-store") &&
         !(vary && strchr (vary, '*'));
}

/* --- time -------------------------------------------------------------------------------------- */

/* A date of RFC 9110, section 5.6.7; @fallback when there is none or it is broken. */
static gint64
get_date (GPtrArray *headers, const char *name, gint64 fallback)
{
  g_autofree char *value = placard_field_value_combine (headers, name);
  g_autoptr (GDateTime) date = value ? soup_date_time_new_from_http_string (value) : NULL;

  return date ? g_date_time_to_unix (date) : fallback;
}

static gboolean
parse_delta (const char *text, gint64 *seconds)
{
  guint64 number;

  if (!*text || strspn (text, "0123456789") != strlen (text))
    return FALSE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &number, NULL))
    number = G_MAXUINT64;
  *seconds = (gint64) MIN (number, (guint64) LONGEST_DELTA);
  return TRUE;
}

gint64
placard_freshness_get_age (GPtrArray *headers, const PlacardFreshnessTimes *times, gint64 now)
{
  g_autofree char *value = placard_field_value_combine (headers, "Age");
  gint64 age = 0, apparent, corrected;

  if (value)
    parse_delta (value, &age);
  apparent = MAX (0, times->received - get_date (headers, "Date", times->received));
  corrected = age + MAX (0, times->received - times->requested);
  return MAX (apparent, corrected) + MAX (0, now - times->received);
}

gint64
placard_freshness_get_lifetime (GPtrArray *headers, const PlacardFreshnessTimes *times)
{
  g_autofree char *max_age = find_control (headers, "max-age");
  g_autofree char *expires = placard_field_value_combine (headers, "Expires");
  gint64 date = get_date (headers, "Date", times->received);
  gint64 seconds, modified;

  if (max_age)
    return parse_delta (max_age, &seconds) ? seconds : 0;
  /* A broken date, "0" above all, is one in the past (section 5.3). */
  if (expires)
    return MAX (0, get_date (headers, "Expires", date) - date);
  modified = get_date (headers, "Last-Modified", date);
  return CLAMP ((date - modified) / HEURISTIC_PART, 0, LONGEST_HEURISTIC);
}

gboolean
placard_freshness_is_fresh (GPtrArray *headers, const PlacardFreshnessTimes *times, gint64 now)
{
  g_autofree char *control = placard_field_value_combine (headers, "Cache-Control");
  g_autofree char *pragma = placard_field_value_combine (headers, "Pragma");

  if (has_control (headers, "no-cache") ||
      (!control && pragma && g_ascii_strcasecmp (pragma, "no-cache") == 0))
    return FALSE;
  return placard_freshness_get_lifetime (headers, times) >
         placard_freshness_get_age (headers, times, now);
}

/* --- validation -------------------------------------------------------------------------------- */

GPtrArray *
placard_freshness_build_conditions (GPtrArray *headers)
{
  g_autofree char *tag = placard_field_value_combine (headers, "ETag");
  g_autofree char *modified = placard_field_value_combine (headers, "Last-Modified");
  GPtrArray *conditions = placard_field_list_new ();

  if (tag)
    g_ptr_array_add (conditions, placard_field_new ("If-None-Match", tag));
  if (modified)
    g_ptr_array_add (conditions, placard_field_new ("If-Modified-Since", modified));
  return conditions;
}

static gboolean
has_header (GPtrArray *headers, const char *name)
{
  for (guint i = 0; i < headers->len; i++)
    if (g_ascii_strcasecmp (((PlacardResponseHeader *) g_ptr_array_index (headers, i))->name,
                            name) == 0)
      return TRUE;
  return FALSE;
}

/* Fields about the stored bytes are not the 304's to change. */
static gboolean
is_of_body (const char *name)
{
  return g_ascii_strncasecmp (name, "Content-", 8) == 0 ||
         g_ascii_strcasecmp (name, "Transfer-Encoding") == 0;
}

GPtrArray *
placard_freshness_update_headers (GPtrArray *stored, GPtrArray *answer)
{
  GPtrArray *headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);

  for (guint i = 0; i < stored->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (stored, i);

    if (is_of_body (header->name) || !has_header (answer, header->name))
      g_ptr_array_add (headers, placard_response_header_new (header->name, header->value));
  }
  for (guint i = 0; i < answer->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (answer, i);

    if (!is_of_body (header->name))
      g_ptr_array_add (headers, placard_response_header_new (header->name, header->value));
  }
  return headers;
}

char *
placard_freshness_get_variant (GPtrArray *headers, GPtrArray *fields)
{
  gboolean failed;
  g_auto (GStrv) names = placard_field_value_get_tokens (headers, "Vary", &failed);
  GString *variant;

  if (failed || placard_field_value_has (names, "*", TRUE))
    return NULL;
  variant = g_string_new (NULL);
  for (char **name = names; name && *name; name++) {
    g_autofree char *lower = g_ascii_strdown (*name, -1);
    const PlacardField *field = placard_field_list_find (fields, *name);

    g_string_append_printf (variant, "%s: %s\n", lower, field && field->value ? field->value : "");
  }
  return g_string_free (variant, FALSE);
}
