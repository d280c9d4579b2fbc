/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-glob.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"

/* A pattern is a row of segments: text, or the words that may stand there. */
typedef struct {
  GPtrArray *words; /* (element-type utf8): one of them for text */
  gboolean varies;
} Segment;

static void
segment_free (Segment *segment)
{
  g_ptr_array_unref (segment->words);
  g_free (segment);
}

static Segment *
add_segment (GPtrArray *segments, gboolean varies)
{
  Segment *segment = g_new (Segment, 1);

  *segment = (Segment){g_ptr_array_new_with_free_func (g_free), varies};
  g_ptr_array_add (segments, segment);
  return segment;
}

static void
match_free (PlacardGlobMatch *match)
{
  g_free (match->url);
  g_strfreev (match->captures);
  g_free (match);
}

static gboolean
fail_too_many (GError **error)
{
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
               _ ("The address stands for more than %d addresses"), PLACARD_GLOB_MAX);
  return FALSE;
}

/* The two ends of a range and its step, in whichever of the two notations. */
typedef struct {
  char *from, *to, *step; /* step: (nullable) */
} Range;

static void
range_clear (Range *range)
{
  g_free (range->from);
  g_free (range->to);
  g_free (range->step);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Range, range_clear)

static gboolean
is_number (const char *text)
{
  return *text && strlen (text) <= 9 && strspn (text, "0123456789") == strlen (text);
}

static gboolean
is_letter (const char *text)
{
  return g_ascii_isalpha (*text) && text[1] == '\0';
}

/* @inside: what is between the brackets */
static gboolean
parse_range (const char *inside, gboolean braces, Range *range)
{
  g_auto (GStrv) ends = g_strsplit (inside, braces ? ".." : "-", braces ? 3 : 2);
  guint n = g_strv_length (ends);
  char *colon = !braces && n == 2 ? strchr (ends[1], ':') : NULL;

  if (n < 2)
    return FALSE;
  if (colon) {
    range->step = g_strdup (colon + 1);
    *colon = '\0';
  } else if (n == 3) {
    range->step = g_strdup (ends[2]);
  }
  range->from = g_strdup (ends[0]);
  range->to = g_strdup (ends[1]);
  if (range->step && !is_number (range->step))
    return FALSE;
  if (is_number (range->from))
    return is_number (range->to);
  return is_letter (range->from) && is_letter (range->to) &&
         g_ascii_islower (*range->from) == g_ascii_islower (*range->to);
}

static gboolean
add_range (GPtrArray *segments, const Range *range, const char *written, GError **error)
{
  gboolean letters = is_letter (range->from);
  gint64 from = letters ? *range->from : g_ascii_strtoll (range->from, NULL, 10);
  gint64 to = letters ? *range->to : g_ascii_strtoll (range->to, NULL, 10);
  gint64 step = range->step ? g_ascii_strtoll (range->step, NULL, 10) : 1;
  int width = *range->from == '0' ? (int) strlen (range->from) : 0;
  Segment *segment;

  if (from > to || step == 0) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 /* Translators: %s is a range like [1-20:2] */
                 _ ("The range %s has nothing in it: it counts upwards, by 1 or more"), written);
    return FALSE;
  }
  if ((to - from) / step >= PLACARD_GLOB_MAX)
    return fail_too_many (error);
  segment = add_segment (segments, TRUE);
  for (gint64 at = from; at <= to; at += step)
    g_ptr_array_add (segment->words, letters ? g_strdup_printf ("%c", (char) at)
                                             : g_strdup_printf ("%0*" G_GINT64_FORMAT, width, at));
  return TRUE;
}

/* Words between commas; what looks like JSON or a template is none. */
static gboolean
is_list (const char *inside)
{
  return strchr (inside, ',') && !strpbrk (inside, "{}\"' ");
}

static void
add_list (GPtrArray *segments, const char *inside)
{
  g_auto (GStrv) words = g_strsplit (inside, ",", -1);
  Segment *segment = add_segment (segments, TRUE);

  for (char **word = words; *word; word++)
    g_ptr_array_add (segment->words, g_strdup (*word));
}

/* How many bytes at @at are a range or a list, which then is added; 0 when they are neither. */
static gsize
take_group (GPtrArray *segments, const char *at, GError **error)
{
  gboolean braces = *at == '{';
  const char *end = strchr (at, braces ? '}' : ']');
  g_autofree char *inside = end ? g_strndup (at + 1, (gsize) (end - at) - 1) : NULL;
  g_autofree char *written = end ? g_strndup (at, (gsize) (end - at) + 1) : NULL;
  g_auto (Range) range = {0};

  if (!inside)
    return 0;
  if (parse_range (inside, braces, &range))
    return add_range (segments, &range, written, error) ? strlen (written) : 0;
  if (!braces || !is_list (inside))
    return 0;
  add_list (segments, inside);
  return strlen (written);
}

static void
add_text (GPtrArray *segments, GString *text)
{
  Segment *segment;

  if (text->len == 0)
    return;
  segment = add_segment (segments, FALSE);
  g_ptr_array_add (segment->words, g_strdup (text->str));
  g_string_truncate (text, 0);
}

/* "{{name}}" is a variable's, to its end. */
static gsize
reference_length (const char *at)
{
  const char *end = g_str_has_prefix (at, "{{") ? strstr (at, "}}") : NULL;

  return end ? (gsize) (end - at) + 2 : 0;
}

static GPtrArray *
parse (const char *pattern, GError **error)
{
  g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func ((GDestroyNotify) segment_free);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) local = NULL;

  for (const char *at = pattern; *at;) {
    gsize length = reference_length (at);
    guint n_segments;

    if (length == 0 && (*at == '[' || *at == '{')) {
      g_autoptr (GString) before = g_string_new (text->str);

      n_segments = segments->len;
      add_text (segments, text);
      length = take_group (segments, at, &local);
      if (local) {
        g_propagate_error (error, g_steal_pointer (&local));
        return NULL;
      }
      if (length > 0) {
        at += length;
        continue;
      }
      g_ptr_array_set_size (segments, (int) n_segments);
      g_string_assign (text, before->str);
    }
    if (*at == '\\' && at[1] && strchr ("[]{}", at[1]))
      at++;
    g_string_append_len (text, at, (gssize) MAX (length, 1));
    at += MAX (length, 1);
  }
  add_text (segments, text);
  return g_steal_pointer (&segments);
}

/* The @number-th of all, counted as on an odometer. */
static PlacardGlobMatch *
make_match (GPtrArray *segments, guint number)
{
  PlacardGlobMatch *match = g_new (PlacardGlobMatch, 1);
  g_autoptr (GPtrArray) captures = g_ptr_array_new ();
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  GString *url = g_string_new (NULL);

  for (guint i = segments->len; i > 0; i--) {
    const Segment *segment = g_ptr_array_index (segments, i - 1);
    char *word = g_ptr_array_index (segment->words, number % segment->words->len);

    number /= segment->words->len;
    g_ptr_array_insert (words, 0, word);
    if (segment->varies)
      g_ptr_array_insert (captures, 0, g_strdup (word));
  }
  for (guint i = 0; i < words->len; i++)
    g_string_append (url, g_ptr_array_index (words, i));
  g_ptr_array_add (captures, NULL);
  match->url = g_string_free (url, FALSE);
  match->captures = (char **) g_ptr_array_free (g_steal_pointer (&captures), FALSE);
  return match;
}

static gboolean
count_matches (GPtrArray *segments, guint *n_matches, GError **error)
{
  guint64 n = 1;

  for (guint i = 0; i < segments->len; i++) {
    const Segment *segment = g_ptr_array_index (segments, i);

    n *= segment->words->len;
    if (n > PLACARD_GLOB_MAX)
      return fail_too_many (error);
  }
  *n_matches = (guint) n;
  return TRUE;
}

GPtrArray *
placard_glob_expand (const char *pattern, GError **error)
{
  g_autoptr (GPtrArray) segments = parse (pattern, error);
  GPtrArray *matches;
  guint n_matches;

  if (!segments || !count_matches (segments, &n_matches, error))
    return NULL;
  matches = g_ptr_array_new_with_free_func ((GDestroyNotify) match_free);
  for (guint i = 0; i < n_matches; i++)
    g_ptr_array_add (matches, make_match (segments, i));
  return matches;
}

GPtrArray *
placard_glob_literal (const char *url)
{
  GPtrArray *matches = g_ptr_array_new_with_free_func ((GDestroyNotify) match_free);
  PlacardGlobMatch *match = g_new (PlacardGlobMatch, 1);

  *match = (PlacardGlobMatch){g_strdup (url), g_new0 (char *, 1)};
  g_ptr_array_add (matches, match);
  return matches;
}

char *
placard_glob_fill_in (const char *text, const char *const *captures)
{
  guint n = captures ? g_strv_length ((char **) captures) : 0;
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at;) {
    char *end = NULL;
    guint64 number =
        at[0] == '#' && g_ascii_isdigit (at[1]) ? g_ascii_strtoull (at + 1, &end, 10) : 0;

    if (number == 0 || number > n) {
      g_string_append_c (out, *at++);
      continue;
    }
    g_string_append (out, captures[number - 1]);
    at = end;
  }
  return g_string_free (out, FALSE);
}
