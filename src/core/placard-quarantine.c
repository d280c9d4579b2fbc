/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-quarantine.h"

#include "placard-spool-filler.h"

#define PART_BYTES (256 * 1024)

struct _PlacardQuarantine {
  PlacardSpool *spool;
  PlacardIntegrityCheck *check;
  goffset hashed;
  guint8 *buffer;
  PlacardSpoolFiller *filler; /* (nullable): while it is let out */
};

PlacardQuarantine *
placard_quarantine_new (PlacardIntegrity *integrity, const char *directory, GError **error)
{
  PlacardSpool *spool = placard_spool_new (directory, error);
  PlacardQuarantine *self;

  if (!spool)
    return NULL;
  self = g_new0 (PlacardQuarantine, 1);
  self->spool = spool;
  self->check = placard_integrity_check_new (integrity);
  self->buffer = g_malloc (PART_BYTES);
  return self;
}

void
placard_quarantine_free (PlacardQuarantine *self)
{
  g_clear_pointer (&self->filler, placard_spool_filler_free);
  if (placard_spool_get_state (self->spool) == PLACARD_SPOOL_OPEN)
    placard_spool_seal (self->spool, PLACARD_SPOOL_CANCELLED);
  g_object_unref (self->spool);
  placard_integrity_check_free (self->check);
  g_free (self->buffer);
  g_free (self);
}

PlacardSpool *
placard_quarantine_get_spool (PlacardQuarantine *self)
{
  return self->spool;
}

gboolean
placard_quarantine_update (PlacardQuarantine *self, GError **error)
{
  gssize n;

  while ((n = placard_spool_read_at (self->spool, self->hashed, self->buffer, PART_BYTES, error)) >
         0) {
    placard_integrity_check_update (self->check, self->buffer, (gsize) n);
    self->hashed += n;
  }
  return n == 0;
}

gboolean
placard_quarantine_judge (PlacardQuarantine *self, GError **error)
{
  return placard_quarantine_update (self, error) &&
         placard_integrity_check_finish (self->check, error);
}

void
placard_quarantine_release (PlacardQuarantine *self,
                            PlacardSpool *target,
                            GMainContext *context,
                            PlacardQuarantineDone done,
                            gpointer user_data)
{
  GError *error = NULL;
  int fd = placard_spool_open_fd (self->spool, &error);

  if (fd < 0) {
    done (error, user_data);
    return;
  }
  self->filler = placard_spool_filler_new (fd, 0, target, context, done, user_data);
}
