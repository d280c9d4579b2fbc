/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a text in an answer may be. */
typedef enum {
  PLACARD_ANSWER_TEXT_NOTHING,
  PLACARD_ANSWER_TEXT_RELATIVE, /* could be a relative address, or just words */
  PLACARD_ANSWER_TEXT_ADDRESS,  /* "https://a.example/x", "//a.example/x", "/x" */
  PLACARD_ANSWER_TEXT_PICTURE,  /* an address whose path ends as a picture's does */
  PLACARD_ANSWER_TEXT_INLINE,   /* a data: URL of any type */
  PLACARD_ANSWER_TEXT_DATA_URL, /* a data: URL of a picture */
  PLACARD_ANSWER_TEXT_BASE64,   /* bare base64 that begins as a picture does */
} PlacardAnswerText;

/* @start: the first characters of the text; @whole: whether these are all */
PlacardAnswerText placard_answer_text_classify (const char *start, gboolean whole);

G_END_DECLS
