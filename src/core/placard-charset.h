/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who said what the charset is. */
typedef enum {
  PLACARD_CHARSET_BY_MARK,     /* a byte order mark */
  PLACARD_CHARSET_BY_HEADER,   /* Content-Type */
  PLACARD_CHARSET_BY_DOCUMENT, /* an XML declaration or an HTML meta element */
  PLACARD_CHARSET_BY_BYTES,    /* nobody: the bytes look like it */
} PlacardCharsetEvidence;

/* So many bytes are enough for placard_charset_detect(). */
#define PLACARD_CHARSET_DETECT_BYTES 16384

/**
 * placard_charset_from_label:
 * @label: (nullable): as servers write it, in any case
 *
 * The name of the charset by the Encoding standard's table of labels (section 4.2: "gb2312" is GBK,
 * "latin1" is windows-1252), or @label itself if iconv knows it. %NULL for an unknown one and for those
 * that are dangerous to decode (UTF-7). Owned by the library.
 */
const char *placard_charset_from_label (const char *label);

/**
 * placard_charset_detect:
 * @content_type: (nullable): the field value
 * @bytes: the first bytes of a text
 * @at_end: whether these are all
 * @evidence: (out) (optional)
 *
 * The charset of a text: byte order mark, header, declaration in the document (HTML standard, section
 * 13.2.3.2, first 1,024 bytes), else UTF-8 if the bytes are, else the likeliest of GBK, Big5, Shift_JIS,
 * EUC-KR and EUC-JP, else windows-1252. Never %NULL. Owned by the library.
 */
const char *placard_charset_detect (const char *content_type,
                                    const guint8 *bytes,
                                    gsize n_bytes,
                                    gboolean at_end,
                                    PlacardCharsetEvidence *evidence);

/* How many bytes of byte order mark @bytes begins with that belong to @charset. */
gsize placard_charset_mark_length (const char *charset, const guint8 *bytes, gsize n_bytes);

/* Turns bytes into UTF-8, in any slicing: a character that is cut waits for its rest. What is no
 * character becomes U+FFFD, and so does NUL, so that the result is a C string. */
typedef struct _PlacardCharsetConverter PlacardCharsetConverter;

/* @charset: as from the functions above */
PlacardCharsetConverter *placard_charset_converter_new (const char *charset);
void placard_charset_converter_free (PlacardCharsetConverter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCharsetConverter, placard_charset_converter_free)

/* @at_end: whether these are the last bytes; the converter can be used afresh after that. */
void placard_charset_converter_feed (PlacardCharsetConverter *self,
                                     const guint8 *bytes,
                                     gsize n_bytes,
                                     gboolean at_end,
                                     GString *text);
/* Bytes that were fed and wait for the rest of their character. */
gsize placard_charset_converter_get_pending (PlacardCharsetConverter *self);

G_END_DECLS
