/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: a host's number is that of its running jobs; a host without one has no entry. */
#include "placard-batch.h"

typedef struct {
  char *host;
  gpointer job;
} Entry;

struct _PlacardBatch {
  PlacardBatchFunc func;
  gpointer user_data;
  guint max_running;
  guint max_per_host;

  GQueue waiting;      /* of Entry, in order */
  GHashTable *running; /* job -> Entry */
  GHashTable *hosts;   /* host -> number of running jobs */
  gboolean started;
  gboolean stopped;
  gboolean starting; /* a job that ends while it is being started must not start the next inside */
};

static void
entry_free (Entry *entry)
{
  g_free (entry->host);
  g_free (entry);
}

PlacardBatch *
placard_batch_new (guint max_running, guint max_per_host, PlacardBatchFunc func, gpointer user_data)
{
  PlacardBatch *self = g_new0 (PlacardBatch, 1);

  self->func = func;
  self->user_data = user_data;
  self->max_running = MAX (max_running, 1);
  self->max_per_host = max_per_host ? max_per_host : self->max_running;
  g_queue_init (&self->waiting);
  self->running = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
placard_batch_free (PlacardBatch *self)
{
  g_return_if_fail (g_hash_table_size (self->running) == 0);

  g_queue_clear_full (&self->waiting, (GDestroyNotify) entry_free);
  g_hash_table_unref (self->running);
  g_hash_table_unref (self->hosts);
  g_free (self);
}

static guint
count_host (PlacardBatch *self, const char *host)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->hosts, host));
}

static void
set_host (PlacardBatch *self, const char *host, guint n)
{
  if (n > 0)
    g_hash_table_insert (self->hosts, g_strdup (host), GUINT_TO_POINTER (n));
  else
    g_hash_table_remove (self->hosts, host);
}

/* The first one whose host has a place, taken out of the queue; NULL when there is none. */
static Entry *
take_next (PlacardBatch *self)
{
  for (GList *link = self->waiting.head; link; link = link->next) {
    Entry *entry = link->data;

    if (count_host (self, entry->host) >= self->max_per_host)
      continue;
    g_queue_delete_link (&self->waiting, link);
    return entry;
  }
  return NULL;
}

static void
start_some (PlacardBatch *self)
{
  if (self->starting || !self->started)
    return;
  self->starting = TRUE;
  while (!self->stopped && g_hash_table_size (self->running) < self->max_running) {
    Entry *entry = take_next (self);

    if (!entry)
      break;
    g_hash_table_insert (self->running, entry->job, entry);
    set_host (self, entry->host, count_host (self, entry->host) + 1);
    self->func (self, entry->job, self->user_data);
  }
  self->starting = FALSE;
}

void
placard_batch_add (PlacardBatch *self, const char *host, gpointer job)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry){g_strdup (host ? host : ""), job};
  g_queue_push_tail (&self->waiting, entry);
  start_some (self);
}

void
placard_batch_start (PlacardBatch *self)
{
  self->started = TRUE;
  start_some (self);
}

void
placard_batch_done (PlacardBatch *self, gpointer job)
{
  Entry *entry = g_hash_table_lookup (self->running, job);

  g_return_if_fail (entry != NULL);

  set_host (self, entry->host, count_host (self, entry->host) - 1);
  g_hash_table_remove (self->running, job);
  start_some (self);
}

void
placard_batch_stop (PlacardBatch *self)
{
  self->stopped = TRUE;
}

gpointer
placard_batch_take_waiting (PlacardBatch *self)
{
  Entry *entry = self->stopped ? g_queue_pop_head (&self->waiting) : NULL;
  gpointer job = entry ? entry->job : NULL;

  if (entry)
    entry_free (entry);
  return job;
}

guint
placard_batch_count_waiting (PlacardBatch *self)
{
  return g_queue_get_length (&self->waiting);
}

guint
placard_batch_count_running (PlacardBatch *self)
{
  return g_hash_table_size (self->running);
}

gboolean
placard_batch_is_finished (PlacardBatch *self)
{
  return g_hash_table_size (self->running) == 0 &&
         (self->stopped || g_queue_is_empty (&self->waiting));
}
