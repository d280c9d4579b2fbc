/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-charset.h"

#include <errno.h>
#include <string.h>

#include "placard-charset-guess.h"
#include "placard-parameters.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* The HTML standard looks for a meta element in the first 1,024 bytes and no further. */
#define PRESCAN_BYTES 1024

typedef struct {
  const char *name;  /* as the Encoding standard writes it */
  const char *iconv; /* the table that iconv has for it: supersets, as the standard's own are */
  const char *labels;
} Charset;

/* Encoding standard, section 4.2, without the labels that nobody sends. */
static const Charset charsets[] = {
    {"UTF-8", "UTF-8", " utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8 "},
    {"GBK", "GB18030",
     " gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312 csiso58gb231280 iso-ir-58 x-gbk cp936 ms936 "
     "windows-936 euc-cn "},
    {"gb18030", "GB18030", " gb18030 "},
    {"Big5", "BIG5-HKSCS", " big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 "},
    {"EUC-JP", "EUC-JP", " euc-jp cseucpkdfmtjapanese x-euc-jp "},
    {"ISO-2022-JP", "ISO-2022-JP", " iso-2022-jp csiso2022jp "},
    {"Shift_JIS", "CP932",
     " shift_jis shift-jis sjis csshiftjis ms932 ms_kanji windows-31j x-sjis cp932 "},
    {"EUC-KR", "UHC",
     " euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
     "ksc_5601 windows-949 cp949 uhc "},
    {"windows-1252", "WINDOWS-1252",
     " windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso_8859-1 latin1 l1 ascii us-ascii "
     "ansi_x3.4-1968 cp819 ibm819 csisolatin1 iso88591 "},
    {"UTF-16LE", "UTF-16LE", " utf-16le utf-16 unicode ucs-2 csunicode iso-10646-ucs-2 "},
    {"UTF-16BE", "UTF-16BE", " utf-16be unicodefffe "},
};

static const Charset *
find_by_label (const char *label)
{
  g_autofree char *padded = g_strdup_printf (" %s ", label);

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (strstr (charsets[i].labels, padded))
      return &charsets[i];
  return NULL;
}

static const char *
iconv_name (const char *charset)
{
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (strcmp (charsets[i].name, charset) == 0)
      return charsets[i].iconv;
  return charset;
}

/* "//TRANSLIT" and the like are instructions to iconv, not names. */
static gboolean
is_plain_name (const char *label)
{
  return *label && strspn (label, G_CSET_a_2_z G_CSET_DIGITS "._:-") == strlen (label);
}

const char *
placard_charset_from_label (const char *label)
{
  g_autofree char *lower = label ? g_strstrip (g_ascii_strdown (label, -1)) : NULL;
  const Charset *known;
  GIConv converter;

  if (!lower || !is_plain_name (lower) || strlen (lower) > 40 || strstr (lower, "utf-7") ||
      strstr (lower, "utf7"))
    return NULL;
  known = find_by_label (lower);
  if (known)
    return known->name;
  converter = g_iconv_open ("UTF-8", lower);
  if (converter == (GIConv) -1)
    return NULL;
  g_iconv_close (converter);
  return g_intern_string (lower);
}

static const char *
from_mark (const guint8 *bytes, gsize n_bytes)
{
  if (n_bytes >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return "UTF-8";
  if (n_bytes >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
    return "UTF-16BE";
  if (n_bytes >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
    return "UTF-16LE";
  return NULL;
}

gsize
placard_charset_mark_length (const char *charset, const guint8 *bytes, gsize n_bytes)
{
  const char *marked = from_mark (bytes, n_bytes);

  if (!marked || strcmp (marked, charset) != 0)
    return 0;
  return marked[4] == '8' ? 3 : 2;
}

/* A document that can be read as far as its declaration is not in UTF-16, whatever the declaration says
 * (HTML standard, section 13.2.3.2, step "if charset is UTF-16BE/LE"). */
static const char *
from_declared_label (const char *label, gsize length)
{
  g_autofree char *copy = g_strndup (label, length);
  const char *charset = placard_charset_from_label (copy);

  return charset && g_str_has_prefix (charset, "UTF-16") ? "UTF-8" : charset;
}

static const char *
find_folded (const char *text, const char *end, const char *word)
{
  gsize length = strlen (word);

  for (; text + length <= end; text++)
    if (g_ascii_strncasecmp (text, word, length) == 0)
      return text;
  return NULL;
}

/* charset=NAME, charset = "NAME" and what an http-equiv's content has, up to the end of the tag. */
static const char *
from_attribute (const char *text, const char *end, const char *attribute)
{
  const char *at = text;

  while ((at = find_folded (at, end, attribute))) {
    gsize length = 0;

    at += strlen (attribute);
    while (at < end && g_ascii_isspace (*at))
      at++;
    if (at == end || *at != '=')
      continue;
    for (at++; at < end && (g_ascii_isspace (*at) || *at == '"' || *at == '\'');)
      at++;
    while (at + length < end && !strchr ("\"' \t\r\n;>/?", at[length]))
      length++;
    return from_declared_label (at, length);
  }
  return NULL;
}

static const char *
from_meta (const char *text, const char *end)
{
  const char *at = text;

  while ((at = find_folded (at, end, "<"))) {
    const char *close;

    if (end - at >= 4 && memcmp (at, "<!--", 4) == 0) {
      close = g_strstr_len (at + 4, end - at - 4, "-->");
    } else {
      const char *charset = NULL;

      close = memchr (at, '>', end - at);
      if (close && find_folded (at, MIN (end, at + 6), "<meta"))
        charset = from_attribute (at + 5, close, "charset");
      if (charset)
        return charset;
    }
    if (!close)
      return NULL;
    at = close + 1;
  }
  return NULL;
}

static const char *
from_document (const guint8 *bytes, gsize n_bytes)
{
  const char *text = (const char *) bytes;
  const char *end = text + MIN (n_bytes, PRESCAN_BYTES);

  if (n_bytes >= 4 && memcmp (bytes, "<\0?\0", 4) == 0)
    return "UTF-16LE";
  if (n_bytes >= 4 && memcmp (bytes, "\0<\0?", 4) == 0)
    return "UTF-16BE";
  if (n_bytes >= 5 && memcmp (bytes, "<?xml", 5) == 0) {
    const char *close = memchr (text, '>', end - text);
    const char *charset = close ? from_attribute (text, close, "encoding") : NULL;

    if (charset)
      return charset;
  }
  return from_meta (text, end);
}

const char *
placard_charset_detect (const char *content_type,
                        const guint8 *bytes,
                        gsize n_bytes,
                        gboolean at_end,
                        PlacardCharsetEvidence *evidence)
{
  g_autofree char *label = placard_parameters_get (content_type, "charset");
  const char *charset = from_mark (bytes, n_bytes);
  PlacardCharsetEvidence by = PLACARD_CHARSET_BY_MARK;

  if (!charset) {
    by = PLACARD_CHARSET_BY_HEADER;
    charset = placard_charset_from_label (label);
  }
  if (!charset) {
    by = PLACARD_CHARSET_BY_DOCUMENT;
    charset = from_document (bytes, n_bytes);
  }
  if (!charset) {
    by = PLACARD_CHARSET_BY_BYTES;
    charset = placard_charset_is_utf8 (bytes, n_bytes, at_end)
                  ? "UTF-8"
                  : placard_charset_guess (bytes, n_bytes);
  }
  if (evidence)
    *evidence = by;
  return charset;
}

struct _PlacardCharsetConverter {
  GIConv iconv; /* NULL for UTF-8, which is checked here */
  guint8 pending[16];
  gsize n_pending;
};

PlacardCharsetConverter *
placard_charset_converter_new (const char *charset)
{
  PlacardCharsetConverter *self = g_new0 (PlacardCharsetConverter, 1);

  if (strcmp (charset, "UTF-8") != 0) {
    self->iconv = g_iconv_open ("UTF-8", iconv_name (charset));
    /* A system without that table shows what is ASCII. */
    if (self->iconv == (GIConv) -1)
      self->iconv = NULL;
  }
  return self;
}

void
placard_charset_converter_free (PlacardCharsetConverter *self)
{
  if (self->iconv)
    g_iconv_close (self->iconv);
  g_free (self);
}

gsize
placard_charset_converter_get_pending (PlacardCharsetConverter *self)
{
  return self->n_pending;
}

/* Appends what iconv made, NUL as U+FFFD. */
static void
append_text (GString *text, const char *piece, gsize length)
{
  while (length) {
    gsize run = strnlen (piece, length);

    g_string_append_len (text, piece, run);
    if (run == length)
      return;
    g_string_append (text, REPLACEMENT);
    piece += run + 1;
    length -= run + 1;
  }
}

/* Each returns how many bytes it took; what is left is the start of a character. */
static gsize
convert_utf8 (const guint8 *bytes, gsize n_bytes, GString *text)
{
  gsize start = 0, at = 0;

  while (at < n_bytes) {
    gboolean complete, cut;
    gsize length = placard_charset_utf8_step (bytes + at, n_bytes - at, &complete, &cut);

    if (complete && bytes[at]) {
      at += length;
      continue;
    }
    g_string_append_len (text, (const char *) bytes + start, at - start);
    if (cut)
      return at;
    g_string_append (text, REPLACEMENT);
    start = at += length;
  }
  g_string_append_len (text, (const char *) bytes + start, at - start);
  return at;
}

static gsize
convert_iconv (GIConv iconv, const guint8 *bytes, gsize n_bytes, GString *text)
{
  char *next = (char *) bytes;
  gsize left = n_bytes;

  while (left) {
    char buffer[4096];
    char *end = buffer;
    gsize room = sizeof buffer;
    gsize result = g_iconv (iconv, &next, &left, &end, &room);
    int reason = errno;

    append_text (text, buffer, end - buffer);
    if (result != (gsize) -1 || reason == E2BIG)
      continue;
    if (reason == EINVAL)
      break;
    g_string_append (text, REPLACEMENT);
    next++;
    left--;
  }
  return n_bytes - left;
}

static gsize
convert (PlacardCharsetConverter *self, const guint8 *bytes, gsize n_bytes, GString *text)
{
  return self->iconv ? convert_iconv (self->iconv, bytes, n_bytes, text)
                     : convert_utf8 (bytes, n_bytes, text);
}

/* Completes the character that waits, a byte at a time; returns how many bytes that took. */
static gsize
convert_pending (PlacardCharsetConverter *self, const guint8 *bytes, gsize n_bytes, GString *text)
{
  gsize at = 0;

  while (self->n_pending && at < n_bytes) {
    gsize taken;

    self->pending[self->n_pending++] = bytes[at++];
    taken = convert (self, self->pending, self->n_pending, text);
    self->n_pending -= taken;
    memmove (self->pending, self->pending + taken, self->n_pending);
    if (self->n_pending == sizeof self->pending) {
      g_string_append (text, REPLACEMENT);
      self->n_pending = 0;
    }
  }
  return at;
}

/* What a stateful charset still holds back, and the state of the beginning for the next text. */
static void
finish (PlacardCharsetConverter *self, GString *text)
{
  char buffer[64];
  char *end = buffer;
  gsize room = sizeof buffer;

  if (self->n_pending)
    g_string_append (text, REPLACEMENT);
  self->n_pending = 0;
  if (!self->iconv)
    return;
  g_iconv (self->iconv, NULL, NULL, &end, &room);
  append_text (text, buffer, end - buffer);
}

void
placard_charset_converter_feed (PlacardCharsetConverter *self,
                                const guint8 *bytes,
                                gsize n_bytes,
                                gboolean at_end,
                                GString *text)
{
  gsize at = convert_pending (self, bytes, n_bytes, text);

  if (at < n_bytes) {
    at += convert (self, bytes + at, n_bytes - at, text);
    /* No charset's character, escape sequences included, is as long as the buffer. */
    self->n_pending = MIN (n_bytes - at, sizeof self->pending - 1);
    memcpy (self->pending, bytes + at, self->n_pending);
  }
  if (at_end)
    finish (self, text);
}
