/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-saving.h"

PlacardSaving *
placard_saving_new (void)
{
  return g_new0 (PlacardSaving, 1);
}

PlacardSaving *
placard_saving_copy (const PlacardSaving *self)
{
  PlacardSaving *copy = g_memdup2 (self, sizeof *self);

  copy->auto_save = g_strdup (self->auto_save);
  return copy;
}

void
placard_saving_free (PlacardSaving *self)
{
  g_free (self->auto_save);
  g_free (self);
}
