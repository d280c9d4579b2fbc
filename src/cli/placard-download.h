/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-answer.h"
#include "placard-fetch.h"
#include "placard-options.h"
#include "placard-verdict.h"

G_BEGIN_DECLS

/* One URL: fetched, judged, and kept where the options say. Filled in from placard_download_start()
 * on, read by what reports about it. */
typedef struct _PlacardDownload PlacardDownload;
struct _PlacardDownload {
  const PlacardOptions *options;
  guint number; /* among the addresses of the command line, from 1 */
  char *url;    /* as it was given */
  char *label;  /* what a person is told of it */
  gboolean any; /* whatever comes is wanted, not only a picture */
  PlacardFetch *fetch;
  PlacardResponse *response; /* (nullable): no head of an answer came */
  PlacardVerdict *verdict;   /* (nullable): likewise */
  PlacardAnswer *answer;     /* (nullable): where the picture was found, when the body is none */
  PlacardDownload *outer;    /* (nullable): fetch, response and verdict of that body */
  char *sha256;              /* (nullable): only when it was asked for */
  GFile *saved_as;           /* (nullable) */
  gboolean is_emitted;       /* bytes went to the standard output */
  GError *error;             /* (nullable): why it did not go as it was wanted */
};

/* @download: (transfer full) */
typedef void (*PlacardDownloadFunc) (PlacardDownload *download, gpointer user_data);

/**
 * placard_download_start:
 * @request: whose URL is the one to fetch; copied
 * @options: lives as long as the download
 * @label: (nullable): %NULL for the address without its secrets
 * @func: is called from the default main context when all is done
 *
 * Never fails: the error is a fact of the result.
 */
void placard_download_start (PlacardSession *session,
                             PlacardRequest *request,
                             const PlacardOptions *options,
                             guint number,
                             const char *label,
                             GCancellable *cancellable,
                             PlacardDownloadFunc func,
                             gpointer user_data);
/* One that was stopped before it began: nothing is sent for it. (transfer full) */
PlacardDownload *placard_download_new_stopped (PlacardSession *session,
                                               PlacardRequest *request,
                                               const PlacardOptions *options,
                                               guint number,
                                               const char *label);
void placard_download_free (PlacardDownload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardDownload, placard_download_free)

G_END_DECLS
