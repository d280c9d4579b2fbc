/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-treatment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"

static const struct {
  const char *word;
  PlacardTreatment treatment;
} words[] = {
    {"auto", PLACARD_TREATMENT_AUTO}, {"picture", PLACARD_TREATMENT_PICTURE},
    {"text", PLACARD_TREATMENT_TEXT}, {"json", PLACARD_TREATMENT_JSON},
    {"hex", PLACARD_TREATMENT_BYTES}, {"file", PLACARD_TREATMENT_FILE},
};

static const struct {
  const char *word;
  PlacardMediaType format;
} formats[] = {
    {"png", PLACARD_MEDIA_PNG}, {"jpeg", PLACARD_MEDIA_JPEG}, {"jpg", PLACARD_MEDIA_JPEG},
    {"gif", PLACARD_MEDIA_GIF}, {"webp", PLACARD_MEDIA_WEBP}, {"avif", PLACARD_MEDIA_AVIF},
    {"svg", PLACARD_MEDIA_SVG}, {"tiff", PLACARD_MEDIA_TIFF}, {"tif", PLACARD_MEDIA_TIFF},
    {"bmp", PLACARD_MEDIA_BMP}, {"pnm", PLACARD_MEDIA_PNM},   {"ppm", PLACARD_MEDIA_PNM},
    {"ico", PLACARD_MEDIA_ICO},
};

static PlacardMediaType
find_format (const char *word, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strlen (formats[i].word) == length &&
        g_ascii_strncasecmp (formats[i].word, word, length) == 0)
      return formats[i].format;
  return PLACARD_MEDIA_UNKNOWN;
}

gboolean
placard_treatment_parse (const char *word,
                         PlacardTreatment *treatment,
                         PlacardMediaType *format,
                         GError **error)
{
  PlacardMediaType found = word ? find_format (word, strlen (word)) : PLACARD_MEDIA_UNKNOWN;

  *treatment = found == PLACARD_MEDIA_UNKNOWN ? PLACARD_TREATMENT_AUTO : PLACARD_TREATMENT_PICTURE;
  if (format)
    *format = found;
  if (!word || found != PLACARD_MEDIA_UNKNOWN)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, word) == 0) {
      *treatment = words[i].treatment;
      return TRUE;
    }
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
               _ ("an answer is treated as one of %s, not as “%s”"), PLACARD_TREATMENT_WORDS, word);
  return FALSE;
}

const char *
placard_treatment_to_word (PlacardTreatment treatment, PlacardMediaType format)
{
  if (treatment == PLACARD_TREATMENT_PICTURE)
    for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
      if (formats[i].format == format)
        return formats[i].word;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].treatment == treatment)
      return words[i].word;
  return "auto";
}

PlacardMediaType
placard_treatment_guess_format (const char *declared, const char *url)
{
  PlacardMediaType type = placard_media_type_from_mime (declared);
  gsize length = url ? strcspn (url, "?#") : 0;
  gsize start = length;

  if (placard_media_type_is_image (type))
    return type;
  while (start > 0 && url[start - 1] != '.' && url[start - 1] != '/')
    start--;
  if (start == 0 || url[start - 1] != '.')
    return PLACARD_MEDIA_UNKNOWN;
  return find_format (url + start, length - start);
}
