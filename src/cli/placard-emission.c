/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-emission.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "placard-error.h"

#define SLICE (256 * 1024)

struct _PlacardEmission {
  PlacardSpool *spool;
  PlacardEmissionPlan plan;
  GChecksum *checksum; /* (nullable) */
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
    ssize_t n = write (self->plan.fd, bytes, n_bytes);

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

static gboolean
take (PlacardEmission *self, const guint8 *bytes, gsize n_bytes)
{
  if (self->checksum)
    g_checksum_update (self->checksum, bytes, (gssize) n_bytes);
  return self->plan.fd < 0 || write_all (self, bytes, n_bytes);
}

static gpointer
emission_thread (gpointer data)
{
  PlacardEmission *self = data;
  g_autoptr (GInputStream) stream = placard_spool_read (self->spool);
  g_autofree guint8 *buffer = g_malloc (SLICE);
  goffset at = 0;
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, SLICE, NULL, NULL)) > 0) {
    if (!take (self, buffer, (gsize) n))
      break;
    at += n;
    if (self->plan.forgets)
      placard_spool_forget (self->spool, at);
  }
  g_atomic_int_set (&self->over, 1);
  g_idle_add (over_cb, self);
  return NULL;
}

PlacardEmission *
placard_emission_new (PlacardSpool *spool,
                      const PlacardEmissionPlan *plan,
                      PlacardEmissionFunc func,
                      gpointer user_data)
{
  PlacardEmission *self = g_new0 (PlacardEmission, 1);

  self->spool = g_object_ref (spool);
  self->plan = *plan;
  self->checksum = plan->hashes ? g_checksum_new (G_CHECKSUM_SHA256) : NULL;
  if (plan->forgets)
    placard_spool_forget (spool, 0);
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
placard_emission_finish (PlacardEmission *self, char **sha256, GError **error)
{
  int failed;

  g_thread_join (self->thread);
  g_idle_remove_by_data (self);
  failed = self->failed;
  if (sha256 && self->checksum)
    *sha256 = g_strdup (g_checksum_get_string (self->checksum));
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_object_unref (self->spool);
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
