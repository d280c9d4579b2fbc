/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown when the server cannot be reached: the last good picture (SPEC BM20), else a file of the
 * person's own (BM21). What is kept stands under a digest of the whole request, credentials included, so
 * that nobody is shown what somebody else was sent; private requests keep nothing. */
#include "config.h"

#include "placard-exchange-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "placard-cache.h"
#include "placard-error.h"
#include "placard-local.h"
#include "placard-option.h"

#define SLICE_BYTES 65536

static PlacardFetch *
get_first_fetch (PlacardExchange *self)
{
  return self->outer.fetch ? self->outer.fetch : self->fetch;
}

static PlacardCache *
open_store (void)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_cache_dir (), "placard", "last-good", NULL);

  return placard_cache_new (folder, PLACARD_CACHE_DEFAULT_BYTES);
}

/* Whatever can be said about a request, in the order of the option table. */
static char *
make_key (PlacardRequest *request)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (PlacardOptionWriting) writing = placard_option_writing_new (request);

  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);
    const char *value = entry->value ? entry->value : "";

    /* With the zero byte of each text: no two lists run into the same bytes. */
    g_checksum_update (checksum, (const guchar *) entry->option->name,
                       (gssize) strlen (entry->option->name) + 1);
    g_checksum_update (checksum, (const guchar *) value, (gssize) strlen (value) + 1);
  }
  return g_strdup (g_checksum_get_string (checksum));
}

/* --- keeping ----------------------------------------------------------------------------------- */

static gboolean
forbids_storing (PlacardFetch *fetch)
{
  g_autoptr (PlacardResponse) response = fetch ? placard_fetch_dup_response (fetch) : NULL;
  GPtrArray *headers = response ? placard_response_get_headers (response) : NULL;

  for (guint i = 0; headers && i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);
    g_autofree char *value = g_ascii_strdown (header->value, -1);

    if (g_ascii_strcasecmp (header->name, "Cache-Control") == 0 && strstr (value, "no-store"))
      return TRUE;
  }
  return FALSE;
}

static gboolean
may_keep (PlacardExchange *self)
{
  PlacardRequest *request = placard_fetch_get_request (get_first_fetch (self));
  PlacardPolicy *policy = placard_request_get_policy (request);

  return placard_request_get_keep_last_good (request) && !placard_policy_is_private (policy) &&
         placard_policy_get_cache (policy) != PLACARD_CACHE_NO_STORE &&
         self->offline == PLACARD_OFFLINE_NONE && !self->error && self->response && self->image &&
         placard_image_get_state (self->image) == PLACARD_IMAGE_DONE &&
         !forbids_storing (self->fetch) && !forbids_storing (self->outer.fetch);
}

/* Without Vary: the key says all that the answer depends on. */
static GPtrArray *
copy_headers (GPtrArray *headers)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (header->name, "Vary") != 0)
      g_ptr_array_add (copy, placard_response_header_new (header->name, header->value));
  }
  return copy;
}

static PlacardCacheEntry *
make_entry (PlacardExchange *self)
{
  g_autoptr (PlacardCacheEntry) entry = placard_cache_entry_new ();
  g_autoptr (GPtrArray) no_fields = g_ptr_array_new ();
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);

  entry->fd = placard_spool_open_fd (spool, NULL);
  if (entry->fd < 0)
    return NULL;
  entry->length = placard_spool_get_size (spool);
  entry->url = g_strdup (placard_response_get_url (self->response));
  entry->status = placard_response_get_status (self->response);
  entry->status_text = g_strdup (placard_response_get_status_text (self->response));
  entry->http_version = g_strdup (placard_response_get_http_version (self->response));
  g_ptr_array_unref (entry->headers);
  entry->headers = copy_headers (placard_response_get_headers (self->response));
  entry->variant = placard_freshness_get_variant (entry->headers, no_fields);
  entry->times.requested = entry->times.received = g_get_real_time () / G_USEC_PER_SEC;
  return g_steal_pointer (&entry);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!placard_cache_store_finish (PLACARD_CACHE (source), result, &error) && error)
    g_debug ("%s", error->message);
}

void
placard_exchange_keep_last_good (PlacardExchange *self)
{
  g_autoptr (PlacardCache) store = NULL;
  g_autofree char *key = NULL;
  PlacardCacheEntry *entry;

  if (self->asked_offline || !may_keep (self))
    return;
  self->asked_offline = TRUE;
  entry = make_entry (self);
  if (!entry)
    return;
  store = open_store ();
  key = make_key (placard_fetch_get_request (get_first_fetch (self)));
  placard_cache_store_async (store, key, entry, NULL, kept_cb, NULL);
}

/* --- showing ----------------------------------------------------------------------------------- */

typedef struct {
  char *key;  /* (nullable): of what may be kept */
  char *file; /* (nullable) */
  GError *cause;

  PlacardOfflineSource source;
  gint64 age;
  PlacardSpool *spool;
  PlacardResponse *response;
} Rescue;

static void
rescue_free (Rescue *rescue)
{
  g_free (rescue->key);
  g_free (rescue->file);
  g_error_free (rescue->cause);
  g_clear_object (&rescue->spool);
  g_clear_object (&rescue->response);
  g_free (rescue);
}

static gboolean
copy_body (const PlacardCacheEntry *entry, PlacardSpool *into)
{
  g_autofree char *slice = g_malloc (SLICE_BYTES);

  for (goffset done = 0; done < entry->length;) {
    gssize n = pread (entry->fd, slice, (gsize) MIN (SLICE_BYTES, entry->length - done),
                      entry->offset + done);

    if (n <= 0 || !placard_spool_append (into, slice, (gsize) n, NULL))
      return FALSE;
    done += n;
  }
  return TRUE;
}

static gboolean
take_kept (Rescue *rescue)
{
  g_autoptr (PlacardCache) store = open_store ();
  g_autoptr (GPtrArray) no_fields = g_ptr_array_new ();
  g_autoptr (PlacardCacheEntry) entry = placard_cache_lookup (store, rescue->key, no_fields);
  PlacardResponseFacts facts = {0};

  if (!entry || !copy_body (entry, rescue->spool))
    return FALSE;
  facts = (PlacardResponseFacts){
      .status = entry->status,
      .status_text = entry->status_text,
      .url = entry->url,
      .http_version = entry->http_version,
      .headers = entry->headers,
  };
  rescue->response = placard_response_new (&facts);
  rescue->age = MAX (g_get_real_time () / G_USEC_PER_SEC - entry->times.received, 0);
  rescue->source = PLACARD_OFFLINE_LAST_GOOD;
  return TRUE;
}

static void
take_head (PlacardResponse *response, gpointer user_data)
{
  g_set_object ((PlacardResponse **) user_data, response);
}

static gboolean
take_file (Rescue *rescue)
{
  g_autofree char *url = g_filename_to_uri (rescue->file, NULL, NULL);

  if (!url || !placard_local_read (url, rescue->spool, 0, take_head, &rescue->response, NULL, NULL))
    return FALSE;
  rescue->source = PLACARD_OFFLINE_FILE;
  return TRUE;
}

static void
rescue_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Rescue *rescue = task_data;
  gboolean found;

  rescue->spool = placard_spool_new (NULL, NULL);
  found = rescue->spool && rescue->key && take_kept (rescue);
  if (!found && rescue->file) {
    /* What was copied before something broke does not stand before the file. */
    g_clear_object (&rescue->spool);
    rescue->spool = placard_spool_new (NULL, NULL);
    found = rescue->spool && take_file (rescue);
  }
  if (found)
    placard_spool_seal (rescue->spool, PLACARD_SPOOL_COMPLETE);
  g_task_return_boolean (task, found);
}

static char *
format_age (gint64 seconds)
{
  gulong n = (gulong) seconds;

  if (seconds < 60)
    return g_strdup_printf (ngettext ("%lu second old", "%lu seconds old", n), n);
  if (seconds < 60 * 60)
    return g_strdup_printf (ngettext ("%lu minute old", "%lu minutes old", n / 60), n / 60);
  if (seconds < 24 * 60 * 60)
    return g_strdup_printf (ngettext ("%lu hour old", "%lu hours old", n / 3600), n / 3600);
  return g_strdup_printf (ngettext ("%lu day old", "%lu days old", n / 86400), n / 86400);
}

/* The first cause, and what is shown instead. */
static GError *
make_offline_error (const Rescue *rescue)
{
  const GError *cause = rescue->cause;
  g_autofree char *age = NULL;
  g_autofree char *name = NULL;

  if (rescue->source == PLACARD_OFFLINE_LAST_GOOD) {
    age = format_age (rescue->age);
    return g_error_new (cause->domain, cause->code,
                        /* Translators: a sentence about what went wrong, then "5 minutes old" */
                        _ ("%s. This is the last good picture, %s"), cause->message, age);
  }
  name = g_path_get_basename (rescue->file);
  return g_error_new (cause->domain, cause->code,
                      /* Translators: a sentence about what went wrong, then a file's name */
                      _ ("%s. This is “%s”, chosen to be shown then"), cause->message, name);
}

static void
rescued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardExchange *self = PLACARD_EXCHANGE (source);
  Rescue *rescue = g_task_get_task_data (G_TASK (result));
  PlacardScene unused = {NULL};
  PlacardFetch *fetch;

  if (!g_task_propagate_boolean (G_TASK (result), NULL) ||
      g_cancellable_is_cancelled (self->cancellable)) {
    self->judged = TRUE;
    placard_exchange_update (self);
    return;
  }
  fetch = placard_fetch_new_inner (self->fetch, rescue->spool, rescue->response);
  self->offline = rescue->source;
  self->offline_age = rescue->source == PLACARD_OFFLINE_LAST_GOOD ? rescue->age : -1;
  self->offline_error = make_offline_error (rescue);
  placard_exchange_put_away (self, &unused);
  placard_scene_clear (&unused);
  g_clear_error (&self->look_error);
  self->fetch_ended = FALSE;
  self->looked = TRUE;
  placard_exchange_run_fetch (self, fetch);
  placard_exchange_tell_place_taken (self);
  placard_exchange_update (self);
}

/* Nobody is there, or somebody who says that nobody is; never a server that refuses, and never one that
 * cannot prove who it is. */
static gboolean
is_unreachable (PlacardExchange *self, const GError *cause)
{
  guint status = self->response ? placard_response_get_status (self->response) : 0;

  if (cause->domain != PLACARD_ERROR)
    return FALSE;
  switch ((PlacardError) cause->code) {
  case PLACARD_ERROR_RESOLVE:
  case PLACARD_ERROR_REFUSED:
  case PLACARD_ERROR_UNREACHABLE:
  case PLACARD_ERROR_RESET:
  case PLACARD_ERROR_PROXY:
  case PLACARD_ERROR_TIMED_OUT:
    return TRUE;
  case PLACARD_ERROR_HTTP_STATUS:
    return status == 502 || status == 503 || status == 504;
  default:
    return FALSE;
  }
}

gboolean
placard_exchange_go_offline (PlacardExchange *self, const GError *cause)
{
  PlacardRequest *request = placard_fetch_get_request (get_first_fetch (self));
  const char *file = placard_request_get_offline_file (request);
  gboolean keeps = placard_request_get_keep_last_good (request) &&
                   !placard_policy_is_private (placard_request_get_policy (request));
  g_autoptr (GTask) task = NULL;
  Rescue *rescue;

  if (self->asked_offline || (!file && !keeps) || !is_unreachable (self, cause))
    return FALSE;
  self->asked_offline = TRUE;
  rescue = g_new0 (Rescue, 1);
  rescue->key = keeps ? make_key (request) : NULL;
  rescue->file = g_strdup (file);
  rescue->cause = g_error_copy (cause);
  task = g_task_new (self, NULL, rescued_cb, NULL);
  g_task_set_task_data (task, rescue, (GDestroyNotify) rescue_free);
  g_task_run_in_thread (task, rescue_in_thread);
  return TRUE;
}

PlacardOfflineSource
placard_exchange_get_offline (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), PLACARD_OFFLINE_NONE);

  return self->offline;
}

gint64
placard_exchange_get_offline_age (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), -1);

  return self->offline_age;
}
