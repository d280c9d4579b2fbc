/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that a person writes or pastes as text (SPEC IN16). */
typedef enum {
  PLACARD_BYTE_TEXT_HEX, /* two digits a byte; "0x", "\x", spaces, commas, colons do not matter */
  PLACARD_BYTE_TEXT_BASE64, /* RFC 4648, sections 4 and 5, padded or not; a data URI's head is skipped */
} PlacardByteNotation;

/**
 * placard_byte_text_parse:
 *
 * Fails with %PLACARD_ERROR_INVALID_BODY; the sentence has line and column, from 1. (transfer full)
 */
GBytes *placard_byte_text_parse (const char *text, PlacardByteNotation notation, GError **error);

/* In lines of 16 bytes, or of 76 characters. (transfer full) */
char *placard_byte_text_format (GBytes *bytes, PlacardByteNotation notation);

G_END_DECLS
