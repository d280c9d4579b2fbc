/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-options.h"

G_BEGIN_DECLS

/* A request kept in a file: curl's config-file syntax ("header = \"A: b\"", one option a line), every
 * option of the table. A secret is never written; a reference to one, ${NAME} or {{name}}, is. */

#define PLACARD_PROFILE_SUFFIX ".placard"

/**
 * placard_profile_parse:
 * @name: the file's name, for sentences
 * @folder: what relative paths in it are relative to
 *
 * Reads @text into @request. Fails with %PLACARD_ERROR_USAGE or what the request makes of a value; the
 * message begins with @name and the number of the line.
 */
PlacardOptions *placard_profile_parse (const char *text,
                                       const char *name,
                                       const char *folder,
                                       PlacardRequest *request,
                                       GError **error);

/* The same from a file. Blocks on the disk. */
PlacardOptions *placard_profile_load (const char *path, PlacardRequest *request, GError **error);

/**
 * placard_profile_format:
 * @options: (nullable): what to keep beside the request
 * @left_out: (out) (optional) (element-type utf8): what was not written: secrets by the names of their
 *   options, and what no option can say
 *
 * (transfer full)
 */
char *placard_profile_format (PlacardRequest *request,
                              const PlacardOptions *options,
                              GPtrArray **left_out);

/* Writes a profile: the old file or the whole new one, readable by its owner alone. Blocks on the disk. */
gboolean placard_profile_save (const char *path,
                               PlacardRequest *request,
                               const PlacardOptions *options,
                               GPtrArray **left_out,
                               GError **error);

G_END_DECLS
