/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-spool-filler.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "placard-error.h"

#define PART_BYTES (256 * 1024)
#define PARTS_PER_TURN 8

struct _PlacardSpoolFiller {
  int fd;
  goffset offset;
  PlacardSpool *spool;
  GSource *source; /* (nullable): the next turn */
  guint8 *buffer;
  PlacardSpoolFillerDone done;
  gpointer user_data;
};

static void
drop_source (PlacardSpoolFiller *self)
{
  if (!self->source)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* One part; FALSE at the end or with @error. */
static gboolean
move_part (PlacardSpoolFiller *self, GError **error)
{
  gssize n = pread (self->fd, self->buffer, PART_BYTES, self->offset);

  if (n < 0 && errno == EINTR)
    return TRUE;
  if (n < 0) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE, _ ("The kept bytes cannot be read: %s"),
                 g_strerror (errno));
    return FALSE;
  }
  self->offset += n;
  return n > 0 && placard_spool_append (self->spool, self->buffer, (gsize) n, error);
}

static gboolean
turn_cb (gpointer user_data)
{
  PlacardSpoolFiller *self = user_data;
  GError *error = NULL;

  for (int i = 0; i < PARTS_PER_TURN; i++)
    if (!move_part (self, &error)) {
      drop_source (self);
      self->done (error, self->user_data);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

PlacardSpoolFiller *
placard_spool_filler_new (int fd,
                          goffset offset,
                          PlacardSpool *spool,
                          GMainContext *context,
                          PlacardSpoolFillerDone done,
                          gpointer user_data)
{
  PlacardSpoolFiller *self = g_new0 (PlacardSpoolFiller, 1);

  self->fd = fd;
  self->offset = offset;
  self->spool = g_object_ref (spool);
  self->buffer = g_malloc (PART_BYTES);
  self->done = done;
  self->user_data = user_data;
  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->source, turn_cb, self, NULL);
  g_source_attach (self->source, context);
  return self;
}

void
placard_spool_filler_free (PlacardSpoolFiller *self)
{
  drop_source (self);
  close (self->fd);
  g_object_unref (self->spool);
  g_free (self->buffer);
  g_free (self);
}
