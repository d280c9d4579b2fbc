/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-sequence-stream.h"

#include <glib/gi18n-lib.h>

#include "placard-error.h"

/* Every body before @next was read to its end; @current is that of @next - 1 or NULL between two. */
struct _PlacardSequenceStream {
  GInputStream parent_instance;

  GPtrArray *bodies;
  guint next;
  GInputStream *current;
  goffset remaining; /* of what the current body announced; -1: it announced nothing */
};

G_DEFINE_FINAL_TYPE (PlacardSequenceStream, placard_sequence_stream, G_TYPE_INPUT_STREAM)

static void
placard_sequence_stream_finalize (GObject *object)
{
  PlacardSequenceStream *self = PLACARD_SEQUENCE_STREAM (object);

  g_clear_object (&self->current);
  g_ptr_array_unref (self->bodies);
  G_OBJECT_CLASS (placard_sequence_stream_parent_class)->finalize (object);
}

/* A body that is not as long as it said has broken the Content-Length of the whole. */
static gssize
fail_length (GError **error)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY,
                       _ ("A file of the body changed its size while it was sent"));
  return -1;
}

static gssize
count (PlacardSequenceStream *self, gssize n_read, GError **error)
{
  if (self->remaining < 0)
    return n_read;
  if (n_read > self->remaining)
    return fail_length (error);
  self->remaining -= n_read;
  return n_read;
}

static gssize
placard_sequence_stream_read (
    GInputStream *stream, void *buffer, gsize n_bytes, GCancellable *cancellable, GError **error)
{
  PlacardSequenceStream *self = PLACARD_SEQUENCE_STREAM (stream);

  while (self->current || self->next < self->bodies->len) {
    gssize n_read;

    if (!self->current) {
      PlacardBody *body = g_ptr_array_index (self->bodies, self->next);

      self->current = placard_body_open (body, cancellable, error);
      if (!self->current)
        return -1;
      self->remaining = placard_body_get_length (body);
      self->next++;
    }

    n_read = g_input_stream_read (self->current, buffer, n_bytes, cancellable, error);
    if (n_read < 0)
      return -1;
    if (n_read > 0)
      return count (self, n_read, error);
    g_clear_object (&self->current);
    if (self->remaining > 0)
      return fail_length (error);
  }
  return 0;
}

static gboolean
placard_sequence_stream_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  PlacardSequenceStream *self = PLACARD_SEQUENCE_STREAM (stream);

  g_clear_object (&self->current);
  self->next = self->bodies->len;
  return TRUE;
}

static void
placard_sequence_stream_class_init (PlacardSequenceStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_sequence_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = placard_sequence_stream_read;
  G_INPUT_STREAM_CLASS (klass)->close_fn = placard_sequence_stream_close;
}

static void
placard_sequence_stream_init (PlacardSequenceStream *self)
{
}

GInputStream *
placard_sequence_stream_new (GPtrArray *bodies)
{
  PlacardSequenceStream *self = g_object_new (PLACARD_TYPE_SEQUENCE_STREAM, NULL);

  self->bodies = g_ptr_array_ref (bodies);
  return G_INPUT_STREAM (self);
}
