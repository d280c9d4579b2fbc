/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-download.h"

G_BEGIN_DECLS

/* What a person and a program are told: sentences on the standard error, results on the standard output. */

void placard_report_say (const char *sentence);

/**
 * placard_report_download:
 * @n_items: of how many the download is one; of several, each sentence says of which it is
 */
void placard_report_download (const PlacardDownload *download, guint n_items);

/* What became of the items of a batch. */
typedef struct {
  guint done;
  guint failed;
  guint skipped; /* they have a file already */
  guint stopped; /* by a signal or the first failure, before or after they were begun */
} PlacardTally;

/* One line for a person, when there were several. */
void placard_report_tally (const PlacardTally *tally);

G_END_DECLS
