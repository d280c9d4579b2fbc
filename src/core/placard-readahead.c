/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariant: while `filling`, the buffer is the base's to write and empty for everybody else. */
#include "placard-readahead.h"

#include <errno.h>
#include <string.h>

#define BUFFER_BYTES (256 * 1024)

struct _PlacardReadahead {
  GInputStream parent_instance;

  GInputStream *base;
  GCancellable *cancellable; /* of the read that is under way */
  guint8 *buffer;
  gsize start, end; /* what of it is still to be read */
  goffset position; /* of the next byte that is read from this stream */
  goffset seek_to;  /* -1; where to go on as soon as the read under way has ended */
  gboolean filling;
  gboolean at_end;
  GError *error;  /* (nullable) */
  GSource *child; /* (nullable): of the source that waits for bytes */
};

static void pollable_init (GPollableInputStreamInterface *interface);
static void seekable_init (GSeekableIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlacardReadahead,
                               placard_readahead,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, pollable_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE, seekable_init))

static gboolean
is_ready (PlacardReadahead *self)
{
  return !self->filling && (self->start < self->end || self->at_end || self->error);
}

static void
wake (PlacardReadahead *self)
{
  if (self->child)
    g_source_set_ready_time (self->child, 0);
}

static void
forget (PlacardReadahead *self)
{
  self->start = self->end = 0;
  self->at_end = FALSE;
  g_clear_error (&self->error);
}

static void
filled_cb (GObject *base, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardReadahead) self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (base), result, &self->error);

  self->filling = FALSE;
  if (self->seek_to >= 0) {
    forget (self);
    g_seekable_seek (G_SEEKABLE (base), self->seek_to, G_SEEK_SET, NULL, &self->error);
    self->seek_to = -1;
  } else {
    self->end = (gsize) MAX (n, 0);
    self->at_end = n == 0;
  }
  wake (self);
}

static void
fill (PlacardReadahead *self)
{
  self->filling = TRUE;
  self->start = self->end = 0;
  g_input_stream_read_async (self->base, self->buffer, BUFFER_BYTES, G_PRIORITY_DEFAULT,
                             self->cancellable, filled_cb, g_object_ref (self));
}

static gssize
read_nonblocking (GPollableInputStream *stream, void *bytes, gsize count, GError **error)
{
  PlacardReadahead *self = PLACARD_READAHEAD (stream);
  gsize n = MIN (count, self->end - self->start);

  if (!is_ready (self)) {
    if (!self->filling)
      fill (self);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, g_strerror (EAGAIN));
    return -1;
  }
  if (self->error) {
    g_propagate_error (error, g_error_copy (self->error));
    return -1;
  }
  if (n == 0)
    return 0;
  memcpy (bytes, self->buffer + self->start, n);
  self->start += n;
  self->position += (goffset) n;
  if (self->start == self->end)
    fill (self);
  return (gssize) n;
}

static gboolean
can_poll (GPollableInputStream *stream)
{
  return TRUE;
}

static gboolean
is_readable (GPollableInputStream *stream)
{
  return is_ready (PLACARD_READAHEAD (stream));
}

static GSource *
create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  PlacardReadahead *self = PLACARD_READAHEAD (stream);
  /* A timeout that nobody lives to see: it fires when it is woken. */
  g_autoptr (GSource) child = g_timeout_source_new (G_MAXUINT);

  g_source_set_static_name (child, "placard-readahead");
  g_clear_pointer (&self->child, g_source_unref);
  self->child = g_source_ref (child);
  if (is_ready (self))
    wake (self);
  else if (!self->filling)
    fill (self);
  return g_pollable_source_new_full (self, child, cancellable);
}

static void
pollable_init (GPollableInputStreamInterface *interface)
{
  interface->can_poll = can_poll;
  interface->is_readable = is_readable;
  interface->create_source = create_source;
  interface->read_nonblocking = read_nonblocking;
}

/* Nobody reads it so here; a read under way cannot be waited for. */
static gssize
readahead_read (
    GInputStream *stream, void *bytes, gsize count, GCancellable *cancellable, GError **error)
{
  PlacardReadahead *self = PLACARD_READAHEAD (stream);
  gssize n;

  if (self->filling || is_ready (self))
    return read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), bytes, count, error);
  n = g_input_stream_read (self->base, bytes, count, cancellable, error);
  self->position += MAX (n, 0);
  return n;
}

/* libsoup sends a body once more from its beginning, over another connection or to a proxy that asked. */
static goffset
tell (GSeekable *seekable)
{
  PlacardReadahead *self = PLACARD_READAHEAD (seekable);

  return self->seek_to >= 0 ? self->seek_to : self->position;
}

static gboolean
can_seek (GSeekable *seekable)
{
  GInputStream *base = PLACARD_READAHEAD (seekable)->base;

  return G_IS_SEEKABLE (base) && g_seekable_can_seek (G_SEEKABLE (base));
}

static gboolean
seek (
    GSeekable *seekable, goffset offset, GSeekType type, GCancellable *cancellable, GError **error)
{
  PlacardReadahead *self = PLACARD_READAHEAD (seekable);

  if (!can_seek (seekable) || type != G_SEEK_SET) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, g_strerror (ENOTSUP));
    return FALSE;
  }
  self->position = offset;
  if (self->filling) {
    self->seek_to = offset;
    return TRUE;
  }
  forget (self);
  return g_seekable_seek (G_SEEKABLE (self->base), offset, type, cancellable, error);
}

static gboolean
can_truncate (GSeekable *seekable)
{
  return FALSE;
}

static void
seekable_init (GSeekableIface *interface)
{
  interface->tell = tell;
  interface->can_seek = can_seek;
  interface->seek = seek;
  interface->can_truncate = can_truncate;
}

static gboolean
readahead_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  PlacardReadahead *self = PLACARD_READAHEAD (stream);

  /* The base closes when it is let go of, which a read under way may put off. */
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

static void
placard_readahead_finalize (GObject *object)
{
  PlacardReadahead *self = PLACARD_READAHEAD (object);

  g_clear_pointer (&self->child, g_source_unref);
  g_clear_error (&self->error);
  g_object_unref (self->cancellable);
  g_object_unref (self->base);
  g_free (self->buffer);
  G_OBJECT_CLASS (placard_readahead_parent_class)->finalize (object);
}

static void
placard_readahead_class_init (PlacardReadaheadClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_readahead_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = readahead_read;
  G_INPUT_STREAM_CLASS (class)->close_fn = readahead_close;
}

static void
placard_readahead_init (PlacardReadahead *self)
{
  self->buffer = g_malloc (BUFFER_BYTES);
  self->cancellable = g_cancellable_new ();
  self->seek_to = -1;
}

GInputStream *
placard_readahead_new (GInputStream *base)
{
  PlacardReadahead *self = g_object_new (PLACARD_TYPE_READAHEAD, NULL);

  self->base = g_object_ref (base);
  return G_INPUT_STREAM (self);
}
