/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-retry.h"

#include "placard-error.h"

#include <libsoup/soup.h>
#include <string.h>

#define FIRST_PAUSE_MS 1000
#define LONGEST_PAUSE_MS (10 * 60 * 1000)

PlacardRetry
placard_retry_new (const PlacardTransport *transport)
{
  return (PlacardRetry){
      .left = transport->retry,
      .pause_ms = transport->retry_delay_ms > 0 ? transport->retry_delay_ms : FIRST_PAUSE_MS,
      .grows = transport->retry_delay_ms <= 0,
      .until_ms = transport->retry_max_ms,
  };
}

gboolean
placard_retry_is_passing_error (const GError *error)
{
  static const PlacardError passing[] = {
      PLACARD_ERROR_RESOLVE, PLACARD_ERROR_REFUSED,   PLACARD_ERROR_UNREACHABLE,
      PLACARD_ERROR_RESET,   PLACARD_ERROR_TRUNCATED, PLACARD_ERROR_TIMED_OUT,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (passing); i++)
    if (g_error_matches (error, PLACARD_ERROR, passing[i]))
      return TRUE;
  return FALSE;
}

gboolean
placard_retry_is_passing_status (guint status)
{
  return status == 408 || status == 429 || status == 500 || (status >= 502 && status <= 504);
}

gint64
placard_retry_parse_after (const char *value, GDateTime *now)
{
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds;
  char *end;

  if (!value)
    return -1;
  if (g_ascii_isdigit (*value)) {
    seconds = g_ascii_strtoull (value, &end, 10);
    return *end == '\0' ? (gint64) MIN (seconds, G_MAXINT32) * 1000 : -1;
  }
  date = soup_date_time_new_from_http_string (value);
  return date ? MAX (0, g_date_time_difference (date, now) / 1000) : -1;
}

gint64
placard_retry_next (PlacardRetry *self, gint64 after_ms, gint64 elapsed_ms)
{
  gint64 pause = after_ms >= 0 ? after_ms : self->pause_ms;

  if (self->left == 0 || (self->until_ms > 0 && elapsed_ms + pause > self->until_ms))
    return -1;
  self->left--;
  if (self->grows)
    self->pause_ms = MIN (self->pause_ms * 2, LONGEST_PAUSE_MS);
  return pause;
}

/* --- going on ---------------------------------------------------------------------------------- */

/* (nullable): a weak one says nothing of bytes. */
static const char *
strong_etag (PlacardResponse *response)
{
  const char *etag = placard_response_get_header (response, "ETag");

  return etag && *etag == '"' ? etag : NULL;
}

static gboolean
has_field (const PlacardStep *step, const char *name)
{
  for (guint i = 0; i < step->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (step->headers, i);

    if (g_ascii_strcasecmp (field->name, name) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
placard_retry_can_resume (const PlacardStep *step, PlacardResponse *response)
{
  return g_str_equal (step->method, "GET") && placard_response_get_status (response) == 200 &&
         strong_etag (response) && !placard_response_get_header (response, "Content-Encoding") &&
         !has_field (step, "Range");
}

static void
add_field (GPtrArray *headers, const char *name, const char *value)
{
  PlacardField *field = g_new0 (PlacardField, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->enabled = TRUE;
  g_ptr_array_add (headers, field);
}

PlacardStep *
placard_retry_make_resume (const PlacardStep *step, PlacardResponse *response, goffset received)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GOFFSET_FORMAT "-", received);

  for (guint i = 0; i < step->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (step->headers, i);

    if (g_ascii_strcasecmp (field->name, "Range") != 0 &&
        g_ascii_strcasecmp (field->name, "If-Range") != 0)
      g_ptr_array_add (headers, placard_field_copy (field));
  }
  add_field (headers, "Range", range);
  add_field (headers, "If-Range", strong_etag (response));
  return placard_step_new (step->method, step->uri, headers, NULL, step->credentials);
}

/* "bytes 500-999/1000", RFC 9110, section 14.4. */
static gboolean
is_range_right (const char *value, goffset start, goffset total)
{
  gint64 from, to, all = -1;
  char *end;

  if (!value || !g_str_has_prefix (value, "bytes "))
    return FALSE;
  from = g_ascii_strtoll (value + strlen ("bytes "), &end, 10);
  if (*end != '-')
    return FALSE;
  to = g_ascii_strtoll (end + 1, &end, 10);
  if (*end != '/')
    return FALSE;
  if (end[1] != '*')
    all = g_ascii_strtoll (end + 1, NULL, 10);
  return from == start && to >= from && (total < 0 || to + 1 == total) &&
         (total < 0 || all < 0 || all == total);
}

gboolean
placard_retry_check_resume (PlacardResponse *first,
                            PlacardResponse *answer,
                            goffset received,
                            goffset *skip)
{
  guint status = placard_response_get_status (answer);
  const char *etag = placard_response_get_header (answer, "ETag");

  if (placard_response_get_header (answer, "Content-Encoding"))
    return FALSE;
  if (status == 200) { /* all of it again: the same bytes are passed over */
    *skip = received;
    return g_strcmp0 (etag, strong_etag (first)) == 0;
  }
  *skip = 0;
  return status == 206 && (!etag || g_str_equal (etag, strong_etag (first))) &&
         is_range_right (placard_response_get_header (answer, "Content-Range"), received,
                         placard_response_get_expected_length (first));
}
