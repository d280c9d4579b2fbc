/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-fetch.h"

G_BEGIN_DECLS

/* Pure functions from facts to the words that the window shows: no widget, no state. */

/* "1.2 MB", "1.2 of 4.8 MB" when @expected is more than 0. (transfer full) */
char *placard_format_amount (goffset bytes, goffset expected);

/* "84 ms", "2.3 s", "3 min 5 s". (transfer full) */
char *placard_format_duration (double milliseconds);

/* "2 s left"; %NULL when @seconds is negative, which means unknown. (transfer full) (nullable) */
char *placard_format_time_left (double seconds);

/**
 * placard_format_phase:
 * @host: (nullable): whom it is about
 *
 * "Resolving api.example", "Connecting to api.example", ...: what goes on, in words. %NULL while
 * receiving and at the end: other words tell those. (transfer full) (nullable)
 */
char *placard_format_phase (PlacardPhase phase, const char *host);

/**
 * placard_format_receiving:
 * @rate: bytes a second, negative when not known yet
 *
 * "1.2 of 4.8 MB – 3.1 MB/s – 2 s left", as far as it is known. (transfer full)
 */
char *placard_format_receiving (goffset received, goffset expected, double rate);

/* "200 OK", "404". (transfer full) */
char *placard_format_status (guint status, const char *text);

/* "330 × 330". (transfer full) */
char *placard_format_size (int width, int height);

/* The host of @url, with the port when there is one; @url itself when it has none. (transfer full) */
char *placard_format_host (const char *url);

G_END_DECLS
