/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-download.h"
#include "placard-save.h"

G_BEGIN_DECLS

/* What of a download is kept, and where: the rules of `placard fetch` and nothing that happens. */

gboolean placard_keeping_goes_to_stdout (const PlacardOptions *options);
gboolean placard_keeping_wants_file (const PlacardOptions *options);
gboolean placard_keeping_wants_hash (const PlacardOptions *options);
/* A name that the person typed is meant; one that was made overwrites nothing. */
PlacardSaveMode placard_keeping_get_mode (const PlacardOptions *options);
/* Where the body is to lie in the end, so that it need not be copied. (transfer full) (nullable):
 * anywhere */
char *placard_keeping_dup_folder (const PlacardOptions *options);

/**
 * placard_keeping_foresee_path:
 * @url: as it was given
 *
 * The path that the answer will be written to, as far as that is known before it comes: not when the
 * server has a say in the name, nor when the name's extension depends on the answer. (transfer full)
 * (nullable)
 */
char *placard_keeping_foresee_path (const PlacardOptions *options, const char *url);
/* Whether --output names a file of its own for each of @items (element-type PlacardBatchItem). */
gboolean placard_keeping_tells_apart (const PlacardOptions *options, GPtrArray *items);

/* The rest is about a download whose verdict is there. */

/* (transfer full) (nullable): what is wrong with it for somebody who asked with these options. */
GError *placard_keeping_judge (const PlacardDownload *download);
/* Pictures only, unless any; whole ones only, unless --keep-partial. */
gboolean placard_keeping_is_due (const PlacardDownload *download);
/* (transfer full). Fails with %PLACARD_ERROR_USAGE: the name has a word in it that does not
 * exist. */
GFile *placard_keeping_choose_file (const PlacardDownload *download, GError **error);

G_END_DECLS
