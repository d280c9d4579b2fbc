/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-receiver.h"

#include "placard-coding.h"
#include "placard-error.h"
#include "placard-failure.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One read. Fits into a second-level cache together with nothing else of ours: the bytes are still warm
 * when they are written to the spool. */
#define READ_BYTES (256 * 1024)
/* Reads in one turn of the main loop, so that other transfers and cancelling are not kept waiting. */
#define READS_PER_TURN 8
#define DRAIN_BYTES (64 * 1024)
/* RELIABILITY, fault 12: beyond this many bytes, an answer that grows more than so many times is a bomb. */
#define RATIO_FLOOR_BYTES (64 * 1024 * 1024)
#define MAX_RATIO 200

struct _PlacardReceiver {
  GInputStream *stream; /* libsoup's: closed at the end */
  GInputStream *raw;    /* where bytes are read: below libsoup's framing where that can be */
  gboolean taken_over;  /* raw is not the stream */
  PlacardFraming framing;
  PlacardChunkReader chunks;
  PlacardCoding *coding; /* (nullable) */
  PlacardSpool *spool;
  goffset max_body_bytes;
  goffset skip; /* bytes of body still to be passed over */

  guint8 *buffer; /* the thread's */
  GMainContext *context;
  GSource *source; /* (nullable): the next turn */
  gboolean source_polls;
  goffset wire;    /* raw bytes, framing of chunks included */
  goffset payload; /* of the framing: body bytes on the wire */
  goffset body;    /* in the spool */
  gboolean ended;
  gboolean lost_framing; /* the chunks end too early or do not fit together */

  PlacardReceiverFuncs funcs;
  gpointer user_data;
};

/* One for all receivers of a thread: what is read has been handed on when the read ends, and fresh pages for
 * each of many small answers would cost more than the answers. */
static guint8 *
thread_buffer (void)
{
  static GPrivate buffer = G_PRIVATE_INIT (g_free);

  if (!g_private_get (&buffer))
    g_private_set (&buffer, g_malloc (READ_BYTES));
  return g_private_get (&buffer);
}

/* libsoup stacks its streams: the one it hands out, the one that undoes the framing, the connection's.
 * Its framing takes a cut chunked body for a whole one, and a body cut short of its Content-Length too
 * when the server said "Connection: close"; so Placard reads the connection's. Where the stack looks
 * otherwise (another version, HTTP/2), libsoup's own framing has to do. */
static GInputStream *
find_raw_stream (GInputStream *stream)
{
  GInputStream *framed, *raw;

  if (g_strcmp0 (G_OBJECT_TYPE_NAME (stream), "SoupClientInputStream") != 0 ||
      g_signal_lookup ("eof", G_OBJECT_TYPE (stream)) == 0)
    return NULL;
  framed = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
  if (g_strcmp0 (G_OBJECT_TYPE_NAME (framed), "SoupBodyInputStream") != 0)
    return NULL;
  raw = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (framed));
  return G_IS_POLLABLE_INPUT_STREAM (raw) ? raw : NULL;
}

static gboolean
set_too_large (PlacardReceiver *self, GError **error)
{
  g_autofree char *limit = placard_failure_format_count (self->max_body_bytes);

  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TOO_LARGE,
               _ ("The answer is larger than the %s bytes that are allowed"), limit);
  return FALSE;
}

static gboolean
store_cb (const guint8 *bytes, gsize n_bytes, gpointer user_data, GError **error)
{
  PlacardReceiver *self = user_data;
  gsize n_skipped = MIN ((goffset) n_bytes, self->skip);

  self->skip -= n_skipped;
  bytes += n_skipped;
  n_bytes -= n_skipped;
  if (self->max_body_bytes > 0 && self->body + (goffset) n_bytes > self->max_body_bytes)
    return set_too_large (self, error);
  if (!placard_spool_append (self->spool, bytes, n_bytes, error))
    return FALSE;
  self->body += n_bytes;

  if (self->body > RATIO_FLOOR_BYTES && self->body / MAX_RATIO > self->payload) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TOO_LARGE,
                 _ ("The compressed answer grows more than %d times when it is unpacked"),
                 MAX_RATIO);
    return FALSE;
  }
  return TRUE;
}

static gboolean
take_payload (PlacardReceiver *self, gsize n_bytes, GError **error)
{
  if (n_bytes == 0)
    return TRUE;
  self->payload += n_bytes;
  if (self->coding)
    return placard_coding_feed (self->coding, self->buffer, n_bytes, error);
  return store_cb (self->buffer, n_bytes, self, error);
}

static gboolean
take_bytes (PlacardReceiver *self, gsize n_bytes, GError **error)
{
  g_autoptr (GError) broken = NULL;

  self->wire += n_bytes;
  if (self->taken_over && self->framing.kind == PLACARD_FRAMING_CHUNKED)
    placard_chunk_reader_feed (&self->chunks, self->buffer, n_bytes, &n_bytes, &broken);
  if (!take_payload (self, n_bytes, error))
    return FALSE;
  if (broken) {
    self->lost_framing = TRUE;
    g_propagate_error (error, g_steal_pointer (&broken));
  }
  return !*error;
}

/* Whether the framing says that this was all. */
static gboolean
is_whole (PlacardReceiver *self)
{
  switch (self->framing.kind) {
  case PLACARD_FRAMING_NONE:
    return TRUE;
  case PLACARD_FRAMING_LENGTH:
    return self->payload >= self->framing.length;
  case PLACARD_FRAMING_CHUNKED:
    return self->taken_over && placard_chunk_reader_is_done (&self->chunks);
  case PLACARD_FRAMING_CLOSE:
    break;
  }
  return FALSE;
}

/* The connection has ended. */
static GError *
judge_end (PlacardReceiver *self)
{
  if (self->framing.kind == PLACARD_FRAMING_CLOSE || is_whole (self))
    return NULL;
  if (self->framing.kind == PLACARD_FRAMING_CHUNKED && !self->taken_over)
    return NULL; /* libsoup says so; the picture's own end tells more */
  self->lost_framing = self->framing.kind == PLACARD_FRAMING_CHUNKED;
  return placard_failure_truncated (self->payload, self->framing.length, NULL);
}

/* Tells libsoup that its stream has come to its end, so that it keeps the connection. */
static void
finish_message (PlacardReceiver *self)
{
  if (self->taken_over && self->framing.kind != PLACARD_FRAMING_CLOSE)
    g_signal_emit_by_name (self->stream, "eof");
}

static void
drop_source (PlacardReceiver *self)
{
  if (!self->source)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* The one way out of receiving. */
static void
end (PlacardReceiver *self, GError *error)
{
  g_assert (!self->ended);
  self->ended = TRUE;
  drop_source (self);
  if (!error && self->coding)
    placard_coding_end (self->coding, &error);
  if (!error)
    finish_message (self);
  self->funcs.done (error, self->user_data);
}

static gsize
next_read_size (PlacardReceiver *self)
{
  if (self->framing.kind == PLACARD_FRAMING_LENGTH)
    return MIN (READ_BYTES, self->framing.length - self->payload);
  return READ_BYTES;
}

typedef enum { TURN_AGAIN, TURN_WAIT, TURN_ENDED } Turn;

static Turn
fail (PlacardReceiver *self, GError *error)
{
  if (error->domain != PLACARD_ERROR) {
    g_autoptr (GError) cause = error;

    error = placard_failure_truncated (self->payload, self->framing.length, cause);
  }
  end (self, error);
  return TURN_ENDED;
}

static Turn
read_once (PlacardReceiver *self)
{
  GError *error = NULL;
  gboolean took;
  gssize n;

  if (is_whole (self)) { /* no body at all */
    end (self, NULL);
    return TURN_ENDED;
  }
  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->raw), self->buffer,
                                                next_read_size (self), NULL, &error);
  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    g_error_free (error);
    return TURN_WAIT;
  }
  if (n < 0)
    return fail (self, error);
  if (n == 0) {
    end (self, judge_end (self));
    return TURN_ENDED;
  }

  took = take_bytes (self, n, &error);
  self->funcs.progress (self->payload, self->body, n, self->user_data);
  if (!took)
    return fail (self, error);
  if (is_whole (self)) {
    end (self, NULL);
    return TURN_ENDED;
  }
  return TURN_AGAIN;
}

static void wait_for_bytes (PlacardReceiver *self, gboolean poll);

static gboolean
turn (PlacardReceiver *self)
{
  Turn result = TURN_AGAIN;

  for (int i = 0; i < READS_PER_TURN && result == TURN_AGAIN; i++)
    result = read_once (self);
  if (result != TURN_ENDED)
    wait_for_bytes (self, result == TURN_WAIT);
  return G_SOURCE_CONTINUE;
}

static gboolean
readable_cb (GObject *stream, gpointer user_data)
{
  return turn (user_data);
}

static gboolean
turn_cb (gpointer user_data)
{
  return turn (user_data);
}

/* A stream's source is made only when the stream said that it is empty: made earlier it may wait for
 * bytes that libsoup holds already, or fire without end. It is kept then. */
static void
wait_for_bytes (PlacardReceiver *self, gboolean poll)
{
  if (self->source && (self->source_polls || !poll))
    return;

  drop_source (self);
  self->source_polls = poll;
  if (poll) {
    self->source =
        g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (self->raw), NULL);
    g_source_set_callback (self->source, G_SOURCE_FUNC (readable_cb), self, NULL);
  } else {
    self->source = g_idle_source_new ();
    g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
    g_source_set_callback (self->source, turn_cb, self, NULL);
  }
  g_source_attach (self->source, self->context);
}

PlacardReceiver *
placard_receiver_new (GInputStream *stream,
                      const PlacardFraming *framing,
                      const char *coding,
                      PlacardSpool *spool,
                      goffset max_body_bytes,
                      const PlacardReceiverFuncs *funcs,
                      gpointer user_data)
{
  PlacardReceiver *self = g_new0 (PlacardReceiver, 1);

  self->stream = g_object_ref (stream);
  self->raw = find_raw_stream (stream);
  self->taken_over = self->raw != NULL;
  if (!self->raw)
    self->raw = stream;
  self->framing = *framing;
  self->coding = placard_coding_new (coding, store_cb, self);
  self->spool = g_object_ref (spool);
  self->max_body_bytes = max_body_bytes;
  self->funcs = *funcs;
  self->user_data = user_data;
  return self;
}

void
placard_receiver_skip (PlacardReceiver *self, goffset n_bytes)
{
  self->skip = n_bytes;
}

void
placard_receiver_start (PlacardReceiver *self, GMainContext *context)
{
  self->context = context;
  self->buffer = thread_buffer ();
  wait_for_bytes (self, FALSE);
}

gboolean
placard_receiver_lost_framing (PlacardReceiver *self)
{
  return self->lost_framing && !self->coding;
}

/* A redirect's body: whatever its end, only its connection matters. */
void
placard_receiver_drain (PlacardReceiver *self)
{
  self->buffer = thread_buffer ();
  while (!is_whole (self) && self->wire < DRAIN_BYTES) {
    gsize n_payload;
    gssize n = g_pollable_input_stream_read_nonblocking (
        G_POLLABLE_INPUT_STREAM (self->raw), self->buffer, next_read_size (self), NULL, NULL);

    if (n <= 0)
      return;
    self->wire += n;
    n_payload = n;
    if (self->framing.kind == PLACARD_FRAMING_CHUNKED && self->taken_over &&
        !placard_chunk_reader_feed (&self->chunks, self->buffer, n, &n_payload, NULL))
      return;
    self->payload += n_payload;
  }
  if (is_whole (self))
    finish_message (self);
}

void
placard_receiver_free (PlacardReceiver *self)
{
  drop_source (self);
  g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_object_unref (self->stream);
  g_clear_pointer (&self->coding, placard_coding_free);
  g_object_unref (self->spool);
  g_free (self);
}
