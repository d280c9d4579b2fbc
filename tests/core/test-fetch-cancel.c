/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AB4, CA2. */
#include "fetch-run.h"

#include "placard-error.h"

#include <sys/socket.h>

/* Cancelling at every moment of a fetch: the end within 100 ms, the server's side closed, no descriptor
 * left. */

typedef enum {
  MOMENT_RESOLVE,
  MOMENT_CONNECT,
  MOMENT_TLS,
  MOMENT_SEND,
  MOMENT_WAIT,
  MOMENT_RECEIVE,
  N_MOMENTS,
} Moment;

static const char *const moment_names[] = {"resolve", "connect", "tls", "send", "wait", "receive"};

static const PlacardPhase phases[] = {
    PLACARD_PHASE_RESOLVING, PLACARD_PHASE_CONNECTING, PLACARD_PHASE_TLS,
    PLACARD_PHASE_SENDING,   PLACARD_PHASE_WAITING,    PLACARD_PHASE_RECEIVING,
};

/* --- a resolver that never answers ------------------------------------------------------------- */

G_DECLARE_FINAL_TYPE (SilentResolver, silent_resolver, SILENT, RESOLVER, GResolver)

struct _SilentResolver {
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (SilentResolver, silent_resolver, G_TYPE_RESOLVER)

static void
silent_cancelled_cb (GCancellable *cancellable, gpointer task)
{
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
silent_lookup_async (GResolver *resolver,
                     const char *name,
                     GResolverNameLookupFlags flags,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, TRUE);
  if (cancellable)
    g_cancellable_connect (cancellable, G_CALLBACK (silent_cancelled_cb), task, NULL);
}

static GList *
silent_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
silent_resolver_class_init (SilentResolverClass *class)
{
  G_RESOLVER_CLASS (class)->lookup_by_name_with_flags_async = silent_lookup_async;
  G_RESOLVER_CLASS (class)->lookup_by_name_with_flags_finish = silent_lookup_finish;
}

static void
silent_resolver_init (SilentResolver *self)
{
}

/* --- a port that takes connections and does nothing -------------------------------------------- */

typedef struct {
  GSocket *listener;
  GPtrArray *filling; /* connections that fill the queue, so that further ones are not answered */
  guint port;
} SilentPort;

static void
silent_port_open (SilentPort *port, int backlog)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  port->listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  port->filling = g_ptr_array_new_with_free_func (g_object_unref);
  g_assert_true (g_socket_bind (port->listener, any, TRUE, NULL));
  g_socket_set_listen_backlog (port->listener, backlog);
  g_assert_true (g_socket_listen (port->listener, NULL));
  bound = g_socket_get_local_address (port->listener, NULL);
  port->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static void
silent_port_fill (SilentPort *port)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (port->listener, NULL);

  for (int i = 0; i < 8; i++) {
    GSocket *socket =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

    g_socket_set_blocking (socket, FALSE);
    g_socket_connect (socket, address, NULL, NULL);
    g_ptr_array_add (port->filling, socket);
  }
}

/* The peer has gone: what it sent can be read, and then comes the end. */
static void
silent_port_assert_closed (SilentPort *port)
{
  g_autoptr (GSocket) socket = g_socket_accept (port->listener, NULL, NULL);
  g_autofree char *buffer = g_malloc (1 << 20);
  gssize n;

  g_socket_set_timeout (socket, 2);
  do {
    g_autoptr (GError) error = NULL;
    n = g_socket_receive (socket, buffer, 1 << 20, NULL, &error);
    g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  } while (n > 0);
}

static void
silent_port_close (SilentPort *port)
{
  g_ptr_array_unref (port->filling);
  g_object_unref (port->listener);
}

/* --- the moments ------------------------------------------------------------------------------- */

static FetchRun *
make_run (Moment moment, SilentPort *port, FixtureServer *server)
{
  g_autofree char *url =
      g_strdup_printf ("%s://%s:%u/", moment == MOMENT_TLS ? "https" : "http",
                       moment == MOMENT_RESOLVE ? "nobody.example" : "127.0.0.1", port->port);
  FetchRun *run = fetch_run_new (server, moment == MOMENT_RECEIVE ? "/drip-body" : url);
  PlacardLimits limits = {.max_redirects = 20}; /* no timer shall be faster than the cancelling */

  placard_request_set_limits (run->request, &limits);
  if (moment == MOMENT_SEND) {
    g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (32 << 20), 32 << 20);
    g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "image/png");
    placard_request_set_body (run->request, body);
  }
  return run;
}

static void
cancel_and_wait (FetchRun *run, Moment moment)
{
  gint64 started, took;

  fetch_run_start (run);
  g_assert_true (fetch_run_wait_phase (run, phases[moment]));
  g_usleep (2000);
  started = g_get_monotonic_time ();
  g_cancellable_cancel (run->cancellable);
  fetch_run_wait (run);
  took = g_get_monotonic_time () - started;

  g_assert_error (run->error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
  g_assert_cmpint (placard_fetch_get_phase (run->fetch), ==, PLACARD_PHASE_CANCELLED);
  g_assert_cmpint (placard_fetch_get_last_phase (run->fetch), ==, phases[moment]);
  g_assert_cmpint (placard_spool_get_state (placard_fetch_get_spool (run->fetch)), ==,
                   PLACARD_SPOOL_CANCELLED);
  g_assert_cmpint (took, <, 100 * 1000);
}

static void
run_moment (Moment moment, FixtureServer *server)
{
  g_autoptr (GResolver) silent = g_object_new (silent_resolver_get_type (), NULL);
  g_autoptr (GResolver) usual = g_resolver_get_default ();
  g_autoptr (FetchRun) run = NULL;
  SilentPort port;

  silent_port_open (&port, moment == MOMENT_CONNECT ? 0 : 8);
  if (moment == MOMENT_CONNECT)
    silent_port_fill (&port);
  if (moment == MOMENT_RESOLVE)
    g_resolver_set_default (silent);
  run = make_run (moment, &port, server);
  cancel_and_wait (run, moment);
  if (moment == MOMENT_RESOLVE)
    g_resolver_set_default (usual);
  if (moment == MOMENT_TLS || moment == MOMENT_SEND || moment == MOMENT_WAIT)
    silent_port_assert_closed (&port);
  silent_port_close (&port);
}

static void
test_moment (gconstpointer data)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);

  run_moment (GPOINTER_TO_INT (data), server);
  g_assert_true (fixture_server_wait_idle (server, 200));
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder))
    n++;
  return n;
}

/* A session that was dropped ends its thread a little later. */
static guint
count_settled_descriptors (guint wanted)
{
  guint n = count_descriptors ();

  for (int i = 0; i < 100 && n > wanted; i++) {
    g_usleep (10 * 1000);
    n = count_descriptors ();
  }
  return n;
}

#define POOL_THREADS 12

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* BM11: 500 of them, at every moment, leave no descriptor and no thread. */
static void
test_leaks (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  guint before, after, threads;

  for (int i = 0; i < N_MOMENTS; i++)
    run_moment (i, server);
  before = count_settled_descriptors (0);
  threads = count_entries ("/proc/self/task");
  for (int i = 0; i < 500; i++)
    run_moment (i % N_MOMENTS, server);
  after = count_settled_descriptors (before);
  g_assert_cmpuint (after, <=, before);
  /* GLib's pools keep some of theirs for a while; none of ours stays. */
  for (int i = 0; i < 200 && count_entries ("/proc/self/task") > threads + POOL_THREADS; i++)
    g_usleep (10 * 1000);
  g_assert_cmpuint (count_entries ("/proc/self/task"), <=, threads + POOL_THREADS);
}

/* AB10: sent again at once after each stop, over the same session. */
static void
test_again (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (PlacardSession) session = placard_session_new ();

  for (int i = 0; i < 50; i++) {
    g_autoptr (FetchRun) stopped = fetch_run_new (server, "/endless-body");
    g_autoptr (FetchRun) whole = fetch_run_new (server, "/bytes/1000");

    g_set_object (&stopped->session, session);
    g_set_object (&whole->session, session);
    fetch_run_start (stopped);
    g_assert_true (fetch_run_wait_phase (stopped, PLACARD_PHASE_RECEIVING));
    g_cancellable_cancel (stopped->cancellable);
    fetch_run_wait (stopped);
    fetch_run_assert_failed (stopped, PLACARD_ERROR_CANCELLED);
    fetch_run_go (whole);
    fetch_run_assert_ok (whole, 1000);
  }
  /* The one that served the whole answers is kept alive. */
  for (int i = 0; i < 100 && fixture_server_count_open (server) > 1; i++)
    g_usleep (10 * 1000);
  g_assert_cmpuint (fixture_server_count_open (server), <=, 1);
}

static void
test_before_start (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/10");

  g_cancellable_cancel (run->cancellable);
  fetch_run_go (run);
  fetch_run_assert_failed (run, PLACARD_ERROR_CANCELLED);
  g_assert_cmpuint (fixture_server_count_connections (server), ==, 0);
}

static void
test_after_end (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/10");

  fetch_run_go (run);
  g_cancellable_cancel (run->cancellable);
  fetch_run_assert_ok (run, 10);
}

/* Microseconds from the stop of twenty that are on their way to the end of their connections. */
static gint64
stop_twenty (FixtureServer *server)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) fetch_run_free);
  g_autoptr (GCancellable) all = g_cancellable_new ();
  gint64 started;

  for (int i = 0; i < 20; i++) {
    FetchRun *run = fetch_run_new (server, "/endless-body");

    g_set_object (&run->cancellable, all);
    g_ptr_array_add (runs, run);
    fetch_run_start (run);
  }
  for (guint i = 0; i < runs->len; i++)
    g_assert_true (fetch_run_wait_phase (g_ptr_array_index (runs, i), PLACARD_PHASE_RECEIVING));
  started = g_get_monotonic_time ();
  g_cancellable_cancel (all);
  for (guint i = 0; i < runs->len; i++) {
    fetch_run_wait (g_ptr_array_index (runs, i));
    fetch_run_assert_failed (g_ptr_array_index (runs, i), PLACARD_ERROR_CANCELLED);
  }
  g_assert_true (fixture_server_wait_idle (server, 3000));
  return g_get_monotonic_time () - started;
}

/* AB7: one token over many: within 300 ms. The server sends without a pause, on a machine that may have
 * other work to do: once of three times has to be in time. */
static void
test_twenty (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);
  gint64 best = stop_twenty (server);

  for (int i = 0; i < 2 && best >= 300 * 1000; i++)
    best = MIN (best, stop_twenty (server));
  g_assert_cmpint (best, <, 300 * 1000);
}

/* A session and a fetch that are dropped while all runs: the transfer keeps what it needs. */
static void
test_dropped (void)
{
  g_autoptr (FixtureServer) server = fixture_server_new (NULL);

  for (int i = 0; i < 20; i++) {
    g_autoptr (FetchRun) run = fetch_run_new (server, "/bytes/100000");

    fetch_run_start (run);
    g_clear_object (&run->session);
    fetch_run_wait (run);
    fetch_run_assert_ok (run, 100000);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < N_MOMENTS; i++) {
    g_autofree char *path = g_strconcat ("/fetch-cancel/moment/", moment_names[i], NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_moment);
  }
  g_test_add_func ("/fetch-cancel/before-start", test_before_start);
  g_test_add_func ("/fetch-cancel/after-end", test_after_end);
  g_test_add_func ("/fetch-cancel/twenty", test_twenty);
  g_test_add_func ("/fetch-cancel/dropped", test_dropped);
  g_test_add_func ("/fetch-cancel/again", test_again);
  g_test_add_func ("/fetch-cancel/leaks", test_leaks);
  return g_test_run ();
}
