/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo-stream.h"

#define INTERVAL_MS 100

/* Belongs to the message: when the client goes away the message is freed, and this with it. */
typedef struct {
  SoupServerMessage *message; /* not owned */
  GBytes *bytes;
  gsize offset;
  gsize step;
  DemoStreamKind kind;
  guint timer;
} Stream;

static void
stream_free (Stream *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_bytes_unref (self->bytes);
  g_free (self);
}

static gboolean
send_piece_cb (gpointer user_data)
{
  Stream *self = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);
  gsize size = g_bytes_get_size (self->bytes);
  gsize length = MIN (self->step, size - self->offset);
  g_autoptr (GBytes) piece = g_bytes_new_from_bytes (self->bytes, self->offset, length);

  soup_message_body_append_bytes (body, piece);
  self->offset += length;
  if (self->offset == size && self->kind == DEMO_STREAM_ENDLESS)
    self->offset = 0;
  gboolean more = self->offset < size;
  if (!more) {
    soup_message_body_complete (body);
    self->timer = 0;
  }
  soup_server_message_unpause (self->message);
  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  Stream *self = user_data;

  g_clear_handle_id (&self->timer, g_source_remove);
}

void
demo_stream_start (SoupServerMessage *message,
                   GBytes *bytes,
                   DemoStreamKind kind,
                   gsize bytes_per_second)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  Stream *self = g_new0 (Stream, 1);

  self->message = message;
  self->bytes = g_bytes_ref (bytes);
  self->step = MAX (bytes_per_second * INTERVAL_MS / 1000, 1);
  self->kind = kind;
  if (kind == DEMO_STREAM_KNOWN_LENGTH)
    soup_message_headers_set_content_length (headers, g_bytes_get_size (bytes));
  else
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_object_set_data_full (G_OBJECT (message), "demo-stream", self, (GDestroyNotify) stream_free);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  soup_server_message_pause (message);
  self->timer = g_timeout_add (INTERVAL_MS, send_piece_cb, self);
}
