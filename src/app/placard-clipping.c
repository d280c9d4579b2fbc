/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-clipping.h"

#include "placard-file-clip.h"

/* More than this is not kept twice for a paste that may never come: pixels do then. */
#define MOST_BYTES (32 * 1024 * 1024)

static GBytes *
read_all (PlacardSpool *spool)
{
  goffset size = placard_spool_get_size (spool);
  g_autofree char *bytes = NULL;
  goffset have = 0;

  if (placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE || size <= 0 || size > MOST_BYTES)
    return NULL;
  bytes = g_malloc ((gsize) size);
  while (have < size) {
    gssize n = placard_spool_read_at (spool, have, bytes + have, (gsize) (size - have), NULL);

    if (n <= 0)
      return NULL;
    have += n;
  }
  return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) size);
}

GdkContentProvider *
placard_clipping_new (PlacardExchange *exchange, GdkTexture *texture)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  PlacardMediaType type = placard_image_get_media_type (placard_exchange_get_image (exchange));
  g_autoptr (GBytes) bytes = spool ? read_all (spool) : NULL;
  GdkContentProvider *providers[3];
  gsize n_providers = 0;

  if (bytes)
    providers[n_providers++] =
        gdk_content_provider_new_for_bytes (placard_media_type_to_mime (type), bytes);
  if (spool && placard_spool_get_state (spool) == PLACARD_SPOOL_COMPLETE) {
    g_autofree char *name = placard_exchange_suggest_name (exchange);

    providers[n_providers++] = placard_file_clip_new (spool, name);
  }
  if (texture)
    providers[n_providers++] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  if (n_providers == 0)
    return NULL;
  return gdk_content_provider_new_union (providers, n_providers);
}
