/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about limits and the connection. */
#include "placard-option.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-printable.h"

/* A year: more is a slip, and fits every timer. */
#define MAX_SECONDS (366.0 * 24 * 60 * 60)

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

PLACARD_OPTION_READER (seconds)
{
  PlacardLimits limits = *placard_request_get_limits (reading->request);
  double seconds;

  if (!parse_decimal (value, &seconds) || seconds > MAX_SECONDS) {
    g_autofree char *shown = placard_printable (value);

    return placard_option_fail (option, error, _ ("“%s” is not a number of seconds like 30 or 0.5"),
                                shown);
  }
  /* Rounded up: less than a millisecond is not "no limit". */
  *(gint64 *) ((char *) &limits + option->offset) = (gint64) (seconds * 1000 + 0.999);
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
  *(gint64 *) ((char *) &limits + option->offset) = bytes;
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
