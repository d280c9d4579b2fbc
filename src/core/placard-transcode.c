/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-transcode.h"

#include <string.h>

#include "placard-charset.h"

#define SLICE_BYTES 65536

static gboolean
convert_all (PlacardSpool *from,
             goffset offset,
             const char *charset,
             PlacardSpool *to,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (PlacardCharsetConverter) converter = placard_charset_converter_new (charset);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree guint8 *slice = g_malloc (SLICE_BYTES);
  gssize n;

  do {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    n = placard_spool_read_at (from, offset, slice, SLICE_BYTES, error);
    if (n < 0)
      return FALSE;
    g_string_truncate (text, 0);
    placard_charset_converter_feed (converter, slice, n, n == 0, text);
    if (!placard_spool_append (to, text->str, text->len, error))
      return FALSE;
    offset += n;
  } while (n);
  placard_spool_seal (to, placard_spool_get_state (from));
  return TRUE;
}

PlacardSpool *
placard_transcode (PlacardSpool *spool,
                   const char *content_type,
                   const char *directory,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (PlacardSpool) result = NULL;
  g_autofree guint8 *start = g_malloc (PLACARD_CHARSET_DETECT_BYTES);
  gssize n = placard_spool_read_at (spool, 0, start, PLACARD_CHARSET_DETECT_BYTES, error);
  const char *charset;

  if (n < 0)
    return NULL;
  charset = placard_charset_detect (content_type, start, n, n < PLACARD_CHARSET_DETECT_BYTES, NULL);
  if (strcmp (charset, "UTF-8") == 0)
    return g_object_ref (spool);
  result = placard_spool_new (directory, error);
  if (!result || !convert_all (spool, placard_charset_mark_length (charset, start, n), charset,
                               result, cancellable, error))
    return NULL;
  return g_steal_pointer (&result);
}
