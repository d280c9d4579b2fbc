/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-session.h"

#include "placard-error.h"
#include "placard-tokens.h"
#include "placard-proxy-memory.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

/* Enough for a gallery from one host; a batch has limits of its own below these. */
#define MAX_CONNECTIONS 128
#define MAX_CONNECTIONS_PER_HOST 64
#define IDLE_SECONDS 60

/* What the thread owns. It outlives the PlacardSession by as long as the thread takes to end. */
typedef struct {
  GMainContext *context;
  GMainLoop *loop;
  /* Touched in the thread only. */
  GHashTable *soups;       /* a route's identity -> SoupSession */
  GHashTable *connections; /* libsoup's number -> Connection */
  PlacardPreflightCache *preflights;
  PlacardCache *cache;
  GHashTable *hsts; /* file -> PlacardHsts */
} Network;

typedef struct {
  guint64 id;
  GWeakRef stream; /* GSocketConnection; its last reference may be dropped in a thread of TLS */
} Connection;

struct _PlacardSession {
  GObject parent_instance;

  Network *network; /* owned by the thread */
  GMainContext *context;
  GThread *thread;
  PlacardTlsExceptions *exceptions; /* (nullable) */
  PlacardTokens *tokens;
};

G_DEFINE_FINAL_TYPE (PlacardSession, placard_session, G_TYPE_OBJECT)

/* Closes the connections, then lets libsoup's own ends run. */
static void
network_free (Network *network)
{
  GHashTableIter iter;
  gpointer soup;

  g_hash_table_iter_init (&iter, network->soups);
  while (g_hash_table_iter_next (&iter, NULL, &soup))
    soup_session_abort (soup);
  while (g_main_context_iteration (network->context, FALSE))
    ;
  g_hash_table_unref (network->soups);
  g_hash_table_unref (network->connections);
  placard_preflight_cache_free (network->preflights);
  g_object_unref (network->cache);
  g_hash_table_unref (network->hsts);
  g_main_loop_unref (network->loop);
  g_main_context_unref (network->context);
  g_free (network);
}

static gpointer
run_network (gpointer data)
{
  Network *network = data;

  g_main_context_push_thread_default (network->context);
  g_main_loop_run (network->loop);
  network_free (network);
  return NULL;
}

/* RELIABILITY: libsoup's HTTP/2 hangs and crashes below the versions that a test proves good. 3.2 has no
 * call for this but the variable; it also lets parallel connections to one host be made in parallel. */
static void
force_http1 (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
    g_once_init_leave (&once, 1);
  }
}

PlacardSession *
placard_session_new (void)
{
  return g_object_new (PLACARD_TYPE_SESSION, NULL);
}

GMainContext *
placard_session_get_context (PlacardSession *self)
{
  return self->context;
}

PlacardCache *
placard_session_get_cache (PlacardSession *self)
{
  return self->network->cache;
}

PlacardPreflightCache *
placard_session_get_preflights (PlacardSession *self)
{
  return self->network->preflights;
}

PlacardHsts *
placard_session_get_hsts (PlacardSession *self, const char *file)
{
  GHashTable *known = self->network->hsts;
  g_autofree char *own =
      file ? NULL : g_build_filename (g_get_user_state_dir (), "placard", "hsts", NULL);
  const char *path = file ? file : own;
  PlacardHsts *hsts = g_hash_table_lookup (known, path);

  if (!hsts) {
    hsts = placard_hsts_new (g_path_is_absolute (path) ? path : NULL);
    g_hash_table_insert (known, g_strdup (path), hsts);
  }
  return hsts;
}

PlacardTokens *
placard_session_get_tokens (PlacardSession *self)
{
  return self->tokens;
}

PlacardTlsExceptions *
placard_session_get_tls_exceptions (PlacardSession *self)
{
  return self->exceptions;
}

void
placard_session_set_tls_exceptions (PlacardSession *self, PlacardTlsExceptions *exceptions)
{
  g_set_object (&self->exceptions, exceptions);
}

static GTlsDatabase *
load_authorities (const char *ca_file, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (ca_file, &reason);

  if (!database)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TLS,
                 _ ("The file of trusted authorities “%s” cannot be used: %s"), ca_file,
                 reason->message);
  return g_steal_pointer (&database);
}

/* A proxy's challenge to the tunnel reaches nobody but libsoup's own manager. It is there for that alone:
 * see "authenticate" in placard-sending. */
static void
set_proxy (SoupSession *soup, const PlacardRoute *route)
{
  g_autoptr (GProxyResolver) resolver = NULL;

  if (!route->proxy_user)
    soup_session_remove_feature_by_type (soup, SOUP_TYPE_AUTH_MANAGER);
  if (!route->proxy)
    resolver = placard_proxy_memory_new (g_proxy_resolver_get_default ());
  else if (*route->proxy)
    resolver = g_simple_proxy_resolver_new (route->proxy, NULL);
  soup_session_set_proxy_resolver (soup, resolver);
}

static SoupSession *
make_soup (const PlacardRoute *route, GError **error)
{
  g_autoptr (SoupSession) soup = NULL;
  g_autoptr (GTlsDatabase) database = NULL;

  if (route->ca_file && !(database = load_authorities (route->ca_file, error)))
    return NULL;

  /* No timeout of libsoup's: it is one for each read, which a slow drip never meets. */
  soup = soup_session_new_with_options (
      "timeout", 0, "idle-timeout", IDLE_SECONDS, "max-conns", MAX_CONNECTIONS,
      "max-conns-per-host", MAX_CONNECTIONS_PER_HOST, "remote-connectable", route->address, NULL);
  soup_session_remove_feature_by_type (soup, SOUP_TYPE_CONTENT_DECODER);
  set_proxy (soup, route);
  if (database)
    soup_session_set_tls_database (soup, database);
  return g_steal_pointer (&soup);
}

gpointer
placard_session_get_soup (PlacardSession *self, const PlacardRoute *route, GError **error)
{
  SoupSession *soup = g_hash_table_lookup (self->network->soups, route->identity);

  if (soup)
    return soup;
  soup = make_soup (route, error);
  if (soup)
    g_hash_table_insert (self->network->soups, g_strdup (route->identity), soup);
  return soup;
}

static void
connection_free (Connection *connection)
{
  g_weak_ref_clear (&connection->stream);
  g_free (connection);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  Connection *connection = value;
  g_autoptr (GObject) stream = g_weak_ref_get (&connection->stream);

  return !stream;
}

void
placard_session_remember_connection (PlacardSession *self, guint64 id, GIOStream *stream)
{
  Connection *connection = g_new0 (Connection, 1);

  g_hash_table_foreach_remove (self->network->connections, is_gone, NULL);
  connection->id = id;
  g_weak_ref_init (&connection->stream, stream);
  g_hash_table_replace (self->network->connections, &connection->id, connection);
}

gboolean
placard_session_is_proxied (PlacardSession *self, guint64 id)
{
  Connection *connection = g_hash_table_lookup (self->network->connections, &id);
  g_autoptr (GObject) stream = connection ? g_weak_ref_get (&connection->stream) : NULL;
  g_autoptr (GSocketAddress) address = NULL;

  if (!G_IS_SOCKET_CONNECTION (stream))
    return FALSE;
  address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (stream), NULL);
  return G_IS_PROXY_ADDRESS (address) &&
         g_str_has_prefix (g_proxy_address_get_protocol (G_PROXY_ADDRESS (address)), "http");
}

void
placard_session_hang_up (PlacardSession *self, guint64 id)
{
  Connection *connection = g_hash_table_lookup (self->network->connections, &id);
  g_autoptr (GObject) stream = connection ? g_weak_ref_get (&connection->stream) : NULL;

  if (G_IS_SOCKET_CONNECTION (stream))
    g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)), TRUE, TRUE,
                       NULL);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* From inside the loop: a quit before the thread has come to run it would be forgotten. */
static void
quit_network (Network *network)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, quit_cb, g_main_loop_ref (network->loop),
                         (GDestroyNotify) g_main_loop_unref);
  g_source_attach (source, network->context);
}

static void
placard_session_finalize (GObject *object)
{
  PlacardSession *self = PLACARD_SESSION (object);

  quit_network (self->network);
  /* The last reference may be a transfer's, dropped in the network thread itself. */
  if (g_thread_self () == self->thread)
    g_thread_unref (self->thread);
  else
    g_thread_join (self->thread);
  g_main_context_unref (self->context);
  g_clear_object (&self->exceptions);
  placard_tokens_free (self->tokens);

  G_OBJECT_CLASS (placard_session_parent_class)->finalize (object);
}

static void
placard_session_class_init (PlacardSessionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_session_finalize;
}

static void
placard_session_init (PlacardSession *self)
{
  Network *network = g_new0 (Network, 1);

  force_http1 ();
  network->context = g_main_context_new ();
  network->loop = g_main_loop_new (network->context, FALSE);
  network->soups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  network->preflights = placard_preflight_cache_new ();
  network->hsts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) placard_hsts_free);
  network->cache = placard_cache_new (NULL, PLACARD_CACHE_DEFAULT_BYTES);
  network->connections =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) connection_free);
  self->network = network;
  self->tokens = placard_tokens_new ();
  self->context = g_main_context_ref (network->context);
  self->thread = g_thread_new ("placard-network", run_network, network);
}
