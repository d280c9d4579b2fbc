/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PLACARD_ERROR:
 *
 * The one error domain of the core. The message of an error is a plain, translated sentence that names
 * the host, the field, the number: it is made where the facts are known. Title and advice derive from
 * the code (see the app's `explain`), the exit status from placard_error_exit_code().
 */
#define PLACARD_ERROR (placard_error_quark ())

typedef enum {
  /* The request itself: nothing was sent. */
  PLACARD_ERROR_USAGE, /* an option is unknown, lacks its argument, or contradicts another */
  PLACARD_ERROR_INVALID_URL,
  PLACARD_ERROR_INVALID_METHOD,
  PLACARD_ERROR_INVALID_HEADER,
  PLACARD_ERROR_INVALID_BODY,

  /* The network. */
  PLACARD_ERROR_RESOLVE,     /* the host name has no address */
  PLACARD_ERROR_REFUSED,     /* nothing listens at that port */
  PLACARD_ERROR_UNREACHABLE, /* no route, network down, offline */
  PLACARD_ERROR_RESET,       /* closed or reset before the answer's head was whole */
  PLACARD_ERROR_PROTOCOL,    /* the answer is not HTTP, or contradicts itself */
  PLACARD_ERROR_PROXY,       /* the proxy failed or refused; never the site's own answer */
  PLACARD_ERROR_REDIRECT,    /* too many, or a Location that cannot be followed */
  PLACARD_ERROR_TOO_LARGE,   /* the body passed --max-filesize or the ratio of decompression */
  PLACARD_ERROR_NOT_IN_CACHE,

  /* The answer. */
  PLACARD_ERROR_HTTP_STATUS, /* the status is not ok (outside 200-299) */
  PLACARD_ERROR_NOT_AN_IMAGE,
  PLACARD_ERROR_EMPTY,             /* 204, 205, 304 or no byte at all */
  PLACARD_ERROR_TRUNCATED,         /* the body or the picture in it ends early */
  PLACARD_ERROR_UNDECODABLE,       /* broken, or the format has no loader here */
  PLACARD_ERROR_PICTURE_TOO_LARGE, /* more pixels than the budget */
  PLACARD_ERROR_DECODER,           /* the decoder process died, hung or spoke nonsense */

  /* Somebody or something stopped it. */
  PLACARD_ERROR_CANCELLED,
  PLACARD_ERROR_TIMED_OUT, /* the message says which timer */
  PLACARD_ERROR_INTEGRITY,
  PLACARD_ERROR_TLS, /* the certificate is not acceptable, or the port speaks no TLS */

  /* Saving. */
  PLACARD_ERROR_SAVE, /* the message names the path and the reason */
  PLACARD_ERROR_SAVE_EXISTS,
  PLACARD_ERROR_SAVE_NO_SPACE,
  PLACARD_ERROR_SAVE_PERMISSION,

  /* Policy. */
  PLACARD_ERROR_REDIRECT_REFUSED, /* redirect=error, or https to http with credentials */
  PLACARD_ERROR_SAME_ORIGIN,
  PLACARD_ERROR_CORS,
} PlacardError;

GQuark placard_error_quark (void);

/* Exit statuses of `placard fetch`; a number once released keeps its meaning. */
typedef enum {
  PLACARD_EXIT_DONE = 0,
  PLACARD_EXIT_USAGE = 2,
  PLACARD_EXIT_NETWORK = 3,
  PLACARD_EXIT_HTTP_STATUS = 4,
  PLACARD_EXIT_NOT_AN_IMAGE = 5,
  PLACARD_EXIT_TRUNCATED = 6,
  PLACARD_EXIT_CANCELLED = 7,
  PLACARD_EXIT_TIMED_OUT = 8,
  PLACARD_EXIT_INTEGRITY = 9,
  PLACARD_EXIT_TLS = 10,
  PLACARD_EXIT_SAVE = 11,
  PLACARD_EXIT_POLICY = 12,
} PlacardExitCode;

/**
 * placard_error_exit_code:
 * @error: (nullable): an error of any domain, or %NULL for success
 *
 * The exit status that stands for @error. Foreign domains: cancellation is 7, anything else 3.
 */
PlacardExitCode placard_error_exit_code (const GError *error);

G_END_DECLS
