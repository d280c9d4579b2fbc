/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-emission.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "placard-error.h"

#define SLICE (256 * 1024)

struct _PlacardEmission {
  GInputStream *stream;
  int fd;
  PlacardEmissionFunc func;
  gpointer user_data;
  GThread *thread;
  int failed; /* errno of the write that did not work */
  int over;   /* atomic */
};

static gboolean
over_cb (gpointer data)
{
  PlacardEmission *self = data;

  self->func (self->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
write_all (PlacardEmission *self, const guint8 *bytes, gsize n_bytes)
{
  while (n_bytes) {
    ssize_t n = write (self->fd, bytes, n_bytes);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      self->failed = errno;
      return FALSE;
    }
    bytes += n;
    n_bytes -= (gsize) n;
  }
  return TRUE;
}

static gpointer
emission_thread (gpointer data)
{
  PlacardEmission *self = data;
  g_autofree guint8 *buffer = g_malloc (SLICE);
  gssize n;

  while ((n = g_input_stream_read (self->stream, buffer, SLICE, NULL, NULL)) > 0)
    if (!write_all (self, buffer, (gsize) n))
      break;
  g_atomic_int_set (&self->over, 1);
  g_idle_add (over_cb, self);
  return NULL;
}

PlacardEmission *
placard_emission_new (PlacardSpool *spool, int fd, PlacardEmissionFunc func, gpointer user_data)
{
  PlacardEmission *self = g_new0 (PlacardEmission, 1);

  self->stream = placard_spool_read (spool);
  self->fd = fd;
  self->func = func;
  self->user_data = user_data;
  self->thread = g_thread_new ("placard-emission", emission_thread, self);
  return self;
}

gboolean
placard_emission_is_over (PlacardEmission *self)
{
  return g_atomic_int_get (&self->over);
}

gboolean
placard_emission_finish (PlacardEmission *self, GError **error)
{
  int failed;

  g_thread_join (self->thread);
  g_idle_remove_by_data (self);
  failed = self->failed;
  g_object_unref (self->stream);
  g_free (self);
  if (!failed)
    return TRUE;
  if (failed == EPIPE)
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_SAVE,
                         _ ("The reader of the standard output went away before the end"));
  else
    g_set_error (error, PLACARD_ERROR,
                 failed == ENOSPC ? PLACARD_ERROR_SAVE_NO_SPACE : PLACARD_ERROR_SAVE,
                 _ ("The standard output cannot be written: %s"), g_strerror (failed));
  return FALSE;
}
