/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-charset.h"
#include "placard-spool.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_TEXT (placard_text_get_type ())
/* The text in a spool, read a window of rows at a time: what is kept is a mark for every 64th row, so a
 * text of 100 MB opens at once and costs no more memory than its index. A row is a line, or 4,096 bytes of
 * a longer one (text in ISO-2022-JP needs its lines shorter than that). Functions may be called from any
 * thread; those that read the spool block on the disk. */
G_DECLARE_FINAL_TYPE (PlacardText, placard_text, PLACARD, TEXT, GObject)

/* @content_type: (nullable): the field value of the answer */
PlacardText *placard_text_new (PlacardSpool *spool, const char *content_type);

/* %NULL before enough bytes came to tell. Owned by the library. */
const char *placard_text_get_charset (PlacardText *self);
PlacardCharsetEvidence placard_text_get_charset_evidence (PlacardText *self);
/* Reads the text as @charset, as from placard_charset_from_label(), from now on; the index starts anew. */
void placard_text_set_charset (PlacardText *self, const char *charset);

/**
 * placard_text_index:
 * @budget: bytes to look at before it returns
 *
 * Extends the index over bytes that have come. Call it until it returns %FALSE (nothing more to do now),
 * and again when the spool has grown or was sealed.
 */
gboolean placard_text_index (PlacardText *self, gsize budget);
/* Rows known so far. The last one of an open spool is not among them. */
guint64 placard_text_get_n_rows (PlacardText *self);

/**
 * placard_text_get_rows:
 *
 * Up to @n_rows rows from @first on as UTF-8, each with a newline behind it; empty behind the last row.
 * (transfer full) (nullable): %NULL and @error when the spool cannot be read.
 */
char *placard_text_get_rows (PlacardText *self, guint64 first, guint n_rows, GError **error);

/**
 * placard_text_find:
 * @needle: UTF-8 without a newline, compared without case
 * @from: the first row to look at
 * @row: (out): where it was found
 *
 * Looks through the indexed rows. %FALSE without @error: not found.
 */
gboolean placard_text_find (PlacardText *self,
                            const char *needle,
                            guint64 from,
                            guint64 *row,
                            GCancellable *cancellable,
                            GError **error);

typedef enum {
  PLACARD_TEXT_SEARCH_NONE = 0,
  PLACARD_TEXT_SEARCH_BACKWARD = 1 << 0,
  PLACARD_TEXT_SEARCH_MATCH_CASE = 1 << 1,
} PlacardTextSearchFlags;

/**
 * placard_text_search:
 *
 * As placard_text_find(), in either direction: @from is looked at too.
 */
gboolean placard_text_search (PlacardText *self,
                              const char *needle,
                              PlacardTextSearchFlags flags,
                              guint64 from,
                              guint64 *row,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
