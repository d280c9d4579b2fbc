/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-token-step.h"

#include <string.h>

PlacardTokenStep *
placard_token_step_new (void)
{
  return g_new0 (PlacardTokenStep, 1);
}

PlacardTokenStep *
placard_token_step_copy (const PlacardTokenStep *self)
{
  PlacardTokenStep *copy = placard_token_step_new ();

  copy->profile = g_strdup (self->profile);
  copy->at = g_strdup (self->at);
  copy->as = g_strdup (self->as);
  copy->lifetime = g_strdup (self->lifetime);
  return copy;
}

void
placard_token_step_free (PlacardTokenStep *self)
{
  g_free (self->profile);
  g_free (self->at);
  g_free (self->as);
  g_free (self->lifetime);
  g_free (self);
}

gboolean
placard_token_step_wants_cookies (const PlacardTokenStep *self)
{
  return g_strcmp0 (self->at, PLACARD_TOKEN_AT_COOKIES) == 0;
}

const char *
placard_token_step_parse_pointer (const char *place)
{
  return g_str_has_prefix (place, "json:") ? place + strlen ("json:") : NULL;
}
