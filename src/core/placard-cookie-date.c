/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cookie.h"

#include <string.h>

/* The date of an Expires attribute is whatever servers have sent since 1994: tokens in any order, read by
 * the algorithm of RFC 6265, section 5.1.1, and by nothing else. */

typedef struct {
  int hour, minute, second; /* -1: not found */
  int day, month, year;
} Found;

static gboolean
is_delimiter (guchar c)
{
  return c == '\t' || (c >= 0x20 && c <= 0x2f) || (c >= 0x3b && c <= 0x40) ||
         (c >= 0x5b && c <= 0x60) || (c >= 0x7b && c <= 0x7e);
}

/* @least to @most digits, then anything but a digit; the number of characters, 0 when there are none. */
static gsize
read_number (const char *text, gsize least, gsize most, int *number)
{
  gsize n = strspn (text, "0123456789");

  if (n < least || n > most)
    return 0;
  *number = 0;
  for (gsize i = 0; i < n; i++)
    *number = *number * 10 + (text[i] - '0');
  return n;
}

static gboolean
read_time (const char *token, Found *found)
{
  int hour, minute, second;
  gsize at = read_number (token, 1, 2, &hour), n;

  if (!at || token[at] != ':')
    return FALSE;
  at++;
  n = read_number (token + at, 1, 2, &minute);
  if (!n || token[at + n] != ':')
    return FALSE;
  if (!read_number (token + at + n + 1, 1, 2, &second))
    return FALSE;
  found->hour = hour;
  found->minute = minute;
  found->second = second;
  return TRUE;
}

static gboolean
read_month (const char *token, Found *found)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

  if (strlen (token) < 3)
    return FALSE;
  for (int i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (token, months + 3 * i, 3) == 0) {
      found->month = i + 1;
      return TRUE;
    }
  return FALSE;
}

/* Each kind is taken once, in the standard's order of asking. */
static void
take_token (const char *token, Found *found)
{
  if (found->hour < 0 && read_time (token, found))
    return;
  if (found->day < 0 && read_number (token, 1, 2, &found->day))
    return;
  if (found->month < 0 && read_month (token, found))
    return;
  if (found->year < 0)
    read_number (token, 2, 4, &found->year);
}

static gboolean
is_possible (const Found *found)
{
  return found->hour >= 0 && found->hour <= 23 && found->minute <= 59 && found->second <= 59 &&
         found->month > 0 && found->year >= 1601 && found->day >= 1 &&
         g_date_valid_dmy ((GDateDay) found->day, (GDateMonth) found->month,
                           (GDateYear) found->year);
}

gboolean
placard_cookie_parse_date (const char *text, gint64 *seconds)
{
  Found found = {-1, -1, -1, -1, -1, -1};
  g_autoptr (GDateTime) date = NULL;

  while (*text) {
    g_autofree char *token = NULL;
    gsize n = 0;

    while (text[n] && !is_delimiter ((guchar) text[n]))
      n++;
    token = g_strndup (text, n);
    if (n > 0)
      take_token (token, &found);
    text += n > 0 ? n : 1;
  }
  if (found.year >= 70 && found.year <= 99)
    found.year += 1900;
  else if (found.year >= 0 && found.year <= 69)
    found.year += 2000;
  if (!is_possible (&found))
    return FALSE;
  date = g_date_time_new_utc (found.year, found.month, found.day, found.hour, found.minute,
                              found.second);
  *seconds = date ? g_date_time_to_unix (date) : 0;
  return date != NULL;
}
