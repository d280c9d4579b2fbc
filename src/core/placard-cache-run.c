/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cache-run.h"

#include <string.h>
#include <unistd.h>

struct _PlacardCacheRun {
  PlacardCache *cache;
  PlacardCacheMode mode;
  gboolean is_private; /* leaves nothing behind, and what others left is not for it */

  /* Of the present hop. */
  char *method;
  char *key;
  char *url;
  GPtrArray *fields;        /* (element-type PlacardField): as the cache found them */
  gint64 asked;             /* seconds since 1970 */
  PlacardCacheEntry *entry; /* (nullable): what is stored and fits */
  gboolean conditional;     /* the conditions are ours: a 304 is for us */
  PlacardCacheUse use;
};

PlacardCacheRun *
placard_cache_run_new (PlacardCache *cache, const PlacardPolicy *policy)
{
  PlacardCacheRun *self = g_new0 (PlacardCacheRun, 1);

  self->cache = g_object_ref (cache);
  self->mode = placard_policy_get_cache (policy);
  self->is_private = placard_policy_is_private (policy);
  return self;
}

static void
clear_hop (PlacardCacheRun *self)
{
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->entry, placard_cache_entry_free);
  self->conditional = FALSE;
  self->use = PLACARD_CACHE_USE_NONE;
}

void
placard_cache_run_free (PlacardCacheRun *self)
{
  clear_hop (self);
  g_object_unref (self->cache);
  g_free (self);
}

static void
add_default (GPtrArray *fields, const char *name, const char *value)
{
  if (!placard_field_list_find (fields, name))
    g_ptr_array_add (fields, placard_field_new (name, value));
}

/* Fetch standard, HTTP-network-or-cache fetch, steps 8.16 and 8.17: caches on the way shall know. */
static void
add_cache_control (GPtrArray *fields, PlacardCacheMode mode)
{
  if (mode == PLACARD_CACHE_NO_CACHE) {
    add_default (fields, "Cache-Control", "max-age=0");
  } else if (mode == PLACARD_CACHE_NO_STORE || mode == PLACARD_CACHE_RELOAD) {
    add_default (fields, "Pragma", "no-cache");
    add_default (fields, "Cache-Control", "no-cache");
  }
}

static void
add_conditions (PlacardCacheRun *self, GPtrArray *fields)
{
  g_autoptr (GPtrArray) conditions = placard_freshness_build_conditions (self->entry->headers);

  for (guint i = 0; i < conditions->len; i++)
    g_ptr_array_add (fields, placard_field_copy (g_ptr_array_index (conditions, i)));
  self->conditional = conditions->len > 0;
}

PlacardCacheAction
placard_cache_run_enter (
    PlacardCacheRun *self, const char *method, GUri *uri, GPtrArray *fields, gint64 now)
{
  PlacardCacheMode mode = placard_freshness_adjust_mode (self->mode, fields);
  gboolean readable = strcmp (method, "GET") == 0 && placard_freshness_keeps (mode);
  PlacardCacheAction action;

  clear_hop (self);
  self->method = g_strdup (method);
  self->url = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  self->key = placard_cache_make_key (uri, fields);
  self->fields = placard_field_list_copy (fields);
  self->asked = now;
  if (readable && !self->is_private && mode != PLACARD_CACHE_RELOAD)
    self->entry = placard_cache_lookup (self->cache, self->key, fields);
  action = placard_freshness_decide (
      mode, self->entry != NULL,
      self->entry && placard_freshness_is_fresh (self->entry->headers, &self->entry->times, now));
  if (action == PLACARD_CACHE_USE)
    self->use = PLACARD_CACHE_USE_STORED;
  if (action == PLACARD_CACHE_VALIDATE)
    add_conditions (self, fields);
  add_cache_control (fields, mode);
  return action;
}

static gboolean
is_unsafe (const char *method)
{
  return strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0 &&
         strcmp (method, "OPTIONS") != 0 && strcmp (method, "TRACE") != 0;
}

/* What is stored, with the 304's fields. */
static void
update_entry (PlacardCacheRun *self, GPtrArray *headers, gint64 now)
{
  GPtrArray *updated = placard_freshness_update_headers (self->entry->headers, headers);

  g_ptr_array_unref (self->entry->headers);
  self->entry->headers = updated;
  self->entry->times.requested = self->asked;
  self->entry->times.received = now;
}

gboolean
placard_cache_run_take_head (PlacardCacheRun *self, guint status, GPtrArray *headers, gint64 now)
{
  if (is_unsafe (self->method) && status >= 200 && status < 400)
    placard_cache_remove (self->cache, self->key);
  if (status != 304 || !self->conditional)
    return FALSE;
  self->use = PLACARD_CACHE_USE_VALIDATED;
  update_entry (self, headers, now);
  return TRUE;
}

/* What is kept are the bytes after all codings were undone. */
static gboolean
is_made_anew (const char *name)
{
  static const char *const names[] = {"Age", "Content-Length", "Content-Encoding",
                                      "Transfer-Encoding"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

PlacardResponse *
placard_cache_run_take_response (
    PlacardCacheRun *self, GPtrArray *hops, gint64 now, int *fd, goffset *offset)
{
  const PlacardCacheEntry *entry = self->entry;
  gint64 age = placard_freshness_get_age (entry->headers, &entry->times, now);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, age);
  g_autofree char *length = g_strdup_printf ("%" G_GOFFSET_FORMAT, entry->length);
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardResponseFacts facts = {
      .status = entry->status,
      .status_text = entry->status_text ? entry->status_text : "",
      .url = self->url,
      .http_version = entry->http_version ? entry->http_version : "1.1",
      .method = self->method,
      .headers = headers,
      .hops = hops,
  };

  for (guint i = 0; i < entry->headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (entry->headers, i);

    if (!is_made_anew (header->name))
      g_ptr_array_add (headers, placard_response_header_new (header->name, header->value));
  }
  g_ptr_array_add (headers, placard_response_header_new ("Content-Length", length));
  g_ptr_array_add (headers, placard_response_header_new ("Age", text));
  *fd = dup (entry->fd);
  *offset = entry->offset;
  return placard_response_new (&facts);
}

PlacardCacheUse
placard_cache_run_get_use (PlacardCacheRun *self)
{
  return self->use;
}

/* --- keeping ----------------------------------------------------------------------------------- */

typedef struct {
  PlacardCacheRunDone done;
  gpointer user_data;
} Waiting;

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;

  if (!placard_cache_store_finish (PLACARD_CACHE (source), result, &error) && error)
    g_debug ("%s", error->message);
  waiting->done (waiting->user_data);
}

static PlacardCacheEntry *
make_entry (PlacardCacheRun *self, PlacardResponse *response, PlacardSpool *body, gint64 now)
{
  g_autoptr (PlacardCacheEntry) entry = placard_cache_entry_new ();

  entry->variant =
      placard_freshness_get_variant (placard_response_get_headers (response), self->fields);
  entry->fd = placard_spool_open_fd (body, NULL);
  if (entry->fd < 0 || !entry->variant)
    return NULL;
  entry->length = placard_spool_get_size (body);
  entry->url = g_strdup (self->url);
  entry->status = placard_response_get_status (response);
  entry->status_text = g_strdup (placard_response_get_status_text (response));
  entry->http_version = g_strdup (placard_response_get_http_version (response));
  g_ptr_array_unref (entry->headers);
  entry->headers = g_ptr_array_ref (placard_response_get_headers (response));
  entry->times.requested = self->asked;
  entry->times.received = now;
  return g_steal_pointer (&entry);
}

/* The file is read while the new one is written, and only then replaced. */
static PlacardCacheEntry *
copy_entry (const PlacardCacheEntry *entry)
{
  g_autoptr (PlacardCacheEntry) copy = placard_cache_entry_new ();

  copy->fd = dup (entry->fd);
  if (copy->fd < 0)
    return NULL;
  copy->url = g_strdup (entry->url);
  copy->status = entry->status;
  copy->status_text = g_strdup (entry->status_text);
  copy->http_version = g_strdup (entry->http_version);
  copy->variant = g_strdup (entry->variant);
  copy->times = entry->times;
  g_ptr_array_unref (copy->headers);
  copy->headers = g_ptr_array_ref (entry->headers);
  copy->offset = entry->offset;
  copy->length = entry->length;
  return g_steal_pointer (&copy);
}

static gboolean
may_keep (PlacardCacheRun *self, PlacardResponse *response)
{
  PlacardCacheMode mode = placard_freshness_adjust_mode (self->mode, self->fields);

  return !self->is_private && placard_freshness_keeps (mode) &&
         placard_freshness_is_storable (self->method, self->fields,
                                        placard_response_get_status (response),
                                        placard_response_get_headers (response));
}

gboolean
placard_cache_run_store (PlacardCacheRun *self,
                         PlacardResponse *response,
                         PlacardSpool *body,
                         gint64 now,
                         PlacardCacheRunDone done,
                         gpointer user_data)
{
  PlacardCacheEntry *entry = NULL;
  Waiting *waiting;

  if (self->use == PLACARD_CACHE_USE_VALIDATED && !may_keep (self, response))
    placard_cache_remove (self->cache, self->key); /* the 304 says no-store now */
  else if (self->use == PLACARD_CACHE_USE_VALIDATED)
    entry = copy_entry (self->entry);
  else if (self->use == PLACARD_CACHE_USE_NONE && may_keep (self, response))
    entry = make_entry (self, response, body, now);
  if (!entry)
    return FALSE;
  waiting = g_new0 (Waiting, 1);
  waiting->done = done;
  waiting->user_data = user_data;
  placard_cache_store_async (self->cache, self->key, entry, NULL, stored_cb, waiting);
  return TRUE;
}
