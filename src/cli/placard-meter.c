/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-meter.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define INTERVAL_MS 100
/* The weight of the newest interval in the rate. */
#define SMOOTHING 0.15

struct _PlacardMeter {
  PlacardFetch *fetch;
  PlacardMeterStyle style;
  guint number;
  int fd;
  guint timer;
  goffset last;
  double rate;
};

char *
placard_meter_format (goffset received, goffset expected, double rate)
{
  g_autofree char *have = g_format_size ((guint64) received);
  g_autofree char *all = expected >= received ? g_format_size ((guint64) expected) : NULL;
  g_autofree char *speed = rate >= 1 ? g_format_size ((guint64) rate) : NULL;
  g_autoptr (GString) line = g_string_new (NULL);

  if (all)
    /* Translators: bytes so far, bytes in all */
    g_string_append_printf (line, _ ("%s of %s"), have, all);
  else
    g_string_append (line, have);
  if (speed)
    g_string_append_printf (line, " - %s/s", speed);
  if (speed && all) {
    gint64 seconds = (gint64) ((double) (expected - received) / rate + 0.999);

    g_string_append (line, " - ");
    g_string_append_printf (line, _ ("%lld s left"), (long long) seconds);
  }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static goffset
get_expected (PlacardMeter *self)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->fetch);

  return response ? placard_response_get_expected_length (response) : -1;
}

static char *
describe_phase (PlacardMeter *self)
{
  switch (placard_fetch_get_phase (self->fetch)) {
  case PLACARD_PHASE_QUEUED:
  case PLACARD_PHASE_RESOLVING:
    return g_strdup (_ ("Looking up the host"));
  case PLACARD_PHASE_CONNECTING:
  case PLACARD_PHASE_TLS:
    return g_strdup (_ ("Connecting"));
  case PLACARD_PHASE_SENDING:
    return g_strdup (_ ("Sending"));
  case PLACARD_PHASE_WAITING:
    return g_strdup (_ ("Waiting for the answer"));
  case PLACARD_PHASE_RECEIVING:
    return placard_meter_format (placard_fetch_get_wire_received (self->fetch), get_expected (self),
                                 self->rate);
  case PLACARD_PHASE_DONE:
  case PLACARD_PHASE_FAILED:
  case PLACARD_PHASE_CANCELLED:
    break;
  }
  return g_strdup ("");
}

static void
print_json (PlacardMeter *self)
{
  goffset expected = get_expected (self);
  g_autofree char *all =
      expected < 0 ? g_strdup ("null") : g_strdup_printf ("%" G_GOFFSET_FORMAT, expected);

  dprintf (self->fd,
           "{\"item\":%u,\"phase\":\"%s\",\"received\":%" G_GOFFSET_FORMAT
           ",\"expected\":%s,\"sent\":%" G_GOFFSET_FORMAT "}\n",
           self->number, placard_phase_to_string (placard_fetch_get_phase (self->fetch)),
           placard_fetch_get_wire_received (self->fetch), all,
           placard_fetch_get_body_sent (self->fetch));
}

static void
print_line (PlacardMeter *self)
{
  goffset received = placard_fetch_get_wire_received (self->fetch);
  double now = (double) (received - self->last) * 1000 / INTERVAL_MS;
  g_autofree char *text = NULL;

  self->rate = self->rate > 0 ? self->rate * (1 - SMOOTHING) + now * SMOOTHING : now;
  self->last = received;
  text = describe_phase (self);
  dprintf (self->fd, "\r\033[K%s", text);
}

static gboolean
tick_cb (gpointer data)
{
  PlacardMeter *self = data;

  if (self->style == PLACARD_METER_JSON)
    print_json (self);
  else
    print_line (self);
  return G_SOURCE_CONTINUE;
}

PlacardMeter *
placard_meter_new (PlacardFetch *fetch, PlacardMeterStyle style, guint number, int fd)
{
  PlacardMeter *self = g_new0 (PlacardMeter, 1);

  self->fetch = g_object_ref (fetch);
  self->style = style;
  self->number = number;
  self->fd = fd;
  self->timer = g_timeout_add (INTERVAL_MS, tick_cb, self);
  return self;
}

void
placard_meter_free (PlacardMeter *self)
{
  g_source_remove (self->timer);
  if (self->style == PLACARD_METER_JSON)
    print_json (self);
  else
    dprintf (self->fd, "\r\033[K");
  g_object_unref (self->fetch);
  g_free (self);
}
