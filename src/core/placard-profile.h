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

/**
 * placard_profile_keep_values:
 * @name: of any option of the table
 * @values: (nullable) (array zero-terminated): as the option takes them, "" for a flag; %NULL or empty
 *   takes the option out of the profile
 *
 * Changes what a profile says about one option, and leaves every other line, comments included, as it is:
 * the old file or the whole new one. Fails with %PLACARD_ERROR_USAGE when a value is none, is a secret
 * that is no reference, or the profile has a line that is wrong; with %PLACARD_ERROR_SAVE when it cannot
 * be written. Blocks on the disk.
 */
gboolean placard_profile_keep_values (const char *path,
                                      const char *name,
                                      const char *const *values,
                                      GError **error);

/* The same with what @request says about the option now. */
gboolean
placard_profile_keep (const char *path, PlacardRequest *request, const char *name, GError **error);

/**
 * placard_profile_keep_all:
 * @left_out: (out) (optional) (element-type utf8): see placard_profile_format()
 *
 * Keeps every option in which @request differs from its profile, line by line as above where that says the
 * same, else by writing the whole profile anew.
 */
gboolean placard_profile_keep_all (const char *path,
                                   PlacardRequest *request,
                                   GPtrArray **left_out,
                                   GError **error);

G_END_DECLS
