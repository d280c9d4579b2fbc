/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Many jobs, so many at once in all and for one host. Knows nothing of what a job does, and of a host
 * nothing but that it is the same; one thread, no main loop of its own. */
typedef struct _PlacardBatch PlacardBatch;

/* Starts one job: it calls placard_batch_done() when it has ended, at once or later. */
typedef void (*PlacardBatchFunc) (PlacardBatch *self, gpointer job, gpointer user_data);

/**
 * placard_batch_new:
 * @max_running: jobs at once in all; 0 is 1
 * @max_per_host: jobs at once for one host; 0 is as many as in all
 */
PlacardBatch *placard_batch_new (guint max_running,
                                 guint max_per_host,
                                 PlacardBatchFunc func,
                                 gpointer user_data);
/* No job may be running. Jobs that were never started are forgotten. */
void placard_batch_free (PlacardBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardBatch, placard_batch_free)

/* @job: a pointer of its own, which identifies it. Jobs start in the order in which they were added, but
 * for those that wait for their host. */
void placard_batch_add (PlacardBatch *self, const char *host, gpointer job);
/* Starts what may be started; what was added after it too. */
void placard_batch_start (PlacardBatch *self);
void placard_batch_done (PlacardBatch *self, gpointer job);

/* Starts no more. What runs is the caller's to cancel. */
void placard_batch_stop (PlacardBatch *self);

/* The next of those that will not be started any more; %NULL when there is none. Only after a stop. */
gpointer placard_batch_take_waiting (PlacardBatch *self);

guint placard_batch_count_waiting (PlacardBatch *self);
guint placard_batch_count_running (PlacardBatch *self);
/* Nothing runs, and nothing will be started any more. */
gboolean placard_batch_is_finished (PlacardBatch *self);

G_END_DECLS
