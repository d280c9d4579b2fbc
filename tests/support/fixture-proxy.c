/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-proxy.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

struct _FixtureProxy {
  GSocketService *service;
  FixtureProxyKind kind;
  gboolean credentials;
  guint port;
  GMutex lock;
  GString *log;
};

static void
write_log (FixtureProxy *self, const char *what, gboolean with_credentials)
{
  g_mutex_lock (&self->lock);
  g_string_append_printf (self->log, "%s%s\n", what, with_credentials ? " +auth" : "");
  g_mutex_unlock (&self->lock);
}

/* Until one side ends. */
static void
pump (int a, int b)
{
  struct pollfd fds[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
  char buffer[65536];

  while (poll (fds, 2, 10000) > 0) {
    for (int i = 0; i < 2; i++) {
      ssize_t n;

      if (!fds[i].revents)
        continue;
      n = read (fds[i].fd, buffer, sizeof buffer);
      if (n <= 0 || write (fds[1 - i].fd, buffer, n) != n)
        return;
    }
  }
}

static GSocketConnection *
connect_to (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  return g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
}

/* GIO keeps every socket non-blocking, whatever it says. */
static int
get_fd (GSocketConnection *connection)
{
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));

  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK);
  return fd;
}

static void
tunnel (GSocketConnection *client, guint port, const char *greeting, gsize n_greeting)
{
  g_autoptr (GSocketConnection) server = connect_to (port);

  if (server && write (get_fd (client), greeting, n_greeting) == (ssize_t) n_greeting)
    pump (get_fd (client), get_fd (server));
}

/* --- HTTP -------------------------------------------------------------------------------------- */

static char *
read_head (GSocketConnection *client)
{
  GString *head = g_string_new (NULL);
  char byte;

  while (!strstr (head->str, "\r\n\r\n") && read (get_fd (client), &byte, 1) == 1)
    g_string_append_c (head, byte);
  return g_string_free (head, FALSE);
}

static void
answer (GSocketConnection *client, const char *text)
{
  if (write (get_fd (client), text, strlen (text)) < 0)
    g_message ("The client is gone");
}

/* A plain request is passed on as it stands: the fixture server reads whole URLs. */
static void
pass_on (GSocketConnection *client, const char *head, const char *target)
{
  g_autoptr (GUri) uri = g_uri_parse (target, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketConnection) server = uri ? connect_to (g_uri_get_port (uri)) : NULL;

  if (server && write (get_fd (server), head, strlen (head)) > 0)
    pump (get_fd (client), get_fd (server));
}

static gboolean
serve_one (FixtureProxy *self, GSocketConnection *client)
{
  static const char tunnelled[] = "HTTP/1.1 200 Connection established\r\n\r\n";
  g_autofree char *head = read_head (client);
  g_auto (GStrv) words = g_strsplit (head, " ", 3);
  gboolean with_credentials = strstr (head, "Proxy-Authorization: Basic dTpw\r\n") != NULL;
  g_autofree char *what = NULL;

  if (g_strv_length (words) < 3)
    return FALSE;
  what = g_strdup_printf ("%s %s%s", words[0], words[1],
                          strstr (head, "\r\nCookie:") ? " +cookie" : "");
  write_log (self, what, with_credentials);
  if (self->kind == FIXTURE_PROXY_HTTP_REFUSE) {
    answer (client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 16\r\n\r\nthe proxy's page");
    return FALSE;
  }
  if (self->credentials && !with_credentials) {
    answer (client, "HTTP/1.1 407 Proxy Authentication Required\r\n"
                    "Proxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 3\r\n\r\nno\n");
    return TRUE;
  }
  if (g_str_equal (words[0], "CONNECT"))
    tunnel (client, g_ascii_strtoull (strrchr (words[1], ':') + 1, NULL, 10), tunnelled,
            sizeof tunnelled - 1);
  else
    pass_on (client, head, words[1]);
  return FALSE;
}

/* --- SOCKS 5: RFC 1928 and 1929 ---------------------------------------------------------------- */

static gboolean
read_bytes (GSocketConnection *client, guint8 *bytes, gsize n)
{
  while (n > 0) {
    ssize_t got = read (get_fd (client), bytes, n);

    if (got <= 0)
      return FALSE;
    bytes += got;
    n -= got;
  }
  return TRUE;
}

static gboolean
write_bytes (GSocketConnection *client, const void *bytes, gsize n)
{
  return write (get_fd (client), bytes, n) == (ssize_t) n;
}

static gboolean
check_password (GSocketConnection *client)
{
  guint8 head[2], user[256] = {0}, password[256] = {0};

  if (!write_bytes (client, "\x05\x02", 2) || !read_bytes (client, head, 2) ||
      !read_bytes (client, user, head[1]) || !read_bytes (client, head, 1) ||
      !read_bytes (client, password, head[0]))
    return FALSE;
  return g_str_equal ((char *) user, "u") && g_str_equal ((char *) password, "p") &&
         write_bytes (client, "\x01\x00", 2);
}

static void
serve_socks (FixtureProxy *self, GSocketConnection *client)
{
  guint8 head[4], methods[256], name[256] = {0}, port[2];
  g_autofree char *what = NULL;

  if (!read_bytes (client, head, 2) || !read_bytes (client, methods, head[1]))
    return;
  if (self->credentials ? !check_password (client) : !write_bytes (client, "\x05\x00", 2))
    return;
  if (!read_bytes (client, head, 4))
    return;
  if (head[3] == 3) { /* a name; else an address of four bytes */
    if (!read_bytes (client, head, 1) || !read_bytes (client, name, head[0]))
      return;
  } else if (!read_bytes (client, name, 4)) {
    return;
  } else {
    g_strlcpy ((char *) name, "address", sizeof name);
  }
  if (!read_bytes (client, port, 2))
    return;
  what = g_strdup_printf ("SOCKS %s:%u", (char *) name, port[0] * 256u + port[1]);
  write_log (self, what, self->credentials);
  tunnel (client, port[0] * 256u + port[1], "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *client,
        GObject *source,
        FixtureProxy *self)
{
  if (self->kind == FIXTURE_PROXY_SOCKS)
    serve_socks (self, client);
  else if (self->kind == FIXTURE_PROXY_GARBAGE)
    answer (client, "\x01\x02garbage\r\n\r\n");
  else
    while (serve_one (self, client))
      ;
  g_io_stream_close (G_IO_STREAM (client), NULL, NULL);
  return TRUE;
}

static gpointer
accept_all (gpointer data)
{
  GMainLoop *loop = data;

  g_main_context_push_thread_default (g_main_loop_get_context (loop));
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  return NULL;
}

/* The service accepts in a context of its own, so that no test has to run one for it. It lives until the
 * program ends: a test's proxy is a few descriptors. */
FixtureProxy *
fixture_proxy_new (FixtureProxyKind kind, gboolean credentials)
{
  FixtureProxy *self = g_new0 (FixtureProxy, 1);
  g_autoptr (GMainContext) context = g_main_context_new ();
  GMainLoop *loop = g_main_loop_new (context, FALSE);

  g_mutex_init (&self->lock);
  self->log = g_string_new (NULL);
  self->kind = kind;
  self->credentials = credentials;
  g_main_context_push_thread_default (context);
  self->service = g_threaded_socket_service_new (32);
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  g_main_context_pop_thread_default (context);
  g_thread_unref (g_thread_new ("fixture-proxy", accept_all, loop));
  return self;
}

void
fixture_proxy_free (FixtureProxy *self)
{
  g_socket_service_stop (self->service);
}

guint
fixture_proxy_get_port (FixtureProxy *self)
{
  return self->port;
}

char *
fixture_proxy_dup_log (FixtureProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->log->str);
}
