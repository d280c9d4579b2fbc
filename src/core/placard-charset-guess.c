/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each charset walks over the bytes by its own rules and counts how many of its characters are in the
 * range that its language uses most. A text in another charset either breaks the rules or lands in
 * ranges that nobody uses. */
#include "placard-charset-guess.h"

typedef enum { CHARACTER_BROKEN, CHARACTER_COMMON, CHARACTER_RARE, CHARACTER_NEUTRAL } Rating;

typedef struct {
  guint common;
  guint rare;
  guint broken;
  guint together; /* that stand beside another one */
  guint kana;     /* EUC-JP: what tells it from Chinese */
} Count;

typedef Rating (*Rate) (guint lead, guint trail);

typedef struct {
  const char *charset;
  Rate rate;
  gboolean halfwidth; /* A1 to DF are characters of one byte */
} Language;

static gboolean
is_between (guint byte, guint first, guint last)
{
  return byte >= first && byte <= last;
}

/* GB 2312 sorts its 3,755 everyday characters into rows B0 to D7. */
static Rating
rate_gbk (guint lead, guint trail)
{
  if (!is_between (lead, 0x81, 0xfe) || !is_between (trail, 0x30, 0xfe) || trail == 0x7f)
    return CHARACTER_BROKEN;
  if (trail >= 0xa1 && is_between (lead, 0xb0, 0xd7))
    return CHARACTER_COMMON;
  return trail >= 0xa1 && is_between (lead, 0xa1, 0xa3) ? CHARACTER_NEUTRAL : CHARACTER_RARE;
}

/* Big5 has its 5,401 everyday characters in A4 to C6. */
static Rating
rate_big5 (guint lead, guint trail)
{
  if (!is_between (lead, 0x81, 0xfe) ||
      !(is_between (trail, 0x40, 0x7e) || is_between (trail, 0xa1, 0xfe)))
    return CHARACTER_BROKEN;
  if (is_between (lead, 0xa4, 0xc6))
    return CHARACTER_COMMON;
  return is_between (lead, 0xa1, 0xa3) ? CHARACTER_NEUTRAL : CHARACTER_RARE;
}

/* The 2,350 everyday syllables: B0 to C8. */
static Rating
rate_euc_kr (guint lead, guint trail)
{
  if (!is_between (lead, 0x81, 0xfe) || !is_between (trail, 0x41, 0xfe))
    return CHARACTER_BROKEN;
  if (trail >= 0xa1 && is_between (lead, 0xb0, 0xc8))
    return CHARACTER_COMMON;
  return trail >= 0xa1 && is_between (lead, 0xa1, 0xa3) ? CHARACTER_NEUTRAL : CHARACTER_RARE;
}

/* Kana in 82 and 83, the first level of kanji in 88 to 97. */
static Rating
rate_shift_jis (guint lead, guint trail)
{
  if (!(is_between (lead, 0x81, 0x9f) || is_between (lead, 0xe0, 0xfc)) ||
      !is_between (trail, 0x40, 0xfc) || trail == 0x7f)
    return CHARACTER_BROKEN;
  if ((lead == 0x82 && trail >= 0x9f) || (lead == 0x83 && trail <= 0x96) ||
      is_between (lead, 0x88, 0x97))
    return CHARACTER_COMMON;
  return lead == 0x81 ? CHARACTER_NEUTRAL : CHARACTER_RARE;
}

static Rating
rate_euc_jp (guint lead, guint trail)
{
  if (!(is_between (lead, 0xa1, 0xfe) || lead == 0x8e) || !is_between (trail, 0xa1, 0xfe))
    return CHARACTER_BROKEN;
  if (lead == 0xa4 || lead == 0xa5 || is_between (lead, 0xb0, 0xcf))
    return CHARACTER_COMMON;
  return is_between (lead, 0xa1, 0xa3) ? CHARACTER_NEUTRAL : CHARACTER_RARE;
}

static void
count_characters (const Language *language, const guint8 *bytes, gsize n_bytes, Count *count)
{
  gboolean beside = FALSE;

  for (gsize at = 0; at < n_bytes; at++) {
    if (bytes[at] < 0x80) {
      beside = FALSE;
      continue;
    }
    if (language->halfwidth && is_between (bytes[at], 0xa1, 0xdf)) {
      count->rare++;
      continue;
    }
    if (at + 1 == n_bytes)
      return;
    switch (language->rate (bytes[at], bytes[at + 1])) {
    case CHARACTER_BROKEN:
      count->broken++;
      continue;
    case CHARACTER_COMMON:
      count->common++;
      break;
    case CHARACTER_RARE:
      count->rare++;
      break;
    case CHARACTER_NEUTRAL:
      break;
    }
    count->together += beside;
    count->kana += bytes[at] == 0xa4 || bytes[at] == 0xa5;
    beside = TRUE;
    at++;
  }
}

/* 0 to 1: the share of everyday characters. Letters with accents stand alone in a word, characters of
 * two bytes stand together: "25 °C" is no Chinese. */
static double
score (const Count *count, gboolean needs_kana)
{
  guint total = count->common + count->rare;

  if (!total || count->broken * 50 > total || count->together * 4 < total)
    return 0;
  if (needs_kana && count->kana * 7 < total)
    return 0;
  return (double) count->common / total;
}

const char *
placard_charset_guess (const guint8 *bytes, gsize n_bytes)
{
  /* Where two are as likely the first wins. Korean goes before Chinese, since all of it can be read as
   * Chinese but hardly any Chinese as Korean; so it wants a few characters for proof. */
  static const Language languages[] = {
      {"EUC-KR", rate_euc_kr}, {"EUC-JP", rate_euc_jp},
      {"GBK", rate_gbk},       {"Shift_JIS", rate_shift_jis, TRUE},
      {"Big5", rate_big5},
  };
  const char *best = "windows-1252";
  double best_score = 0.6;

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    Count count = {0};
    double this_score;

    count_characters (&languages[i], bytes, n_bytes, &count);
    this_score = score (&count, languages[i].rate == rate_euc_jp);
    if (languages[i].rate == rate_euc_kr && (count.common < 8 || this_score < 0.97))
      continue;
    if (this_score > best_score) {
      best_score = this_score;
      best = languages[i].charset;
    }
  }
  return best;
}

gsize
placard_charset_utf8_step (const guint8 *bytes, gsize n_bytes, gboolean *complete, gboolean *cut)
{
  guint lead = bytes[0];
  gsize length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  guint low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  guint high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  gsize at = 1;

  *cut = FALSE;
  *complete = lead < 0x80 || is_between (lead, 0xc2, 0xf4);
  if (!*complete)
    return 1;
  for (; at < length && at < n_bytes && is_between (bytes[at], low, high); at++) {
    low = 0x80;
    high = 0xbf;
  }
  *complete = at == length;
  *cut = at < length && at == n_bytes;
  return at;
}

gboolean
placard_charset_is_utf8 (const guint8 *bytes, gsize n_bytes, gboolean at_end)
{
  gboolean complete = TRUE, cut = FALSE;

  for (gsize at = 0; at < n_bytes && complete;)
    at += placard_charset_utf8_step (bytes + at, n_bytes - at, &complete, &cut);
  return complete || (cut && !at_end);
}
