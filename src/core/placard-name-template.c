/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-name-template.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-filename.h"

/* What the words stand for may come from a server: the result goes through the sanitiser, and a
 * slash in a word cannot make a folder. */

static const char *
get_extension (const PlacardNameFacts *facts)
{
  const char *dot = facts->name ? strrchr (facts->name, '.') : NULL;

  return dot && dot > facts->name ? dot : "";
}

static char *
dup_stem (const PlacardNameFacts *facts)
{
  const char *name = facts->name ? facts->name : "";

  return g_strndup (name, strlen (name) - strlen (get_extension (facts)));
}

static char *
dup_date (const PlacardNameFacts *facts, const char *format)
{
  g_autofree char *text = facts->date ? g_date_time_format (facts->date, format) : NULL;

  return g_strdup (text ? text : "");
}

static char *
dup_number (gint64 number)
{
  return number ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : g_strdup ("");
}

/* (nullable): %NULL for a word that does not exist. */
static char *
dup_word (const char *word, const PlacardNameFacts *facts)
{
  if (strcmp (word, "name") == 0)
    return dup_stem (facts);
  if (strcmp (word, "ext") == 0)
    return g_strdup (get_extension (facts) + (*get_extension (facts) == '.'));
  if (strcmp (word, "host") == 0)
    return g_strdup (facts->host ? facts->host : "");
  if (strcmp (word, "hash") == 0)
    return g_strdup (facts->sha256 ? facts->sha256 : "");
  if (strcmp (word, "hash8") == 0)
    return g_strndup (facts->sha256 ? facts->sha256 : "", 8);
  if (strcmp (word, "date") == 0)
    return dup_date (facts, "%Y-%m-%d");
  if (strcmp (word, "time") == 0)
    return dup_date (facts, "%H%M%S");
  if (strcmp (word, "timestamp") == 0)
    return dup_number (facts->date ? g_date_time_to_unix (facts->date) : 0);
  if (strcmp (word, "n") == 0)
    return dup_number (facts->number);
  if (strcmp (word, "status") == 0)
    return dup_number (facts->status);
  if (strcmp (word, "width") == 0)
    return dup_number (facts->width);
  if (strcmp (word, "height") == 0)
    return dup_number (facts->height);
  return NULL;
}

gboolean
placard_name_template_is_one (const char *text)
{
  const char *open = text ? strstr (text, "{{") : NULL;

  return open && strstr (open, "}}");
}

gboolean
placard_name_template_wants_hash (const char *text)
{
  return text && (strstr (text, "{{hash}}") || strstr (text, "{{hash8}}"));
}

/* The word at @at, which is behind "{{"; moves behind "}}". */
static gboolean
append_word (GString *result, const char **at, const PlacardNameFacts *facts, GError **error)
{
  const char *close = strstr (*at, "}}");
  g_autofree char *inner = g_strndup (*at, close ? (gsize) (close - *at) : strlen (*at));
  const char *word = g_strstrip (inner);
  g_autofree char *value = close ? dup_word (word, facts) : NULL;

  if (!value) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("A file name cannot have “{{%s}}” in it: there are name, ext, host, hash, "
                    "hash8, date, time, "
                    "timestamp, n, status, width and height"),
                 word);
    return FALSE;
  }
  g_string_append (result, g_strdelimit (value, "/\\", '_'));
  *at = close + 2;
  return TRUE;
}

/* The real extension, once. */
static char *
with_extension (const char *name, const char *extension)
{
  g_autofree char *whole = NULL;
  gsize length = strlen (name), extra = strlen (extension);

  if (length > extra && g_ascii_strcasecmp (name + length - extra, extension) == 0)
    return placard_filename_sanitise (name);
  whole = g_strconcat (name, extension, NULL);
  return placard_filename_sanitise (whole);
}

char *
placard_name_template_expand (const char *text, const PlacardNameFacts *facts, GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);
  char *name;

  while (*text) {
    if (g_str_has_prefix (text, "{{")) {
      text += 2;
      if (!append_word (result, &text, facts, error))
        return NULL;
    } else {
      g_string_append_c (result, *text++);
    }
  }
  name = with_extension (result->str, get_extension (facts));
  return name ? name : g_strdup ("image");
}
