/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-exchange.h"
#include "placard-request.h"

G_BEGIN_DECLS

/* The name of the part when the target does not say where the picture goes. */
#define PLACARD_FORWARD_FIELD "file"

/* What is forwarded: whole, sealed bytes, and what they really are. */
typedef struct {
  PlacardSpool *spool;
  PlacardVerdict *verdict; /* (nullable) */
  const char *name;        /* safe, with the real extension */
} PlacardForwardSource;

/**
 * placard_forward_build:
 * @target: where it goes: address, method, credentials, fields, and where in the body the picture is meant:
 *   what would come from standard input, as in `--form image=@-` or `--upload-file -`. Without a body:
 *   the one file part of a form, %PLACARD_FORWARD_FIELD
 * @source: what was fetched; its bytes are read from where they are, its server is not asked again
 *
 * The request that sends the bytes of @source on to @target (SPEC N7, UP3, UP5), under the file name and
 * the type that they really have. Bytes that were cut are not forwarded: fails with %PLACARD_ERROR_TRUNCATED.
 * (transfer full)
 */
PlacardRequest *
placard_forward_build (PlacardRequest *target, const PlacardForwardSource *source, GError **error);
/* The same of an exchange. */
PlacardRequest *placard_forward_build_from_exchange (PlacardRequest *target,
                                                     PlacardExchange *exchange,
                                                     GError **error);

/**
 * placard_forward_load_target:
 * @path: a profile
 *
 * Fails with %PLACARD_ERROR_USAGE and what the request makes of a value. (transfer full)
 */
PlacardRequest *placard_forward_load_target (const char *path, GError **error);

/**
 * placard_forward_as_part:
 * @field: the part's name
 * @file_name: (nullable): what the picture is called there, instead of its own name
 * @type: (nullable): what it is said to be, instead of what it is
 *
 * Makes @target take the picture as a file part of a form, after the text parts that it has.
 */
void placard_forward_as_part (PlacardRequest *target,
                              const char *field,
                              const char *file_name,
                              const char *type);

/* Makes @target take the picture as its whole body. A Content-Type of its own says another type. */
void placard_forward_as_body (PlacardRequest *target);

G_END_DECLS
