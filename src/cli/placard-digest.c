/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-digest.h"

#define SLICE (256 * 1024)

struct _PlacardDigest {
  GInputStream *stream;
  GThread *thread;
};

static gpointer
digest_thread (gpointer data)
{
  PlacardDigest *self = data;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (SLICE);
  gssize n;

  while ((n = g_input_stream_read (self->stream, buffer, SLICE, NULL, NULL)) > 0)
    g_checksum_update (checksum, buffer, n);
  return g_strdup (g_checksum_get_string (checksum));
}

PlacardDigest *
placard_digest_new (PlacardSpool *spool)
{
  PlacardDigest *self = g_new0 (PlacardDigest, 1);

  self->stream = placard_spool_read (spool);
  self->thread = g_thread_new ("placard-digest", digest_thread, self);
  return self;
}

char *
placard_digest_finish (PlacardDigest *self)
{
  char *digest = g_thread_join (self->thread);

  g_object_unref (self->stream);
  g_free (self);
  return digest;
}
