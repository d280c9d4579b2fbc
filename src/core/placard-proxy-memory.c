/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-proxy-memory.h"

/* Somebody who changes the system's proxy does not wait for longer. */
#define FRESH_USEC (10 * G_USEC_PER_SEC)

/* Invariant: there is somebody in `waiting` only while `asking`. Each who waits may be cancelled by itself;
 * when the last one is, so is the question. */
typedef struct {
  char *key;
  char **proxies; /* (nullable): no answer yet */
  gint64 known_since;
  GCancellable *asking; /* (nullable): of the question that is being asked */
  GPtrArray *waiting;   /* of GTask */
} Entry;

struct _PlacardProxyMemory {
  GObject parent_instance;
  GProxyResolver *source;
  GHashTable *entries; /* key -> Entry */
};

static void resolver_init (GProxyResolverInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlacardProxyMemory,
                               placard_proxy_memory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, resolver_init))

typedef struct {
  Entry *entry;       /* while it waits */
  GSource *cancelled; /* (nullable) */
} Wait;

static void
entry_free (Entry *entry)
{
  g_free (entry->key);
  g_strfreev (entry->proxies);
  g_clear_object (&entry->asking);
  g_ptr_array_unref (entry->waiting);
  g_free (entry);
}

static void
wait_free (Wait *wait)
{
  if (wait->cancelled)
    g_source_destroy (wait->cancelled);
  g_clear_pointer (&wait->cancelled, g_source_unref);
  g_free (wait);
}

/* What a proxy depends on, without the path: "https://host:443". */
static char *
make_key (const char *address)
{
  g_autoptr (GUri) uri =
      g_uri_parse (address, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);

  if (!uri || !g_uri_get_host (uri))
    return g_strdup (address);
  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), g_uri_get_host (uri),
                          g_uri_get_port (uri));
}

static Entry *
get_entry (PlacardProxyMemory *self, const char *address)
{
  g_autofree char *key = make_key (address);
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry)
    return entry;
  entry = g_new0 (Entry, 1);
  entry->key = g_steal_pointer (&key);
  entry->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->entries, entry->key, entry);
  return entry;
}

static gboolean
is_fresh (const Entry *entry)
{
  return entry->proxies && g_get_monotonic_time () - entry->known_since < FRESH_USEC;
}

/* To everybody who waits. @error: (nullable): is remembered by nobody */
static void
answer (Entry *entry, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&entry->waiting);

  entry->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++) {
    GTask *task = g_ptr_array_index (waiting, i);

    if (error)
      g_task_return_error (task, g_error_copy (error));
    else
      g_task_return_pointer (task, g_strdupv (entry->proxies), (GDestroyNotify) g_strfreev);
  }
}

typedef struct {
  PlacardProxyMemory *memory;
  Entry *entry;
  char *address;
} Asking;

static void ask (PlacardProxyMemory *self, Entry *entry, const char *address);

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->memory);
  g_free (asking->address);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  Entry *entry = asking->entry;
  g_autoptr (GError) error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  g_clear_object (&entry->asking);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && entry->waiting->len > 0) {
    ask (asking->memory, entry, asking->address); /* somebody came after the last one had left */
    return;
  }
  g_strfreev (entry->proxies);
  entry->proxies = proxies;
  entry->known_since = g_get_monotonic_time ();
  answer (entry, error);
}

static void
ask (PlacardProxyMemory *self, Entry *entry, const char *address)
{
  Asking *asking = g_new (Asking, 1);

  *asking = (Asking){g_object_ref (self), entry, g_strdup (address)};
  entry->asking = g_cancellable_new ();
  g_proxy_resolver_lookup_async (self->source, address, entry->asking, answered_cb, asking);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Wait *wait = g_task_get_task_data (task);

  if (g_ptr_array_remove (wait->entry->waiting, task))
    g_task_return_error_if_cancelled (task);
  if (wait->entry->waiting->len == 0 && wait->entry->asking)
    g_cancellable_cancel (wait->entry->asking);
  return G_SOURCE_REMOVE;
}

static void
wait_for (Entry *entry, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Wait *wait = g_new0 (Wait, 1);

  wait->entry = entry;
  g_task_set_task_data (task, wait, (GDestroyNotify) wait_free);
  g_ptr_array_add (entry->waiting, g_object_ref (task));
  if (!cancellable)
    return;
  wait->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (wait->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
  g_source_attach (wait->cancelled, g_task_get_context (task));
}

static void
lookup_async (GProxyResolver *resolver,
              const char *address,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  PlacardProxyMemory *self = PLACARD_PROXY_MEMORY (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Entry *entry = get_entry (self, address);

  g_task_set_source_tag (task, lookup_async);
  if (is_fresh (entry)) {
    g_task_return_pointer (task, g_strdupv (entry->proxies), (GDestroyNotify) g_strfreev);
    return;
  }
  wait_for (entry, task);
  if (!entry->asking)
    ask (self, entry, address);
}

static char **
lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* In whatever thread: that one waits anyway. */
static char **
lookup (GProxyResolver *resolver, const char *address, GCancellable *cancellable, GError **error)
{
  return g_proxy_resolver_lookup (PLACARD_PROXY_MEMORY (resolver)->source, address, cancellable,
                                  error);
}

static void
resolver_init (GProxyResolverInterface *interface)
{
  interface->lookup = lookup;
  interface->lookup_async = lookup_async;
  interface->lookup_finish = lookup_finish;
}

static void
placard_proxy_memory_finalize (GObject *object)
{
  PlacardProxyMemory *self = PLACARD_PROXY_MEMORY (object);

  g_hash_table_unref (self->entries);
  g_object_unref (self->source);
  G_OBJECT_CLASS (placard_proxy_memory_parent_class)->finalize (object);
}

static void
placard_proxy_memory_class_init (PlacardProxyMemoryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_proxy_memory_finalize;
}

static void
placard_proxy_memory_init (PlacardProxyMemory *self)
{
  self->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) entry_free);
}

GProxyResolver *
placard_proxy_memory_new (GProxyResolver *source)
{
  PlacardProxyMemory *self = g_object_new (PLACARD_TYPE_PROXY_MEMORY, NULL);

  self->source = g_object_ref (source);
  return G_PROXY_RESOLVER (self);
}
