/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* One of many requests that are made of one: what it has of its own. Cheap: the request itself is made
 * when its turn has come. */
typedef struct {
  guint number;    /* from 1, in the order in which they were written */
  char *url;       /* as it is sent, but for its variables */
  char **captures; /* what "#1" and so on of --output stand for */
  char **record;   /* (nullable): names and values in turn, its variables */
  int part;        /* index of the file that it sends of the form; -1: the form as it is */
  char *label;     /* what a list calls it: the file's name, or the address without its secrets */
} PlacardBatchItem;

/**
 * placard_batch_item_list:
 * @urls: (element-type utf8): the addresses
 * @globs: whether they may have ranges and lists in them; see placard-glob.h
 * @records: (nullable) (element-type GStrv): rows of a table; every address is asked for each of them
 *
 * All items, the rows slowest, the files of a form that go one by one fastest. Fails with
 * %PLACARD_ERROR_USAGE, as placard_glob_expand() does.
 * (transfer full) (element-type PlacardBatchItem)
 */
GPtrArray *placard_batch_item_list (
    PlacardRequest *request, GPtrArray *urls, gboolean globs, GPtrArray *records, GError **error);

/* Whether the request alone is several: its files go one by one. */
gboolean placard_batch_item_splits (PlacardRequest *request);

/* @request with what is the item's own. (transfer full) */
PlacardRequest *placard_batch_item_make_request (const PlacardBatchItem *self,
                                                 PlacardRequest *request);
/* Whose turn it waits for. (transfer full) (nullable) */
char *placard_batch_item_dup_host (const PlacardBatchItem *self, PlacardRequest *request);

G_END_DECLS
