/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-conversion.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  PlacardSaver *saver;
  PlacardExchange *exchange;
  PlacardEncodingFormat format;
} Conversion;

static void
conversion_free (Conversion *conversion)
{
  placard_saver_stop_expecting (conversion->saver, conversion->exchange);
  g_object_unref (conversion->saver);
  g_object_unref (conversion->exchange);
  g_free (conversion);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Conversion, conversion_free)

static char *
dup_name (Conversion *conversion)
{
  g_autofree char *name = placard_exchange_suggest_name (conversion->exchange);
  char *dot = strrchr (name, '.');

  if (dot && dot > name)
    *dot = '\0';
  return g_strconcat (name, placard_encoding_format_to_extension (conversion->format), NULL);
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Conversion) conversion = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardSpool) spool = placard_encoding_finish (result, &error);
  g_autofree char *name = dup_name (conversion);

  if (spool)
    placard_saver_save_copy (conversion->saver, conversion->exchange, spool, name);
  else
    placard_saver_tell_error (conversion->saver, error);
}

void
placard_conversion_run (PlacardSaver *saver,
                        PlacardExchange *exchange,
                        PlacardEncodingFormat format,
                        int quality)
{
  PlacardImage *image = placard_exchange_get_image (exchange);
  PlacardImageLevel level;
  Conversion *conversion;

  if (!image || placard_image_get_state (image) != PLACARD_IMAGE_DONE ||
      !placard_image_get_level (image, 0, &level))
    return;
  conversion = g_new0 (Conversion, 1);
  conversion->saver = g_object_ref (saver);
  conversion->exchange = g_object_ref (exchange);
  conversion->format = format;
  placard_saver_expect (saver, exchange);
  placard_encoding_async (&level, placard_image_get_orientation (image), format, quality, NULL,
                          placard_saver_get_cancellable (saver), encoded_cb, conversion);
  g_bytes_unref (level.pixels);
}
