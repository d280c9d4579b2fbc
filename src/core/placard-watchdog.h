/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* The timers over one transfer. libsoup's own is one for each read: a byte now and then defeats it, and
 * its HTTP/2 does not keep it at all. */
typedef enum {
  PLACARD_TIMER_CONNECT,    /* resolving, connecting, TLS */
  PLACARD_TIMER_FIRST_BYTE, /* from the last byte sent to the first byte of the answer */
  PLACARD_TIMER_HEADERS,    /* from the last byte sent to the end of the answer's head */
  PLACARD_TIMER_IDLE,       /* no byte of body went or came */
  PLACARD_TIMER_LOW_SPEED,  /* bytes come, but too slowly for too long */
  PLACARD_TIMER_TOTAL,
  PLACARD_N_TIMERS,
} PlacardTimer;

typedef struct _PlacardWatchdog PlacardWatchdog;
typedef void (*PlacardWatchdogFunc) (PlacardTimer timer, gpointer user_data);

/* Works in @context and belongs to its thread. Every timer is off at first; a limit of 0 keeps it off.
 * @func may free the watchdog. */
PlacardWatchdog *placard_watchdog_new (GMainContext *context,
                                       const PlacardLimits *limits,
                                       PlacardWatchdogFunc func,
                                       gpointer user_data);
void placard_watchdog_free (PlacardWatchdog *self);

/* Starts to count, from now. */
void placard_watchdog_arm (PlacardWatchdog *self, PlacardTimer timer);
void placard_watchdog_disarm (PlacardWatchdog *self, PlacardTimer timer);
/* @n_bytes more went or came: the idle timer starts anew, and they count for the speed. Cheap. */
void placard_watchdog_touch (PlacardWatchdog *self, gsize n_bytes);

/* The sentence for @timer, %PLACARD_ERROR_TIMED_OUT. @host is named in it. (transfer full) */
GError *
placard_watchdog_describe (PlacardTimer timer, const PlacardLimits *limits, const char *host);

G_END_DECLS
