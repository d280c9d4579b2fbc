/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-spool-stream.h"

#include "placard-error.h"

#include <glib/gi18n-lib.h>

struct _PlacardSpoolStream {
  GInputStream parent_instance;
  PlacardSpool *spool;
  goffset offset;
};

G_DEFINE_FINAL_TYPE (PlacardSpoolStream, placard_spool_stream, G_TYPE_INPUT_STREAM)

/* What a read at the last byte says: 0 for a clean end, else -1. */
static gssize
end_of_spool (PlacardSpoolState state, goffset size, GError **error)
{
  switch (state) {
  case PLACARD_SPOOL_OPEN:
  case PLACARD_SPOOL_COMPLETE:
    return 0;
  case PLACARD_SPOOL_INCOMPLETE:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                 _ ("The answer ends early, after %'lld bytes"), (long long) size);
    return -1;
  case PLACARD_SPOOL_CANCELLED:
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                         _ ("The request was stopped before the answer was whole"));
    return -1;
  }
  return 0;
}

static gssize
spool_stream_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  PlacardSpoolStream *self = PLACARD_SPOOL_STREAM (stream);
  gssize n_read;

  if (!placard_spool_wait (self->spool, self->offset, cancellable, error))
    return -1;

  n_read = placard_spool_read_at (self->spool, self->offset, buffer, count, error);
  if (n_read < 0)
    return -1;
  if (n_read == 0)
    return end_of_spool (placard_spool_get_state (self->spool), self->offset, error);
  self->offset += n_read;
  return n_read;
}

static void
placard_spool_stream_finalize (GObject *object)
{
  g_object_unref (PLACARD_SPOOL_STREAM (object)->spool);
  G_OBJECT_CLASS (placard_spool_stream_parent_class)->finalize (object);
}

static void
placard_spool_stream_class_init (PlacardSpoolStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_spool_stream_finalize;
  /* GInputStream runs it in a worker thread for asynchronous reads. */
  G_INPUT_STREAM_CLASS (klass)->read_fn = spool_stream_read;
}

static void
placard_spool_stream_init (PlacardSpoolStream *self)
{
}

GInputStream *
placard_spool_stream_new (PlacardSpool *spool)
{
  PlacardSpoolStream *self = g_object_new (PLACARD_TYPE_SPOOL_STREAM, NULL);

  self->spool = g_object_ref (spool);
  return G_INPUT_STREAM (self);
}
