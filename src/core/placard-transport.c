/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-transport.h"

PlacardTransport *
placard_transport_new (void)
{
  PlacardTransport *self = g_new0 (PlacardTransport, 1);

  self->resolve = g_ptr_array_new_with_free_func (g_free);
  return self;
}

PlacardTransport *
placard_transport_copy (const PlacardTransport *self)
{
  PlacardTransport *copy = g_new0 (PlacardTransport, 1);

  *copy = *self;
  copy->proxy = g_strdup (self->proxy);
  copy->proxy_user = g_strdup (self->proxy_user);
  copy->proxy_password = g_strdup (self->proxy_password);
  copy->noproxy = g_strdup (self->noproxy);
  copy->cert = g_strdup (self->cert);
  copy->key = g_strdup (self->key);
  copy->key_password = g_strdup (self->key_password);
  copy->pinnedpubkey = g_strdup (self->pinnedpubkey);
  copy->range = g_strdup (self->range);
  copy->resolve = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->resolve->len; i++)
    g_ptr_array_add (copy->resolve, g_strdup (g_ptr_array_index (self->resolve, i)));
  return copy;
}

void
placard_transport_free (PlacardTransport *self)
{
  g_free (self->proxy);
  g_free (self->proxy_user);
  g_free (self->proxy_password);
  g_free (self->noproxy);
  g_free (self->cert);
  g_free (self->key);
  g_free (self->key_password);
  g_free (self->pinnedpubkey);
  g_free (self->range);
  g_ptr_array_unref (self->resolve);
  g_free (self);
}
