/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-excerpt.h"

#include <string.h>

char *
placard_excerpt_find_charset (const char *content_type)
{
  g_autofree char *lower = content_type ? g_ascii_strdown (content_type, -1) : NULL;
  char *value = lower ? strstr (lower, "charset=") : NULL;

  if (!value)
    return NULL;
  value += strlen ("charset=");
  value += *value == '"';
  value[strcspn (value, "\"; ")] = '\0';
  return *value ? g_strdup (value) : NULL;
}

/* The end of an excerpt may cut a character: up to three bytes are given up for valid UTF-8. */
static char *
take_utf8 (const char *bytes, gsize n_bytes, gboolean whole)
{
  const char *end;

  if (g_utf8_validate_len (bytes, n_bytes, &end))
    return g_strndup (bytes, n_bytes);
  if (!whole && (gsize) (bytes + n_bytes - end) < 4)
    return g_strndup (bytes, (gsize) (end - bytes));
  return NULL;
}

static char *
convert (const char *bytes, gsize n_bytes, const char *charset)
{
  gsize written = 0;
  g_autofree char *text = NULL;

  if (!charset)
    return NULL;
  text = g_convert (bytes, (gssize) n_bytes, "UTF-8", charset, NULL, &written, NULL);
  return text && !memchr (text, '\0', written) ? g_steal_pointer (&text) : NULL;
}

static char *
to_utf8 (const char *bytes, gsize n_bytes, const char *charset, gboolean whole)
{
  char *text = NULL;

  if (n_bytes >= 3 && memcmp (bytes, "\357\273\277", 3) == 0) {
    bytes += 3;
    n_bytes -= 3;
  } else if (n_bytes >= 2 &&
             (memcmp (bytes, "\377\376", 2) == 0 || memcmp (bytes, "\376\377", 2) == 0)) {
    text = convert (bytes, n_bytes & ~(gsize) 1, "UTF-16");
  }
  if (!text)
    text = take_utf8 (bytes, n_bytes, whole);
  if (!text)
    text = convert (bytes, n_bytes, charset);
  if (!text)
    text = convert (bytes, n_bytes, "GB18030");
  return text ? text : g_utf8_make_valid (bytes, (gssize) n_bytes);
}

static char *
break_long_lines (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 64);

  while (*text) {
    gsize line = strcspn (text, "\n");
    const char *end = text + line;

    while ((gsize) (end - text) > PLACARD_EXCERPT_LINE) {
      const char *cut = g_utf8_find_prev_char (text, text + PLACARD_EXCERPT_LINE);

      g_string_append_len (out, text, cut - text);
      g_string_append_c (out, '\n');
      text = cut;
    }
    g_string_append_len (out, text, end - text + (*end == '\n'));
    text = end + (*end == '\n');
  }
  return g_string_free (out, FALSE);
}

char *
placard_excerpt_make (const char *bytes, gsize n_bytes, const char *charset, gboolean whole)
{
  g_autofree char *text = to_utf8 (bytes, n_bytes, charset, whole);

  return break_long_lines (text);
}
