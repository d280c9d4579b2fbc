/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-error.h"

#include <gio/gio.h>

/* By hand: clang-format puts blanks into what G_DEFINE_QUARK makes the name of. */
GQuark
placard_error_quark (void)
{
  return g_quark_from_static_string ("placard-error-quark");
}

PlacardExitCode
placard_error_exit_code (const GError *error)
{
  if (!error)
    return PLACARD_EXIT_DONE;
  if (error->domain != PLACARD_ERROR)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? PLACARD_EXIT_CANCELLED
                                                                     : PLACARD_EXIT_NETWORK;

  /* No default: the compiler names a code that was forgotten here. */
  switch ((PlacardError) error->code) {
  case PLACARD_ERROR_USAGE:
  case PLACARD_ERROR_INVALID_URL:
  case PLACARD_ERROR_INVALID_METHOD:
  case PLACARD_ERROR_INVALID_HEADER:
  case PLACARD_ERROR_INVALID_BODY:
    return PLACARD_EXIT_USAGE;
  case PLACARD_ERROR_RESOLVE:
  case PLACARD_ERROR_REFUSED:
  case PLACARD_ERROR_UNREACHABLE:
  case PLACARD_ERROR_RESET:
  case PLACARD_ERROR_PROTOCOL:
  case PLACARD_ERROR_PROXY:
  case PLACARD_ERROR_REDIRECT:
  case PLACARD_ERROR_TOO_LARGE:
  case PLACARD_ERROR_NOT_IN_CACHE:
    return PLACARD_EXIT_NETWORK;
  case PLACARD_ERROR_HTTP_STATUS:
    return PLACARD_EXIT_HTTP_STATUS;
  case PLACARD_ERROR_NOT_AN_IMAGE:
  case PLACARD_ERROR_EMPTY:
    return PLACARD_EXIT_NOT_AN_IMAGE;
  case PLACARD_ERROR_TRUNCATED:
  case PLACARD_ERROR_UNDECODABLE:
  case PLACARD_ERROR_PICTURE_TOO_LARGE:
  case PLACARD_ERROR_DECODER:
    return PLACARD_EXIT_TRUNCATED;
  case PLACARD_ERROR_CANCELLED:
    return PLACARD_EXIT_CANCELLED;
  case PLACARD_ERROR_TIMED_OUT:
    return PLACARD_EXIT_TIMED_OUT;
  case PLACARD_ERROR_INTEGRITY:
    return PLACARD_EXIT_INTEGRITY;
  case PLACARD_ERROR_TLS:
    return PLACARD_EXIT_TLS;
  case PLACARD_ERROR_SAVE:
  case PLACARD_ERROR_SAVE_EXISTS:
  case PLACARD_ERROR_SAVE_NO_SPACE:
  case PLACARD_ERROR_SAVE_PERMISSION:
    return PLACARD_EXIT_SAVE;
  case PLACARD_ERROR_REDIRECT_REFUSED:
  case PLACARD_ERROR_SAME_ORIGIN:
  case PLACARD_ERROR_CORS:
    return PLACARD_EXIT_POLICY;
  }
  return PLACARD_EXIT_NETWORK;
}
