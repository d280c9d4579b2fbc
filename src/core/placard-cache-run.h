/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cache.h"
#include "placard-field.h"
#include "placard-response.h"
#include "placard-spool.h"

G_BEGIN_DECLS

/* Where an answer came from. */
typedef enum {
  PLACARD_CACHE_USE_NONE,      /* from the server */
  PLACARD_CACHE_USE_STORED,    /* from the cache; the server was not asked */
  PLACARD_CACHE_USE_VALIDATED, /* from the cache; the server says that it still holds */
} PlacardCacheUse;

/* What the cache does to one fetch, hop by hop. Sends nothing itself. Belongs to the network thread. */
typedef struct _PlacardCacheRun PlacardCacheRun;

PlacardCacheRun *placard_cache_run_new (PlacardCache *cache, const PlacardPolicy *policy);
void placard_cache_run_free (PlacardCacheRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCacheRun, placard_cache_run_free)

/**
 * placard_cache_run_enter:
 * @fields: (element-type PlacardField): what this hop sends; conditions and Cache-Control are added to it
 * @now: seconds since 1970
 *
 * What to do with this hop. %PLACARD_CACHE_USE: the answer is placard_cache_run_take_response().
 */
PlacardCacheAction placard_cache_run_enter (
    PlacardCacheRun *self, const char *method, GUri *uri, GPtrArray *fields, gint64 now);

/**
 * placard_cache_run_take_head:
 *
 * The head of the server's answer to this hop. %TRUE: it is the 304 that was asked for, and the answer is
 * what is stored. An answer to an unsafe method drops what is stored of its URL (RFC 9111, section 4.4).
 */
gboolean
placard_cache_run_take_head (PlacardCacheRun *self, guint status, GPtrArray *headers, gint64 now);

/**
 * placard_cache_run_take_response:
 * @hops: (element-type PlacardHop)
 * @fd: (out): the body's descriptor, for the caller to close, ...
 * @offset: (out): ... where it begins in it
 *
 * The stored answer, with an Age. (transfer full)
 */
PlacardResponse *placard_cache_run_take_response (
    PlacardCacheRun *self, GPtrArray *hops, gint64 now, int *fd, goffset *offset);

PlacardCacheUse placard_cache_run_get_use (PlacardCacheRun *self);

/* @user_data: as given. Once, in the thread-default context. */
typedef void (*PlacardCacheRunDone) (gpointer user_data);

/**
 * placard_cache_run_store:
 * @body: complete
 *
 * Keeps the answer if it may be kept. %FALSE: nothing is to be done, and @done is not called. Failing to
 * keep it is no failure of the request. The run may be freed before @done comes.
 */
gboolean placard_cache_run_store (PlacardCacheRun *self,
                                  PlacardResponse *response,
                                  PlacardSpool *body,
                                  gint64 now,
                                  PlacardCacheRunDone done,
                                  gpointer user_data);

G_END_DECLS
