/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about limits and the connection. */
#include "placard-option.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-printable.h"

/* A year: more is a slip, and fits every timer. */
#define MAX_SECONDS (366.0 * 24 * 60 * 60)

static gint64 *
limit_at (PlacardLimits *limits, const PlacardOption *option)
{
  return (gint64 *) (gpointer) ((char *) limits + option->offset);
}

/* Digits with at most one point: no sign, no exponent, no hexadecimal. */
static gboolean
parse_decimal (const char *text, double *number)
{
  gsize digits = strspn (text, "0123456789");
  gsize length = digits;

  if (text[length] == '.')
    length += 1 + strspn (text + length + 1, "0123456789");
  *number = g_ascii_strtod (text, NULL);
  return text[length] == '\0' && length > (digits != length);
}

gboolean
placard_option_parse_seconds (const char *text, gint64 *milliseconds)
{
  double seconds;

  if (!parse_decimal (text, &seconds) || seconds > MAX_SECONDS)
    return FALSE;
  /* Rounded up: less than a millisecond is not "no limit". */
  *milliseconds = (gint64) (seconds * 1000 + 0.999);
  return TRUE;
}

char *
placard_option_format_seconds (gint64 milliseconds)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%" G_GINT64_FORMAT ".%03d", milliseconds / 1000,
                   (int) (milliseconds % 1000));
  while (g_str_has_suffix (text->str, "0"))
    g_string_truncate (text, text->len - 1);
  if (g_str_has_suffix (text->str, "."))
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

PLACARD_OPTION_READER (seconds)
{
  PlacardLimits limits = *placard_request_get_limits (reading->request);
  gint64 *limit = limit_at (&limits, option);

  if (!placard_option_parse_seconds (value, limit)) {
    g_autofree char *shown = placard_printable (value);

    return placard_option_fail (option, error, _ ("“%s” is not a number of seconds like 30 or 0.5"),
                                shown);
  }
  placard_request_set_limits (reading->request, &limits);
  return TRUE;
}

static gboolean
parse_bytes (const char *text, gint64 *bytes)
{
  static const char units[] = "kmgt";
  char *end = NULL;
  guint64 number;
  gint64 unit = 1;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  errno = 0;
  number = g_ascii_strtoull (text, &end, 10);
  if (*end) {
    const char *at = strchr (units, g_ascii_tolower (*end));

    if (!at || end[1] != '\0')
      return FALSE;
    unit = (gint64) 1 << (10 * (at - units + 1));
  }
  if (errno || number > (guint64) (G_MAXINT64 / unit))
    return FALSE;
  *bytes = (gint64) number * unit;
  return TRUE;
}

PLACARD_OPTION_READER (bytes)
{
  PlacardLimits limits = *placard_request_get_limits (reading->request);
  gint64 bytes;

  if (!parse_bytes (value, &bytes)) {
    g_autofree char *shown = placard_printable (value);

    return placard_option_fail (option, error, _ ("“%s” is not a number of bytes like 5000 or 20M"),
                                shown);
  }
  *limit_at (&limits, option) = bytes;
  placard_request_set_limits (reading->request, &limits);
  return TRUE;
}

PLACARD_OPTION_READER (max_redirs)
{
  PlacardLimits limits = *placard_request_get_limits (reading->request);
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 10, 0, 1000, &number, NULL)) {
    g_autofree char *shown = placard_printable (value);

    return placard_option_fail (option, error, _ ("“%s” is not a number from 0 to 1000"), shown);
  }
  limits.max_redirects = (guint) number;
  placard_request_set_limits (reading->request, &limits);
  return TRUE;
}

PLACARD_OPTION_READER (cacert)
{
  g_autofree char *path = placard_option_resolve_path (reading, value);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_autofree char *shown = placard_printable (path);

    return placard_option_fail (option, error, _ ("the file “%s” cannot be read"), shown);
  }
  placard_request_set_ca_file (reading->request, path);
  return TRUE;
}

/* Writing back: what differs from what is so when nothing is said. */

PLACARD_OPTION_WRITER (seconds)
{
  PlacardLimits limits = *placard_request_get_limits (writing->request);
  PlacardLimits defaults = *placard_request_get_limits (writing->defaults);
  g_autofree char *text = placard_option_format_seconds (*limit_at (&limits, option));

  if (*limit_at (&limits, option) != *limit_at (&defaults, option))
    placard_option_writing_add (writing, option, text, NULL);
}

PLACARD_OPTION_WRITER (bytes)
{
  PlacardLimits limits = *placard_request_get_limits (writing->request);
  PlacardLimits defaults = *placard_request_get_limits (writing->defaults);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, *limit_at (&limits, option));

  if (*limit_at (&limits, option) != *limit_at (&defaults, option))
    placard_option_writing_add (writing, option, text, NULL);
}

PLACARD_OPTION_WRITER (max_redirs)
{
  guint number = placard_request_get_limits (writing->request)->max_redirects;
  g_autofree char *text = g_strdup_printf ("%u", number);

  if (number != placard_request_get_limits (writing->defaults)->max_redirects)
    placard_option_writing_add (writing, option, text, NULL);
}

PLACARD_OPTION_WRITER (cacert)
{
  const char *path = placard_request_get_ca_file (writing->request);

  if (path)
    placard_option_writing_add (writing, option, path, NULL);
}
