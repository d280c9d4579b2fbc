/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-json-pointer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"

static gboolean
unescape_token (char *token)
{
  char *to = token;

  for (char *from = token; *from; from++) {
    if (*from != '~')
      *to++ = *from;
    else if (from[1] == '0' || from[1] == '1')
      *to++ = *++from == '0' ? '~' : '/';
    else
      return FALSE;
  }
  *to = '\0';
  return TRUE;
}

char **
placard_json_pointer_parse (const char *pointer, GError **error)
{
  g_auto (GStrv) tokens = NULL;

  if (!*pointer)
    return g_new0 (char *, 1);
  if (*pointer != '/') {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("“%s” is no JSON pointer: it does not begin with “/”"), pointer);
    return NULL;
  }
  /* g_strsplit() makes nothing of "", which here is one empty name. */
  tokens =
      pointer[1] ? g_strsplit (pointer + 1, "/", -1) : g_strdupv ((char *[]){(char *) "", NULL});
  for (char **token = tokens; *token; token++)
    if (!unescape_token (*token)) {
      g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                   _ ("“%s” is no JSON pointer: only 0 or 1 can follow “~”"), pointer);
      return NULL;
    }
  return g_steal_pointer (&tokens);
}

char *
placard_json_pointer_append (const char *pointer, const char *token)
{
  GString *result = g_string_new (pointer);

  g_string_append_c (result, '/');
  for (; *token; token++) {
    if (*token == '~')
      g_string_append (result, "~0");
    else if (*token == '/')
      g_string_append (result, "~1");
    else
      g_string_append_c (result, *token);
  }
  return g_string_free (result, FALSE);
}

typedef struct {
  PlacardJsonReader *reader;
  char **tokens;
  PlacardJsonValue *value;
  gboolean found;
  guint lost_at; /* the token that leads nowhere */
} Search;

static gboolean search_value (Search *self, guint level, PlacardJsonToken first, GError **error);

/* An index is written without signs and leading zeros; "-" is the element behind the last one. */
static gboolean
is_index (const char *token, guint64 index)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, index);
  return strcmp (token, text) == 0;
}

/* Reads all members; a later one of the same name takes the place of an earlier one. */
static gboolean
search_container (Search *self, guint level, PlacardJsonToken first, GError **error)
{
  gboolean is_object = first == PLACARD_JSON_OBJECT;
  guint depth = placard_json_reader_get_depth (self->reader);

  self->lost_at = level;
  for (guint64 i = 0;; i++) {
    PlacardJsonToken token;
    gboolean matches;

    if (!placard_json_reader_next (self->reader, &token, error))
      return FALSE;
    if (placard_json_reader_get_depth (self->reader) < depth)
      return TRUE;
    if (is_object) {
      matches = !placard_json_reader_is_text_cut (self->reader) &&
                strcmp (placard_json_reader_get_text (self->reader), self->tokens[level]) == 0;
      if (!placard_json_reader_next (self->reader, &token, error))
        return FALSE;
    } else {
      matches = is_index (self->tokens[level], i);
    }
    if (matches)
      self->found = FALSE;
    if (!(matches ? search_value (self, level + 1, token, error)
                  : placard_json_reader_skip_value (self->reader, token, error)))
      return FALSE;
  }
}

static gboolean
search_value (Search *self, guint level, PlacardJsonToken first, GError **error)
{
  goffset start = placard_json_reader_get_start (self->reader);

  if (self->tokens[level] && (first == PLACARD_JSON_OBJECT || first == PLACARD_JSON_ARRAY))
    return search_container (self, level, first, error);
  if (!placard_json_reader_skip_value (self->reader, first, error))
    return FALSE;
  self->lost_at = level;
  self->found = !self->tokens[level];
  if (self->found)
    *self->value = (PlacardJsonValue){first, start, placard_json_reader_get_end (self->reader)};
  return TRUE;
}

static void
set_not_found (const Search *self, const char *pointer, GError **error)
{
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE,
               /* Translators: a JSON pointer such as /data/img, then the part "img" */
               _ ("The answer has nothing at %s: “%s” is not there"), pointer,
               self->tokens[self->lost_at]);
}

gboolean
placard_json_pointer_find (PlacardSpool *spool,
                           const char *pointer,
                           PlacardJsonValue *value,
                           GError **error)
{
  g_auto (GStrv) tokens = placard_json_pointer_parse (pointer, error);
  g_autoptr (PlacardJsonReader) reader = placard_json_reader_new (spool);
  Search search = {.reader = reader, .tokens = tokens, .value = value};
  PlacardJsonToken token;

  /* Deeper than a text can be: nothing is there, and the stack stays small. */
  if (!tokens || !placard_json_reader_next (reader, &token, error))
    return FALSE;
  if (!search_value (&search, 0, token, error) || !placard_json_reader_next (reader, &token, error))
    return FALSE;
  if (!search.found)
    set_not_found (&search, pointer, error);
  return search.found;
}
