/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-field.h"

G_BEGIN_DECLS

/* The rules of what may stand in a request's head, checked before libsoup sees it: what libsoup does
 * with a bad one differs from silence to injection (RELIABILITY, "Injection and traps"). */

/* A token of RFC 9110, section 5.6.2: at least one character. */
gboolean placard_header_is_token (const char *text);

/**
 * placard_header_check_method:
 *
 * RFC 9110, section 9.1. CONNECT is refused always, TRACE unless @allow_trace.
 * Fails with %PLACARD_ERROR_INVALID_METHOD.
 */
gboolean placard_header_check_method (const char *method, gboolean allow_trace, GError **error);

/**
 * placard_header_check:
 * @value: (nullable): %NULL stands for a default header that is not to be sent
 * @allow_host: whether a Host of the person's own is wanted
 *
 * RFC 9110, sections 5.1 and 5.5, and the fields that only the transport may set. The message names the
 * field and never its value. Fails with %PLACARD_ERROR_INVALID_HEADER.
 */
gboolean
placard_header_check (const char *name, const char *value, gboolean allow_host, GError **error);

/* Whether it is a Content-Length: taken when it is a number, never sent as it was written (HD17). */
gboolean placard_header_is_content_length (const char *name, const char *value);

/* A Content-Type of multipart/form-data without its boundary, which is of no use to anybody (UL6). */
gboolean placard_header_lacks_boundary (const char *name, const char *value);

/* Whether the configured @field goes on the wire as it stands. */
gboolean placard_header_is_sent (const PlacardField *field);

/**
 * placard_header_get_managed_reason:
 *
 * One translated sentence why the field cannot be set by hand (HD11), or %NULL when it can.
 */
const char *placard_header_get_managed_reason (const char *name);

G_END_DECLS
