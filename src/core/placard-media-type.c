/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-media-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-json-prefix.h"
#include "placard-markup.h"

/* Only the first PLACARD_MEDIA_SNIFF_BYTES are looked at, and an answer that was once given for a
 * start of the bytes is the answer for every longer one: the network's slicing decides nothing. So
 * matchers are asked in one fixed order, and the first one that cannot tell yet ends the
 * question. */

typedef enum { MATCH_NO, MATCH_YES, MATCH_MORE } Match;

typedef struct {
  const guint8 *bytes;
  gsize length;
  gboolean is_window; /* no more bytes will be looked at */
} Window;

static Match
cut_or_no (const Window *window)
{
  return window->is_window ? MATCH_NO : MATCH_MORE;
}

typedef struct {
  PlacardMediaType type;
  const char *pattern;
  const char *mask; /* (nullable): '.' where any byte fits */
  guint8 length;
  guint8 least; /* so many bytes are proof enough when nothing comes after them */
} Magic;

/* MIME Sniffing standard, sections 6.1 (images), 6.3 and 6.4 (archives); TIFF is libtiff's own
 * four. */
static const Magic magics[] = {
    {PLACARD_MEDIA_PNG, "\x89PNG\r\n\x1a\n", NULL, 8, 4},
    {PLACARD_MEDIA_JPEG, "\xff\xd8\xff", NULL, 3, 2},
    {PLACARD_MEDIA_GIF, "GIF87a", NULL, 6, 6},
    {PLACARD_MEDIA_GIF, "GIF89a", NULL, 6, 6},
    {PLACARD_MEDIA_WEBP, "RIFF....WEBPVP", "    ....      ", 14, 12},
    {PLACARD_MEDIA_TIFF, "II*\0", NULL, 4, 4},
    {PLACARD_MEDIA_TIFF, "MM\0*", NULL, 4, 4},
    {PLACARD_MEDIA_TIFF, "II+\0", NULL, 4, 4},
    {PLACARD_MEDIA_TIFF, "MM\0+", NULL, 4, 4},
    {PLACARD_MEDIA_PDF, "%PDF-", NULL, 5, 5},
    {PLACARD_MEDIA_ZIP, "PK\x03\x04", NULL, 4, 4},
    {PLACARD_MEDIA_ZIP, "PK\x05\x06", NULL, 4, 4},
    {PLACARD_MEDIA_GZIP, "\x1f\x8b\x08", NULL, 3, 3},
};

static Match
match_magic (const Magic *magic, const Window *window)
{
  gsize n = MIN (window->length, magic->length);

  for (gsize i = 0; i < n; i++)
    if (window->bytes[i] != (guint8) magic->pattern[i] && !(magic->mask && magic->mask[i] == '.'))
      return MATCH_NO;
  if (n == magic->length || (window->is_window && n >= magic->least))
    return MATCH_YES;
  return cut_or_no (window);
}

static Match
match_magics (const Window *window, PlacardMediaType *type)
{
  Match match = MATCH_NO;

  for (gsize i = 0; i < G_N_ELEMENTS (magics) && match == MATCH_NO; i++) {
    *type = magics[i].type;
    match = match_magic (&magics[i], window);
  }
  return match;
}

/* "BM" alone begins many a text: the size of the second header must be one that exists. */
static Match
match_bmp (const Window *window, PlacardMediaType *type)
{
  static const guint8 sizes[] = {12, 16, 40, 52, 56, 64, 108, 124};
  const guint8 *bytes = window->bytes;

  *type = PLACARD_MEDIA_BMP;
  if (bytes[0] != 'B' || (window->length > 1 && bytes[1] != 'M'))
    return MATCH_NO;
  if (window->length < 18)
    return cut_or_no (window);
  return memchr (sizes, bytes[14], sizeof sizes) && !bytes[15] && !bytes[16] && !bytes[17]
             ? MATCH_YES
             : MATCH_NO;
}

/* Icons and cursors: at least one entry, whose fourth byte is reserved. */
static Match
match_ico (const Window *window, PlacardMediaType *type)
{
  const guint8 *bytes = window->bytes;
  gsize n = window->length;

  *type = PLACARD_MEDIA_ICO;
  if (bytes[0] || (n > 1 && bytes[1]) || (n > 2 && bytes[2] != 1 && bytes[2] != 2) ||
      (n > 3 && bytes[3]))
    return MATCH_NO;
  if (n < 10)
    return cut_or_no (window);
  return (bytes[4] || bytes[5]) && !bytes[9] ? MATCH_YES : MATCH_NO;
}

/* Blanks and comments between the numbers of a PNM header. */
static gsize
skip_pnm_space (const Window *window, gsize at)
{
  gboolean comment = FALSE;

  for (; at < window->length; at++) {
    char c = window->bytes[at];

    if (c == '#')
      comment = TRUE;
    else if (c == '\n' || c == '\r')
      comment = FALSE;
    else if (!comment && !g_ascii_isspace (c))
      break;
  }
  return at;
}

/* "P1" begins texts too: two numbers must come after it. */
static Match
match_pnm (const Window *window, PlacardMediaType *type)
{
  const guint8 *bytes = window->bytes;
  gsize at = 2;

  *type = PLACARD_MEDIA_PNM;
  if (bytes[0] != 'P' || (window->length > 1 && (bytes[1] < '1' || bytes[1] > '7')))
    return MATCH_NO;
  if (window->length < 9)
    return cut_or_no (window);
  if (bytes[1] == '7')
    return memcmp (bytes + 2, "\nWIDTH ", 7) == 0 ? MATCH_YES : MATCH_NO;
  for (int number = 0; number < 2; number++) {
    gsize start = skip_pnm_space (window, at);

    if (start == window->length)
      return start == at ? MATCH_NO : cut_or_no (window);
    if (start == at || !g_ascii_isdigit (bytes[start]))
      return MATCH_NO;
    for (at = start; at < window->length && g_ascii_isdigit (bytes[at]);)
      at++;
    if (at == window->length)
      return cut_or_no (window);
  }
  return g_ascii_isspace (bytes[at]) ? MATCH_YES : MATCH_NO;
}

static gboolean
box_has_brand (const Window *window, gsize end, const char *brand)
{
  for (gsize at = 8; at + 4 <= end; at += 4)
    if (at != 12 && memcmp (window->bytes + at, brand, 4) == 0)
      return TRUE;
  return FALSE;
}

/* An AVIF whose brands say no more than "image": the coding is named in its first boxes. */
static Match
match_image_brand (const Window *window, gsize end)
{
  if (box_has_brand (window, end, "heic") || box_has_brand (window, end, "heix"))
    return MATCH_NO;
  if (memmem (window->bytes, window->length, "av01", 4))
    return MATCH_YES;
  return cut_or_no (window);
}

/* ISO base media: section 6.2.1 of the standard for MP4, the AVIF specification's brands. */
static Match
match_isobmff (const Window *window, PlacardMediaType *type)
{
  static const char *const videos[] = {"mp4", "isom", "iso", "avc1", "M4V",
                                       "M4A", "qt  ", "3gp", "dash", "mmp4"};
  const guint8 *bytes = window->bytes;
  gsize size, end;

  for (gsize i = 4; i < MIN (window->length, 8); i++)
    if (bytes[i] != "ftyp"[i - 4])
      return MATCH_NO;
  if (bytes[0] != 0)
    return MATCH_NO;
  if (window->length < 12)
    return cut_or_no (window);
  size = (gsize) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
  if (size < 12)
    return MATCH_NO;
  end = MIN (size, window->length);
  if (end < size && !window->is_window)
    return MATCH_MORE;

  *type = PLACARD_MEDIA_AVIF;
  if (box_has_brand (window, end, "avif") || box_has_brand (window, end, "avis"))
    return MATCH_YES;
  if (box_has_brand (window, end, "mif1") && memcmp (bytes + 8, "mif1", 4) == 0)
    return match_image_brand (window, end);
  *type = PLACARD_MEDIA_MP4;
  for (gsize i = 0; i < G_N_ELEMENTS (videos); i++)
    if (memcmp (bytes + 8, videos[i], strlen (videos[i])) == 0)
      return MATCH_YES;
  return MATCH_NO;
}

/* "Binary data byte" of the MIME Sniffing standard, section 3. */
static gboolean
is_binary_byte (guint8 byte)
{
  return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\f' && byte != '\r' &&
         byte != 0x1b;
}

static gboolean
has_binary_byte (const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (is_binary_byte (bytes[i]))
      return TRUE;
  return FALSE;
}

/* UTF-16 as far as markup and JSON are told apart: what is not ASCII becomes '?'. */
static gsize
narrow_utf16 (const Window *window, gboolean big_endian, char *text)
{
  gsize length = 0;

  for (gsize at = 2; at + 1 < window->length; at += 2) {
    guint unit = big_endian ? window->bytes[at] << 8 | window->bytes[at + 1]
                            : window->bytes[at + 1] << 8 | window->bytes[at];
    text[length++] = unit < 0x80 ? (char) unit : '?';
  }
  return length;
}

static Match
match_text (
    const char *text, gsize length, const Window *window, gboolean at_end, PlacardMediaType *type)
{
  if (placard_markup_sniff (text, length, window->is_window, type))
    return *type == PLACARD_MEDIA_UNKNOWN ? MATCH_MORE : MATCH_YES;
  *type = PLACARD_MEDIA_BINARY;
  if (has_binary_byte ((const guint8 *) text, length))
    return MATCH_YES;
  if (!window->is_window)
    return MATCH_MORE;
  *type = length && placard_json_prefix_is_plausible (text, length, at_end) ? PLACARD_MEDIA_JSON
                                                                            : PLACARD_MEDIA_TEXT;
  return MATCH_YES;
}

/* Section 7.1, steps 1 and on: byte order marks, markup, then text or not. */
static Match
match_encoded_text (const Window *window, gboolean at_end, PlacardMediaType *type)
{
  const guint8 *bytes = window->bytes;
  gsize n = window->length;

  if (n >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return match_text ((const char *) bytes + 3, n - 3, window, at_end, type);
  if (n >= 2 && (memcmp (bytes, "\xfe\xff", 2) == 0 || memcmp (bytes, "\xff\xfe", 2) == 0)) {
    char text[PLACARD_MEDIA_SNIFF_BYTES];
    gsize length = narrow_utf16 (window, bytes[0] == 0xfe, text);

    return match_text (text, length, window, at_end, type);
  }
  if (!window->is_window && n < 3 && memcmp (bytes, "\xef\xbb\xbf", n) == 0)
    return MATCH_MORE;
  if (!window->is_window && n < 2 && bytes[0] >= 0xfe)
    return MATCH_MORE;
  return match_text ((const char *) bytes, n, window, at_end, type);
}

PlacardMediaType
placard_media_type_sniff (const guint8 *bytes, gsize n_bytes, gboolean at_end)
{
  typedef Match (*Matcher) (const Window *window, PlacardMediaType *type);
  static const Matcher matchers[] = {match_magics, match_isobmff, match_ico, match_bmp, match_pnm};
  gboolean is_all = at_end && n_bytes <= PLACARD_MEDIA_SNIFF_BYTES;
  Window window = {.bytes = bytes,
                   .length = MIN (n_bytes, PLACARD_MEDIA_SNIFF_BYTES),
                   .is_window = at_end || n_bytes >= PLACARD_MEDIA_SNIFF_BYTES};
  PlacardMediaType type = PLACARD_MEDIA_UNKNOWN;
  Match match = MATCH_NO;

  if (n_bytes == 0)
    return at_end ? PLACARD_MEDIA_EMPTY : PLACARD_MEDIA_UNKNOWN;

  for (gsize i = 0; i < G_N_ELEMENTS (matchers) && match == MATCH_NO; i++)
    match = matchers[i](&window, &type);
  if (match == MATCH_NO)
    match = match_encoded_text (&window, is_all, &type);
  return match == MATCH_YES ? type : PLACARD_MEDIA_UNKNOWN;
}

typedef struct {
  PlacardMediaType type;
  const char *mime;
  const char *extension;
  const char *name;
} Facts;

static const Facts facts[] = {
    {PLACARD_MEDIA_UNKNOWN, "application/octet-stream", "bin", NC_ ("media type", "unknown data")},
    {PLACARD_MEDIA_EMPTY, "application/octet-stream", "bin", NC_ ("media type", "nothing")},
    {PLACARD_MEDIA_PNG, "image/png", "png", NC_ ("media type", "PNG")},
    {PLACARD_MEDIA_JPEG, "image/jpeg", "jpg", NC_ ("media type", "JPEG")},
    {PLACARD_MEDIA_GIF, "image/gif", "gif", NC_ ("media type", "GIF")},
    {PLACARD_MEDIA_WEBP, "image/webp", "webp", NC_ ("media type", "WebP")},
    {PLACARD_MEDIA_AVIF, "image/avif", "avif", NC_ ("media type", "AVIF")},
    {PLACARD_MEDIA_SVG, "image/svg+xml", "svg", NC_ ("media type", "SVG")},
    {PLACARD_MEDIA_TIFF, "image/tiff", "tiff", NC_ ("media type", "TIFF")},
    {PLACARD_MEDIA_BMP, "image/bmp", "bmp", NC_ ("media type", "BMP")},
    {PLACARD_MEDIA_PNM, "image/x-portable-anymap", "pnm", NC_ ("media type", "PNM")},
    {PLACARD_MEDIA_ICO, "image/vnd.microsoft.icon", "ico", NC_ ("media type", "icon")},
    {PLACARD_MEDIA_JSON, "application/json", "json", NC_ ("media type", "JSON")},
    {PLACARD_MEDIA_HTML, "text/html", "html", NC_ ("media type", "web page")},
    {PLACARD_MEDIA_XML, "application/xml", "xml", NC_ ("media type", "XML")},
    {PLACARD_MEDIA_TEXT, "text/plain", "txt", NC_ ("media type", "text")},
    {PLACARD_MEDIA_PDF, "application/pdf", "pdf", NC_ ("media type", "PDF document")},
    {PLACARD_MEDIA_ZIP, "application/zip", "zip", NC_ ("media type", "ZIP archive")},
    {PLACARD_MEDIA_GZIP, "application/gzip", "gz", NC_ ("media type", "gzip data")},
    {PLACARD_MEDIA_MP4, "video/mp4", "mp4", NC_ ("media type", "MP4 video")},
    {PLACARD_MEDIA_BINARY, "application/octet-stream", "bin", NC_ ("media type", "binary data")},
};

/* Other spellings that servers use for the same thing. */
static const struct {
  const char *mime;
  PlacardMediaType type;
} aliases[] = {
    {"image/jpg", PLACARD_MEDIA_JPEG},
    {"image/pjpeg", PLACARD_MEDIA_JPEG},
    {"image/x-png", PLACARD_MEDIA_PNG},
    {"image/apng", PLACARD_MEDIA_PNG},
    {"image/avif-sequence", PLACARD_MEDIA_AVIF},
    {"image/tif", PLACARD_MEDIA_TIFF},
    {"image/x-tiff", PLACARD_MEDIA_TIFF},
    {"image/x-bmp", PLACARD_MEDIA_BMP},
    {"image/x-ms-bmp", PLACARD_MEDIA_BMP},
    {"image/x-icon", PLACARD_MEDIA_ICO},
    {"image/x-portable-bitmap", PLACARD_MEDIA_PNM},
    {"image/x-portable-graymap", PLACARD_MEDIA_PNM},
    {"image/x-portable-pixmap", PLACARD_MEDIA_PNM},
    {"text/json", PLACARD_MEDIA_JSON},
    {"text/xml", PLACARD_MEDIA_XML},
    {"application/xhtml+xml", PLACARD_MEDIA_HTML},
    {"application/x-zip-compressed", PLACARD_MEDIA_ZIP},
    {"application/x-gzip", PLACARD_MEDIA_GZIP},
    {"application/octet-stream", PLACARD_MEDIA_BINARY},
    {"binary/octet-stream", PLACARD_MEDIA_BINARY},
    {"application/x-download", PLACARD_MEDIA_BINARY},
    {"application/force-download", PLACARD_MEDIA_BINARY},
};

static const Facts *
find_facts (PlacardMediaType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i].type == type)
      return &facts[i];
  return &facts[0];
}

gboolean
placard_media_type_is_image (PlacardMediaType type)
{
  return type >= PLACARD_MEDIA_PNG && type <= PLACARD_MEDIA_ICO;
}

gboolean
placard_media_type_is_text (PlacardMediaType type)
{
  return type >= PLACARD_MEDIA_JSON && type <= PLACARD_MEDIA_TEXT;
}

const char *
placard_media_type_to_mime (PlacardMediaType type)
{
  return find_facts (type)->mime;
}

const char *
placard_media_type_to_extension (PlacardMediaType type)
{
  return find_facts (type)->extension;
}

const char *
placard_media_type_to_name (PlacardMediaType type)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "media type", find_facts (type)->name);
}

PlacardMediaType
placard_media_type_from_mime (const char *essence)
{
  if (!essence)
    return PLACARD_MEDIA_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_ascii_strcasecmp (essence, aliases[i].mime) == 0)
      return aliases[i].type;
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (g_ascii_strcasecmp (essence, facts[i].mime) == 0)
      return facts[i].type;
  if (g_str_has_suffix (essence, "+json"))
    return PLACARD_MEDIA_JSON;
  if (g_str_has_suffix (essence, "+xml"))
    return PLACARD_MEDIA_XML;
  return g_str_has_prefix (essence, "text/") ? PLACARD_MEDIA_TEXT : PLACARD_MEDIA_UNKNOWN;
}
