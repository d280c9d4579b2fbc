/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-spool.h"

G_BEGIN_DECLS

#define PLACARD_HEX_ROW_BYTES 16

/* How a byte is written. */
typedef enum {
  PLACARD_HEX_HEXADECIMAL, /* 00 to ff */
  PLACARD_HEX_UNSIGNED,    /* 0 to 255 */
  PLACARD_HEX_SIGNED,      /* -128 to 127, as an Int8Array has it */
} PlacardHexColumn;

/* Rows that @size bytes make. */
guint64 placard_hex_count_rows (goffset size);

/**
 * placard_hex_format_row:
 * @offset: of the first byte
 * @n_bytes: 1 to 16
 *
 * Appends one row without a newline: the offset in eight or more hexadecimal digits, sixteen bytes in two
 * groups, the printable ASCII characters. All rows of one column are equally wide, a last one with fewer
 * bytes but for its characters.
 */
void placard_hex_format_row (
    GString *text, goffset offset, const guint8 *bytes, gsize n_bytes, PlacardHexColumn column);

/**
 * placard_hex_get_rows:
 *
 * Up to @n_rows rows of the spool from row @first on, each with a newline; empty behind the end. Blocks
 * on the disk. (transfer full) (nullable)
 */
char *placard_hex_get_rows (
    PlacardSpool *spool, guint64 first, guint n_rows, PlacardHexColumn column, GError **error);

G_END_DECLS
