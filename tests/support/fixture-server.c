/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-server.h"

#include "fixture-connection.h"

#include <string.h>
#include <sys/socket.h>

struct _FixtureServer {
  GSocket *listener;
  GThread *thread;
  GTlsCertificate *certificate;
  GCancellable *ending;
  char *base;
  char *root;
  gboolean ask_certificate;
  guint port;

  GMutex lock; /* everything below */
  GCond changed;
  GPtrArray *requests; /* since the last take */
  GPtrArray *log;      /* all of them */
  guint n_connections;
  guint n_open;
  guint n_hangups;
};

void
fixture_pattern (guint8 *bytes, gsize n_bytes, guint64 offset)
{
  for (gsize i = 0; i < n_bytes; i++) {
    guint64 at = offset + i;

    bytes[i] = (guint8) (at ^ (at >> 8) ^ (at >> 16));
  }
}

/* --- what handlers use ------------------------------------------------------------------------- */

gboolean
fixture_send (FixtureConnection *self, const void *bytes, gsize n_bytes)
{
  return g_output_stream_write_all (self->output, bytes, n_bytes, NULL, self->server->ending, NULL);
}

gboolean
fixture_print (FixtureConnection *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return fixture_send (self, text, strlen (text));
}

/* Wakes early when the peer hangs up or the server ends. */
gboolean
fixture_sleep (FixtureConnection *self, guint milliseconds)
{
  GSocket *socket = g_socket_connection_get_socket (self->socket);
  g_autoptr (GError) error = NULL;
  gint64 until = g_get_monotonic_time () + milliseconds * 1000;
  char byte;

  if (!g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, milliseconds * 1000,
                                      self->server->ending, &error))
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  if (recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
    return FALSE;
  /* Something to read that this handler does not want: an upload. */
  while (g_get_monotonic_time () < until)
    g_usleep (1000);
  return !g_cancellable_is_cancelled (self->server->ending);
}

void
fixture_reset (FixtureConnection *self)
{
  struct linger linger = {1, 0};
  int fd = g_socket_get_fd (g_socket_connection_get_socket (self->socket));

  g_usleep (20 * 1000); /* let the bytes go first: the client shall see them */
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

void
fixture_answer (FixtureConnection *self,
                const char *status,
                const char *fields,
                const void *body,
                gsize n_bytes)
{
  /* In one piece, as servers do. */
  g_autoptr (GString) answer = g_string_new (NULL);

  g_string_append_printf (answer, "HTTP/1.1 %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n%s\r\n",
                          status, n_bytes, fields);
  if (!g_str_equal (self->method, "HEAD"))
    g_string_append_len (answer, body, n_bytes);
  self->keep = fixture_send (self, answer->str, answer->len);
}

static gssize
read_chunk_size (FixtureConnection *self)
{
  g_autofree char *line = g_data_input_stream_read_line (self->input, NULL, NULL, NULL);

  if (line && !*line) { /* the end of the chunk before */
    g_free (line);
    line = g_data_input_stream_read_line (self->input, NULL, NULL, NULL);
  }
  return line ? (gssize) g_ascii_strtoull (line, NULL, 16) : -1;
}

gssize
fixture_read_body (FixtureConnection *self, void *buffer, gsize size)
{
  gboolean chunked = g_strcmp0 (fixture_get_field (self, "Transfer-Encoding"), "chunked") == 0;
  gssize n;

  if (self->body_left == -1) {
    self->body_left = read_chunk_size (self);
    if (self->body_left == 0)
      g_free (g_data_input_stream_read_line (self->input, NULL, NULL, NULL));
  }
  if (self->body_left <= 0)
    return self->body_left;
  n = g_input_stream_read (G_INPUT_STREAM (self->input), buffer,
                           MIN ((goffset) size, self->body_left), self->server->ending, NULL);
  if (n <= 0)
    return -1;
  self->body_left -= n;
  if (chunked && self->body_left == 0)
    self->body_left = -1;
  return n;
}

const char *
fixture_get_field (FixtureConnection *self, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; self->fields[i]; i++)
    if (g_ascii_strncasecmp (self->fields[i], name, length) == 0 && self->fields[i][length] == ':')
      return self->fields[i] + length + 1 + strspn (self->fields[i] + length + 1, " ");
  return NULL;
}

/* --- one connection ---------------------------------------------------------------------------- */

static void
clear_request (FixtureConnection *self)
{
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->head, g_free);
  g_clear_pointer (&self->fields, g_strfreev);
}

static char *
read_head (FixtureConnection *self)
{
  g_autoptr (GString) head = g_string_new (NULL);

  while (TRUE) {
    gsize length;
    g_autofree char *line =
        g_data_input_stream_read_line (self->input, &length, self->server->ending, NULL);

    if (!line)
      return NULL;
    if (*line == '\0' && head->len > 0)
      return g_string_free (g_steal_pointer (&head), FALSE);
    g_string_append_printf (head, "%s\r\n", line);
  }
}

static gboolean
parse_head (FixtureConnection *self)
{
  g_auto (GStrv) lines = g_strsplit (self->head, "\r\n", -1);
  g_auto (GStrv) words = g_strsplit (lines[0], " ", -1);
  const char *length;
  char *query;

  if (g_strv_length (words) != 3)
    return FALSE;
  self->method = g_strdup (words[0]);
  /* A proxy is asked with the whole URL: the path is what counts here. */
  self->path =
      g_strdup (g_str_has_prefix (words[1], "http://") ? strchr (words[1] + 7, '/') : words[1]);
  query = self->path ? strchr (self->path, '?') : NULL;
  if (query) {
    self->query = g_strdup (query + 1);
    *query = '\0';
  }
  self->fields = g_strdupv (lines + 1);
  length = fixture_get_field (self, "Content-Length");
  self->body_left = fixture_get_field (self, "Transfer-Encoding") ? -1
                    : length ? g_ascii_strtoll (length, NULL, 10)
                             : 0;
  return self->path != NULL;
}

static void
record (FixtureConnection *self)
{
  FixtureServer *server = self->server;

  if (g_str_equal (self->path, "/stats") || g_str_equal (self->path, "/requests"))
    return;
  g_mutex_lock (&server->lock);
  g_ptr_array_add (server->requests, g_strdup (self->head));
  g_ptr_array_add (server->log, g_strdup (self->head));
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

/* What the handler left of the body: the next request stands behind it. */
static gboolean
skip_body (FixtureConnection *self)
{
  char buffer[16384];
  gssize n = 0;

  do {
    if (self->body_left != 0)
      n = fixture_read_body (self, buffer, sizeof buffer);
  } while (n > 0 && self->body_left != 0);
  return n >= 0;
}

static gboolean
serve_request (FixtureConnection *self)
{
  gboolean again;

  self->head = read_head (self);
  self->keep = FALSE;
  if (!self->head || !parse_head (self)) {
    clear_request (self);
    return FALSE;
  }
  record (self);
  fixture_handle (self);
  again = self->keep && skip_body (self) &&
          g_strcmp0 (fixture_get_field (self, "Connection"), "close") != 0;
  clear_request (self);
  return again;
}

static gboolean
accept_any_cb (GTlsConnection *tls, GTlsCertificate *certificate, GTlsCertificateFlags errors)
{
  return TRUE;
}

static gboolean
start_tls (FixtureConnection *self)
{
  FixtureServer *server = self->server;
  GIOStream *tls;

  if (!server->certificate) {
    self->stream = g_object_ref (G_IO_STREAM (self->socket));
    return TRUE;
  }
  tls = g_tls_server_connection_new (G_IO_STREAM (self->socket), server->certificate, NULL);
  self->stream = tls;
  if (server->ask_certificate) {
    g_object_set (tls, "authentication-mode", G_TLS_AUTHENTICATION_REQUESTED, NULL);
    g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_any_cb), NULL);
  }
  return g_tls_connection_handshake (G_TLS_CONNECTION (tls), server->ending, NULL);
}

static void
count_open (FixtureServer *server, int change)
{
  g_mutex_lock (&server->lock);
  server->n_open += change;
  server->n_connections += change > 0;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

static void
note_hangup (FixtureConnection *self)
{
  char byte;
  int fd = g_socket_get_fd (g_socket_connection_get_socket (self->socket));

  if (recv (fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0)
    return;
  g_mutex_lock (&self->server->lock);
  self->server->n_hangups++;
  g_mutex_unlock (&self->server->lock);
}

static gpointer
run_connection (gpointer data)
{
  FixtureConnection *self = data;

  if (start_tls (self)) {
    self->input = g_data_input_stream_new (g_io_stream_get_input_stream (self->stream));
    g_data_input_stream_set_newline_type (self->input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
    self->output = g_io_stream_get_output_stream (self->stream);
    while (serve_request (self))
      ;
    note_hangup (self);
    g_clear_object (&self->input);
  }
  g_io_stream_close (G_IO_STREAM (self->socket), NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  count_open (self->server, -1);
  g_free (self);
  return NULL;
}

static gpointer
run_listener (gpointer data)
{
  FixtureServer *self = data;

  while (!g_cancellable_is_cancelled (self->ending)) {
    GSocket *socket = g_socket_accept (self->listener, self->ending, NULL);
    FixtureConnection *connection;

    if (!socket)
      continue;
    connection = g_new0 (FixtureConnection, 1);
    connection->server = self;
    connection->socket = g_socket_connection_factory_create_connection (socket);
    connection->root = self->root;
    g_object_unref (socket);
    count_open (self, +1);
    g_thread_unref (g_thread_new ("fixture", run_connection, connection));
  }
  return NULL;
}

/* --- the server -------------------------------------------------------------------------------- */

FixtureServer *
fixture_server_new (GTlsCertificate *certificate)
{
  FixtureServer *self = g_new0 (FixtureServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->ending = g_cancellable_new ();
  g_set_object (&self->certificate, certificate);
  self->listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (self->listener, 256);
  if (!g_socket_bind (self->listener, address, TRUE, &error) ||
      !g_socket_listen (self->listener, &error))
    g_error ("%s", error->message);
  bound = g_socket_get_local_address (self->listener, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->base = g_strdup_printf ("%s://127.0.0.1:%u", certificate ? "https" : "http", self->port);
  self->thread = g_thread_new ("fixture-listener", run_listener, self);
  return self;
}

void
fixture_server_free (FixtureServer *self)
{
  g_cancellable_cancel (self->ending);
  g_thread_join (self->thread);
  if (!fixture_server_wait_idle (self, 5000))
    g_error ("A handler of the fixture server does not end");
  g_object_unref (self->listener);
  g_object_unref (self->ending);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->log);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->base);
  g_free (self->root);
  g_free (self);
}

void
fixture_server_set_root (FixtureServer *self, const char *folder)
{
  self->root = g_strdup (folder);
}

void
fixture_server_ask_certificate (FixtureServer *self)
{
  self->ask_certificate = TRUE;
}

guint
fixture_server_get_port (FixtureServer *self)
{
  return self->port;
}

const char *
fixture_server_get_base (FixtureServer *self)
{
  return self->base;
}

GPtrArray *
fixture_server_take_requests (FixtureServer *self)
{
  GPtrArray *requests;

  g_mutex_lock (&self->lock);
  requests = self->requests;
  self->requests = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&self->lock);
  return requests;
}

guint
fixture_server_count_connections (FixtureServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_connections;
}

guint
fixture_server_count_target (FixtureServer *self, const char *target)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *middle = g_strdup_printf (" %s HTTP/", target);
  guint n = 0;

  for (guint i = 0; i < self->log->len; i++)
    n += strstr (g_ptr_array_index (self->log, i), middle) != NULL;
  return n;
}

guint
fixture_server_count_open (FixtureServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_open;
}

gboolean
fixture_server_wait_idle (FixtureServer *self, guint milliseconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 until = g_get_monotonic_time () + milliseconds * (gint64) 1000;

  while (self->n_open > 0)
    if (!g_cond_wait_until (&self->changed, &self->lock, until))
      return FALSE;
  return TRUE;
}

char *
fixture_server_format_stats (FixtureServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup_printf ("{\"connections\":%u,\"open\":%u,\"hangups\":%u,\"requests\":%u}\n",
                          self->n_connections, self->n_open, self->n_hangups, self->log->len);
}

char *
fixture_server_format_requests (FixtureServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->log->len; i++)
    g_string_append_printf (text, "%s\r\n", (char *) g_ptr_array_index (self->log, i));
  return g_string_free (text, FALSE);
}
