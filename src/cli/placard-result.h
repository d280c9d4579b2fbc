/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-download.h"

G_BEGIN_DECLS

/**
 * placard_result_to_json:
 *
 * The object of --json-result on one line: the Fetch standard's names, then Placard's own. A field
 * once released keeps its name. (transfer full)
 */
char *placard_result_to_json (const PlacardDownload *download);

/* curl's %{header_json}: an object from names in lower case to arrays of values. (transfer full) */
char *placard_result_headers_to_json (const PlacardDownload *download);

G_END_DECLS
