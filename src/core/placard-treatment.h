/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-media-type.h"

G_BEGIN_DECLS

/* What the bytes of an answer are taken for: what --treat-as says (SPEC CT8). */
typedef enum {
  PLACARD_TREATMENT_AUTO,    /* what the verdict says */
  PLACARD_TREATMENT_PICTURE, /* a picture, of one format when that is said */
  PLACARD_TREATMENT_TEXT,
  PLACARD_TREATMENT_JSON,
  PLACARD_TREATMENT_BYTES, /* "hex" */
  PLACARD_TREATMENT_FILE,  /* to be saved, not shown */
} PlacardTreatment;

/* The words, as a usage line has them. */
#define PLACARD_TREATMENT_WORDS "auto|picture|FORMAT|text|json|hex|file"

/**
 * placard_treatment_parse:
 * @word: (nullable): %NULL is "auto"; a picture format's own name ("png", "jpeg", ...) is a picture of it
 * @format: (out) (optional): %PLACARD_MEDIA_UNKNOWN unless a format was said
 *
 * Fails with %PLACARD_ERROR_USAGE.
 */
gboolean placard_treatment_parse (const char *word,
                                  PlacardTreatment *treatment,
                                  PlacardMediaType *format,
                                  GError **error);

/* The word that stands for it; never %NULL. */
const char *placard_treatment_to_word (PlacardTreatment treatment, PlacardMediaType format);

/**
 * placard_treatment_guess_format:
 * @declared: (nullable): essence of the declared type
 * @url: (nullable)
 *
 * The picture format that bytes may have which do not say it themselves: the declared type's, else the one
 * that the address ends in; %PLACARD_MEDIA_UNKNOWN when neither is a picture's.
 */
PlacardMediaType placard_treatment_guess_format (const char *declared, const char *url);

G_END_DECLS
