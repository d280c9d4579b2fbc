/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-rendering.h"

#include "placard-charset.h"
#include "placard-hex.h"

#define SLICE (64 * 1024)
#define HEX_ROWS 4096

static void
print_hex (PlacardSpool *spool, FILE *stream)
{
  guint64 n_rows = placard_hex_count_rows (placard_spool_get_size (spool));

  for (guint64 row = 0; row < n_rows; row += HEX_ROWS) {
    g_autofree char *text =
        placard_hex_get_rows (spool, row, HEX_ROWS, PLACARD_HEX_HEXADECIMAL, NULL);

    if (!text || fputs (text, stream) < 0)
      return;
  }
}

static void
print_text (PlacardSpool *spool, const char *content_type, FILE *stream)
{
  g_autofree guint8 *buffer = g_malloc (SLICE);
  gssize n = placard_spool_read_at (spool, 0, buffer, SLICE, NULL);
  const char *charset =
      placard_charset_detect (content_type, buffer, (gsize) MAX (n, 0), n < SLICE, NULL);
  g_autoptr (PlacardCharsetConverter) converter = placard_charset_converter_new (charset);
  goffset at = (goffset) placard_charset_mark_length (charset, buffer, (gsize) MAX (n, 0));

  while ((n = placard_spool_read_at (spool, at, buffer, SLICE, NULL)) > 0) {
    g_autoptr (GString) text = g_string_new (NULL);

    at += n;
    placard_charset_converter_feed (converter, buffer, (gsize) n,
                                    at == placard_spool_get_size (spool), text);
    if (fwrite (text->str, 1, text->len, stream) < text->len)
      return;
  }
}

void
placard_rendering_print (const PlacardDownload *download, FILE *stream)
{
  PlacardSpool *spool = placard_fetch_get_spool (download->fetch);

  if (!download->response || !spool)
    return;
  if (g_strcmp0 (download->options->as, "hex") == 0)
    print_hex (spool, stream);
  else
    print_text (spool, placard_response_get_content_type (download->response), stream);
}
