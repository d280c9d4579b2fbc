/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
placard_format_amount (goffset bytes, goffset expected)
{
  g_autofree char *have = g_format_size (MAX (bytes, 0));
  g_autofree char *all = NULL;
  char *unit;
  char *all_unit;

  if (expected <= 0)
    return g_steal_pointer (&have);

  all = g_format_size (expected);
  /* "1.2 of 4.8 MB" rather than "1.2 MB of 4.8 MB": g_format_size() joins number and unit by one
   * no-break space. */
  unit = strstr (have, "\302\240");
  all_unit = strstr (all, "\302\240");
  if (unit && all_unit && strcmp (unit, all_unit) == 0)
    *unit = '\0';
  /* Translators: amounts of data, as in "1.2 of 4.8 MB". */
  return g_strdup_printf (_ ("%s of %s"), have, all);
}

char *
placard_format_duration (double milliseconds)
{
  int seconds = (int) (milliseconds / 1000 + 0.5);

  if (milliseconds < 1000)
    /* Translators: milliseconds. */
    return g_strdup_printf (_ ("%.0f ms"), milliseconds);
  if (milliseconds < 59500)
    /* Translators: seconds. */
    return g_strdup_printf (_ ("%.1f s"), milliseconds / 1000);
  /* Translators: minutes and seconds. */
  return g_strdup_printf (_ ("%d min %d s"), seconds / 60, seconds % 60);
}

char *
placard_format_time_left (double seconds)
{
  int whole = (int) (seconds + 0.999);

  if (seconds < 0)
    return NULL;
  if (seconds >= 24 * 60 * 60)
    return g_strdup (_ ("more than a day left"));
  if (whole < 60)
    return g_strdup_printf (ngettext ("%d s left", "%d s left", whole), whole);
  if (whole < 60 * 60)
    /* Translators: minutes and seconds. */
    return g_strdup_printf (_ ("%d min %d s left"), whole / 60, whole % 60);
  /* Translators: hours and minutes. */
  return g_strdup_printf (_ ("%d h %d min left"), whole / 3600, whole / 60 % 60);
}

char *
placard_format_phase (PlacardPhase phase, const char *host)
{
  const char *whom = host ? host : "";

  switch (phase) {
  case PLACARD_PHASE_QUEUED:
    return g_strdup (_ ("Starting"));
  case PLACARD_PHASE_RESOLVING:
    /* Translators: looking up the address of a host name. */
    return g_strdup_printf (_ ("Resolving %s"), whom);
  case PLACARD_PHASE_CONNECTING:
    return g_strdup_printf (_ ("Connecting to %s"), whom);
  case PLACARD_PHASE_TLS:
    return g_strdup_printf (_ ("Securing the connection to %s"), whom);
  case PLACARD_PHASE_SENDING:
    return g_strdup_printf (_ ("Sending to %s"), whom);
  case PLACARD_PHASE_WAITING:
    return g_strdup_printf (_ ("Waiting for the answer of %s"), whom);
  case PLACARD_PHASE_RECEIVING:
  case PLACARD_PHASE_DONE:
  case PLACARD_PHASE_FAILED:
  case PLACARD_PHASE_CANCELLED:
    return NULL;
  }
  return NULL;
}

char *
placard_format_receiving (goffset received, goffset expected, double rate)
{
  g_autofree char *amount = placard_format_amount (received, expected);
  g_autofree char *speed = NULL;
  g_autofree char *left = NULL;

  if (rate < 0)
    return g_steal_pointer (&amount);
  speed = g_format_size ((guint64) rate);
  if (expected > received && rate >= 1)
    left = placard_format_time_left ((double) (expected - received) / rate);
  if (left)
    /* Translators: amount, speed, time left: "1.2 of 4.8 MB – 3.1 MB/s – 2 s left". */
    return g_strdup_printf (_ ("%s – %s/s – %s"), amount, speed, left);
  /* Translators: amount, speed: "1.2 MB – 3.1 MB/s". */
  return g_strdup_printf (_ ("%s – %s/s"), amount, speed);
}

char *
placard_format_status (guint status, const char *text)
{
  if (!text || !*text)
    return g_strdup_printf ("%u", status);
  return g_strdup_printf ("%u %s", status, text);
}

char *
placard_format_size (int width, int height)
{
  /* Translators: width and height in pixels. */
  return g_strdup_printf (_ ("%d × %d"), width, height);
}

char *
placard_format_host (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED, NULL);

  if (!uri || !g_uri_get_host (uri) || !*g_uri_get_host (uri))
    return g_strdup (url);
  if (g_uri_get_port (uri) > 0)
    return g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
  return g_strdup (g_uri_get_host (uri));
}
