/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "description.h"

#include <glib.h>
#include <string.h>
#include <unistd.h>

/* No picture has so many chunks or segments before its pixels. */
#define MOST_STEPS 256
/* A JPEG segment is no longer, and what is looked for stands early. */
#define WINDOW 65536

typedef struct {
  const guint8 *bytes;
  gsize size;
  gboolean little; /* the order of its numbers */
} View;

static guint32
number (const View *view, gsize at, guint width)
{
  guint32 value = 0;

  if (at > view->size || view->size - at < width)
    return 0;
  for (guint i = 0; i < width; i++)
    value |= (guint32) view->bytes[at + i] << 8 * (view->little ? i : width - 1 - i);
  return value;
}

static gboolean
begins (const View *view, gsize at, const char *text, gsize length)
{
  return at <= view->size && view->size - at >= length &&
         memcmp (view->bytes + at, text, length) == 0;
}

static void
copy_text (char *to, gsize size, const View *view, gsize at, gsize length)
{
  if (at >= view->size)
    return;
  length = MIN (MIN (length, view->size - at), size - 1);
  memcpy (to, view->bytes + at, length);
  to[length] = '\0';
}

static View
read_window (int spool, guint8 *window, guint64 at, gsize size)
{
  gssize n = pread (spool, window, MIN (size, WINDOW), (off_t) at);

  return (View){.bytes = window, .size = n > 0 ? (gsize) n : 0};
}

/* --- colour profiles --------------------------------------------------------------------------- */

/* The name that a profile gives itself (ICC.1, section 9.2.41): a text of version 2, or the first one of
 * version 4 as far as it is plain. */
static void
read_profile (PlacardDescriptionMessage *description, View profile)
{
  guint32 n_tags = MIN (number (&profile, 128, 4), 100);

  description->has_profile = 1;
  profile.little = FALSE;
  for (guint32 i = 0; i < n_tags; i++) {
    gsize tag = 132 + 12 * (gsize) i, at = number (&profile, tag + 4, 4), n = 0;

    if (!begins (&profile, tag, "desc", 4))
      continue;
    if (begins (&profile, at, "desc", 4)) {
      copy_text (description->profile, sizeof description->profile, &profile, at + 12,
                 number (&profile, at + 8, 4));
    } else if (begins (&profile, at, "mluc", 4)) {
      gsize length = number (&profile, at + 20, 4), text = at + number (&profile, at + 24, 4);

      for (; n < length / 2 && n < sizeof description->profile - 1; n++) {
        guint32 unit = number (&profile, text + 2 * n, 2);

        description->profile[n] = unit >= 32 && unit < 127 ? (char) unit : unit ? '?' : '\0';
      }
    }
    return;
  }
}

/* --- EXIF -------------------------------------------------------------------------------------- */

#define TAG_BITS 258
#define TAG_PHOTOMETRIC 262
#define TAG_MAKE 271
#define TAG_MODEL 272
#define TAG_SAMPLES 277
#define TAG_DATE 306
#define TAG_PROFILE 34675
#define TAG_EXIF 34665
#define TAG_GPS 34853
#define TAG_TAKEN 36867

/* Where an entry's value is: in it when it is short (TIFF 6.0, section 2). */
static gsize
find_value (const View *tiff, gsize entry, gsize *length)
{
  static const guint8 widths[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
  guint32 type = number (tiff, entry + 2, 2), count = number (tiff, entry + 4, 4);

  *length = type < G_N_ELEMENTS (widths) ? (gsize) widths[type] * count : 0;
  return *length <= 4 ? entry + 8 : number (tiff, entry + 8, 4);
}

static void
add_camera (PlacardDescriptionMessage *description, const View *tiff, gsize at, gsize length)
{
  char text[64] = "";
  gsize used = strlen (description->camera);

  copy_text (text, sizeof text, tiff, at, length);
  g_strchomp (text);
  /* Many models begin with the maker's name. */
  if (g_ascii_strncasecmp (text, description->camera, used) == 0)
    used = 0;
  g_snprintf (description->camera + used, sizeof description->camera - used, "%s%s",
              used ? " " : "", text);
}

/* @inner: (out): where the directory of EXIF's own entries is, when this is the entry that says it */
static void
read_entry (PlacardDescriptionMessage *description, const View *tiff, gsize entry, gsize *inner)
{
  gsize length, at = find_value (tiff, entry, &length);

  switch (number (tiff, entry, 2)) {
  case TAG_MAKE:
  case TAG_MODEL:
    add_camera (description, tiff, at, length);
    break;
  case TAG_DATE:
    if (!*description->taken)
      copy_text (description->taken, sizeof description->taken, tiff, at, length);
    break;
  case TAG_TAKEN:
    copy_text (description->taken, sizeof description->taken, tiff, at, length);
    break;
  case TAG_EXIF:
    *inner = number (tiff, entry + 8, 4);
    break;
  case TAG_GPS:
    /* One entry is its version; a place takes more. */
    description->has_location = number (tiff, number (tiff, entry + 8, 4), 2) > 1;
    break;
  default:
    break;
  }
}

/* Returns where the one within it is, or 0. */
static gsize
read_directory (PlacardDescriptionMessage *description, const View *tiff, gsize at)
{
  guint32 n_entries = at ? MIN (number (tiff, at, 2), MOST_STEPS) : 0;
  gsize inner = 0;

  for (guint32 i = 0; i < n_entries; i++)
    read_entry (description, tiff, at + 2 + 12 * (gsize) i, &inner);
  return inner;
}

/* Two directories are read, whatever points at which. */
static void
read_directories (PlacardDescriptionMessage *description, const View *tiff, gsize at)
{
  read_directory (description, tiff, read_directory (description, tiff, at));
}

/* @tiff: from its byte order mark on */
static gsize
open_tiff (View *tiff)
{
  tiff->little = begins (tiff, 0, "II", 2);
  if (!tiff->little && !begins (tiff, 0, "MM", 2))
    return 0;
  return number (tiff, 2, 2) == 42 ? number (tiff, 4, 4) : 0;
}

static void
read_exif (PlacardDescriptionMessage *description, View tiff)
{
  if (begins (&tiff, 0, "Exif\0\0", 6))
    tiff = (View){.bytes = tiff.bytes + 6, .size = tiff.size - 6};
  read_directories (description, &tiff, open_tiff (&tiff));
}

/* --- formats ----------------------------------------------------------------------------------- */

static void
read_png_head (PlacardDescriptionMessage *description, const View *head)
{
  static const PlacardColour colours[] = {
      [0] = PLACARD_COLOUR_GREY,       [2] = PLACARD_COLOUR_RGB,       [3] = PLACARD_COLOUR_PALETTE,
      [4] = PLACARD_COLOUR_GREY_ALPHA, [6] = PLACARD_COLOUR_RGB_ALPHA,
  };
  guint32 colour = number (head, 9, 1);

  description->depth = (int) number (head, 8, 1);
  if (colour < G_N_ELEMENTS (colours))
    description->colour = colours[colour];
}

static void
read_png (int spool, guint8 *window, PlacardDescriptionMessage *description)
{
  guint64 at = 8;

  for (guint i = 0; i < MOST_STEPS; i++) {
    View chunk = read_window (spool, window, at, 8);
    guint32 length = number (&chunk, 0, 4);
    View data;

    if (chunk.size < 8 || begins (&chunk, 4, "IEND", 4))
      return;
    at += 12 + (guint64) length;
    if (begins (&chunk, 4, "IDAT", 4))
      continue;
    chunk = read_window (spool, window, at - 12 - length, WINDOW);
    data = (View){.bytes = window + 8, .size = chunk.size > 8 ? MIN (chunk.size - 8, length) : 0};
    if (begins (&chunk, 4, "IHDR", 4)) {
      read_png_head (description, &data);
    } else if (begins (&chunk, 4, "iCCP", 4)) {
      /* The name stands before the packed profile. */
      description->has_profile = 1;
      copy_text (description->profile, sizeof description->profile, &data, 0, 79);
    } else if (begins (&chunk, 4, "sRGB", 4) && !*description->profile) {
      strcpy (description->profile, "sRGB");
    } else if (begins (&chunk, 4, "eXIf", 4)) {
      read_exif (description, data);
    }
  }
}

static void
read_frame (PlacardDescriptionMessage *description, const View *frame)
{
  guint32 n_channels = number (frame, 5, 1);

  description->depth = (int) number (frame, 0, 1);
  description->colour = n_channels == 1   ? PLACARD_COLOUR_GREY
                        : n_channels == 3 ? PLACARD_COLOUR_RGB
                        : n_channels == 4 ? PLACARD_COLOUR_CMYK
                                          : PLACARD_COLOUR_UNKNOWN;
}

static void
read_segment (PlacardDescriptionMessage *description, guint32 marker, View data)
{
  if (marker == 0xE1 && begins (&data, 0, "Exif\0\0", 6))
    read_exif (description, data);
  else if (marker == 0xE2 && data.size > 14 && begins (&data, 0, "ICC_PROFILE\0\1", 13))
    read_profile (description, (View){.bytes = data.bytes + 14, .size = data.size - 14});
  else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
    read_frame (description, &data);
}

static void
read_jpeg (int spool, guint8 *window, PlacardDescriptionMessage *description)
{
  guint64 at = 2;

  for (guint i = 0; i < MOST_STEPS; i++) {
    View segment = read_window (spool, window, at, WINDOW);
    guint32 marker = number (&segment, 1, 1), length = number (&segment, 2, 2);

    if (segment.size < 4 || window[0] != 0xFF || marker == 0xDA || length < 2)
      return;
    if (marker == 0xFF) {
      at++;
      continue;
    }
    read_segment (description, marker,
                  (View){.bytes = window + 4, .size = MIN (segment.size - 4, length - 2)});
    at += 2 + (guint64) length;
  }
}

static void
read_webp (int spool, guint8 *window, PlacardDescriptionMessage *description)
{
  guint64 at = 12;

  description->depth = 8;
  description->colour = PLACARD_COLOUR_RGB;
  for (guint i = 0; i < MOST_STEPS; i++) {
    View chunk = read_window (spool, window, at, WINDOW);
    View data;
    guint32 length;

    chunk.little = TRUE;
    length = number (&chunk, 4, 4);
    if (chunk.size < 8)
      return;
    data = (View){.bytes = window + 8, .size = MIN (chunk.size - 8, length)};
    if (begins (&chunk, 0, "VP8X", 4) && data.size > 0 && window[8] & 0x10)
      description->colour = PLACARD_COLOUR_RGB_ALPHA;
    else if (begins (&chunk, 0, "ICCP", 4))
      read_profile (description, data);
    else if (begins (&chunk, 0, "EXIF", 4))
      read_exif (description, data);
    at += 8 + (guint64) length + (length & 1);
  }
}

static void
read_tiff (int spool, guint8 *window, PlacardDescriptionMessage *description)
{
  View tiff = read_window (spool, window, 0, WINDOW);
  gsize directory = open_tiff (&tiff);
  guint32 n_entries = MIN (number (&tiff, directory, 2), MOST_STEPS);
  guint32 photometric = 0, samples = 1;

  read_directories (description, &tiff, directory);
  for (guint32 i = 0; directory && i < n_entries; i++) {
    gsize entry = directory + 2 + 12 * (gsize) i, length, at = find_value (&tiff, entry, &length);
    guint32 tag = number (&tiff, entry, 2);

    if (tag == TAG_BITS)
      description->depth = (int) MIN (number (&tiff, at, 2), 64);
    else if (tag == TAG_PHOTOMETRIC)
      photometric = number (&tiff, at, 2);
    else if (tag == TAG_SAMPLES)
      samples = number (&tiff, at, 2);
    else if (tag == TAG_PROFILE && at < tiff.size)
      read_profile (description, (View){.bytes = window + at, .size = tiff.size - at});
  }
  if (directory)
    description->colour = photometric == 3   ? PLACARD_COLOUR_PALETTE
                          : photometric == 5 ? PLACARD_COLOUR_CMYK
                          : photometric <= 1
                              ? (samples > 1 ? PLACARD_COLOUR_GREY_ALPHA : PLACARD_COLOUR_GREY)
                          : samples > 3 ? PLACARD_COLOUR_RGB_ALPHA
                                        : PLACARD_COLOUR_RGB;
}

static void
read_bmp (int spool, guint8 *window, PlacardDescriptionMessage *description)
{
  View head = read_window (spool, window, 0, 64);
  guint32 bits;

  head.little = TRUE;
  bits = number (&head, 28, 2);
  description->depth = bits >= 24 ? 8 : bits == 16 ? 5 : (int) MIN (bits, 8);
  description->colour = bits >= 16 ? PLACARD_COLOUR_RGB : bits ? PLACARD_COLOUR_PALETTE : 0;
}

void
description_read (int spool, PlacardFormat format, PlacardDescriptionMessage *description)
{
  static guint8 window[WINDOW];

  switch (format) {
  case PLACARD_FORMAT_PNG:
    read_png (spool, window, description);
    break;
  case PLACARD_FORMAT_JPEG:
    read_jpeg (spool, window, description);
    break;
  case PLACARD_FORMAT_WEBP:
    read_webp (spool, window, description);
    break;
  case PLACARD_FORMAT_TIFF:
    read_tiff (spool, window, description);
    break;
  case PLACARD_FORMAT_BMP:
    read_bmp (spool, window, description);
    break;
  case PLACARD_FORMAT_GIF:
    description->depth = 8;
    description->colour = PLACARD_COLOUR_PALETTE;
    break;
  case PLACARD_FORMAT_AVIF:
  case PLACARD_FORMAT_SVG:
  case PLACARD_FORMAT_PNM:
  case PLACARD_FORMAT_ICO:
    break;
  }
  /* No format has more; Placard takes nothing else for an answer. */
  if (description->depth > 64)
    description->depth = 0;
}
