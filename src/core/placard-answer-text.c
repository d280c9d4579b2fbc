/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-answer-text.h"

#include <string.h>

#include "placard-inline.h"

static gboolean
has_prefix_folded (const char *text, const char *prefix)
{
  return g_ascii_strncasecmp (text, prefix, strlen (prefix)) == 0;
}

/* One word: an address has no blanks and no control characters. */
static gboolean
is_one_word (const char *text)
{
  for (; *text; text++)
    if ((guchar) *text <= ' ' || strchr ("\"<>{}|^`", *text))
      return FALSE;
  return TRUE;
}

static gboolean
has_picture_path (const char *address)
{
  static const char *const extensions[] = {".png", ".jpg", ".jpeg", ".gif",  ".webp", ".avif",
                                           ".svg", ".bmp", ".tif",  ".tiff", ".ico",  ".jfif"};
  gsize length = strcspn (address, "?#");

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++) {
    gsize n = strlen (extensions[i]);

    if (length > n && g_ascii_strncasecmp (address + length - n, extensions[i], n) == 0)
      return TRUE;
  }
  return FALSE;
}

static PlacardAnswerText
classify_address (const char *text)
{
  gboolean absolute = has_prefix_folded (text, "http://") || has_prefix_folded (text, "https://");
  gboolean relative =
      *text == '/' || g_str_has_prefix (text, "./") || g_str_has_prefix (text, "../");

  if (!*text || !is_one_word (text) || (!absolute && !relative && strstr (text, "://")))
    return PLACARD_ANSWER_TEXT_NOTHING;
  if (has_picture_path (text))
    return PLACARD_ANSWER_TEXT_PICTURE;
  return absolute || (relative && text[1]) ? PLACARD_ANSWER_TEXT_ADDRESS
                                           : PLACARD_ANSWER_TEXT_RELATIVE;
}

PlacardAnswerText
placard_answer_text_classify (const char *start, gboolean whole)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (start));

  if (has_prefix_folded (trimmed, "data:image/"))
    return PLACARD_ANSWER_TEXT_DATA_URL;
  if (has_prefix_folded (trimmed, "data:"))
    return PLACARD_ANSWER_TEXT_INLINE;
  if (placard_inline_sniff (trimmed) != PLACARD_MEDIA_UNKNOWN)
    return PLACARD_ANSWER_TEXT_BASE64;
  return whole ? classify_address (trimmed) : PLACARD_ANSWER_TEXT_NOTHING;
}
