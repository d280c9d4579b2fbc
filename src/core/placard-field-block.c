/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: each line, member or element of the text ends either in the fields or in the rejected ones. */
#include "placard-field-block.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-json-reader.h"
#include "placard-json-string.h"
#include "placard-printable.h"

typedef struct {
  const char *text; /* what the reader reads, for the strings that it cuts */
  PlacardJsonReader *reader;
  PlacardJsonToken token;
  GPtrArray *fields;
  GPtrArray *rejected;
} Block;

static void
add (GPtrArray *fields, const char *name, const char *value)
{
  g_ptr_array_add (fields, placard_field_new (name, value));
}

/* Lines */

static void
reject_line (GPtrArray *rejected, guint number, const char *line)
{
  g_autofree char *shown = placard_printable (line);

  /* Translators: what was pasted and is not understood. */
  g_ptr_array_add (rejected, g_strdup_printf (_ ("line %u, “%s”"), number, shown));
}

/* "a=1&b=2", encoded as in a URL. */
static void
add_pairs (GPtrArray *fields, const char *line)
{
  g_auto (GStrv) pairs = g_strsplit (line, "&", -1);

  for (char **pair = pairs; *pair; pair++)
    if (**pair)
      g_ptr_array_add (fields, placard_field_new_encoded (*pair));
}

static gboolean
add_parameter (GPtrArray *fields, char *line, char *equals)
{
  if (strchr (equals, '&')) {
    add_pairs (fields, line);
    return TRUE;
  }
  *equals = '\0';
  add (fields, g_strstrip (line), g_strstrip (equals + 1));
  return TRUE;
}

static gboolean
add_line (GPtrArray *fields, char *line, PlacardFieldBlockKind kind)
{
  char *colon = strchr (line, ':');
  char *equals = kind == PLACARD_FIELD_BLOCK_PARAMETERS ? strchr (line, '=') : NULL;

  if (equals == line || colon == line)
    return FALSE;
  if (equals && (!colon || equals < colon))
    return add_parameter (fields, line, equals);
  /* "GET http://..." is a request line. */
  if (!colon || g_str_has_prefix (colon, "://"))
    return FALSE;
  *colon = '\0';
  add (fields, g_strchomp (line), g_strstrip (colon + 1));
  return TRUE;
}

static void
parse_lines (const char *text, PlacardFieldBlockKind kind, GPtrArray *fields, GPtrArray *rejected)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    g_autofree char *line = g_strstrip (g_strdup (lines[i]));

    if (*line && !add_line (fields, line, kind))
      reject_line (rejected, i + 1, g_strstrip (lines[i]));
  }
}

/* JSON */

static PlacardSpool *
spool_of (const char *text)
{
  g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, NULL);

  if (!spool || !placard_spool_append (spool, text, strlen (text), NULL))
    return NULL;
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return g_steal_pointer (&spool);
}

static gboolean
next (Block *block)
{
  return placard_json_reader_next (block->reader, &block->token, NULL);
}

/* The last string without its quotes and escapes, or a number, "true" ... as it stands. */
static char *
dup_text (Block *block)
{
  goffset start = placard_json_reader_get_start (block->reader);
  goffset end = placard_json_reader_get_end (block->reader);
  PlacardJsonUnescaper unescaper = {0};
  GString *out = g_string_new (NULL);

  if (block->text[start] == '"') {
    placard_json_unescape (&unescaper, block->text + start + 1, (gsize) (end - start - 2), out);
    placard_json_unescape_end (&unescaper, out);
  } else {
    g_string_append_len (out, block->text + start, end - start);
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_scalar (PlacardJsonToken token)
{
  return token == PLACARD_JSON_STRING || token == PLACARD_JSON_NUMBER ||
         token == PLACARD_JSON_TRUE || token == PLACARD_JSON_FALSE;
}

static void
reject_value (Block *block, const char *name)
{
  g_autofree char *shown = placard_printable (name);

  g_ptr_array_add (block->rejected, g_strdup_printf (_ ("the value of “%s”"), shown));
}

static gboolean
skip (Block *block)
{
  return placard_json_reader_skip_value (block->reader, block->token, NULL);
}

/* The value that was just begun: one field, or one for each element of a list. */
static gboolean
read_value (Block *block, const char *name, gboolean nested)
{
  if (is_scalar (block->token)) {
    g_autofree char *value = dup_text (block);

    add (block->fields, name, value);
    return TRUE;
  }
  if (block->token == PLACARD_JSON_ARRAY && !nested) {
    while (next (block)) {
      if (block->token == PLACARD_JSON_ARRAY_END)
        return TRUE;
      if (!read_value (block, name, TRUE))
        return FALSE;
    }
    return FALSE;
  }
  reject_value (block, name);
  return skip (block);
}

static gboolean
read_object (Block *block)
{
  while (next (block)) {
    g_autofree char *name = NULL;

    if (block->token == PLACARD_JSON_OBJECT_END)
      return TRUE;
    name = dup_text (block);
    if (!next (block) || !read_value (block, name, FALSE))
      return FALSE;
  }
  return FALSE;
}

static void
reject_element (Block *block, guint index)
{
  g_ptr_array_add (block->rejected, g_strdup_printf (_ ("element %u of the list"), index));
}

/* The scalars of a pair as far as there are any; anything else makes it none. */
static gboolean
read_pair (Block *block, guint index)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gboolean good = TRUE;

  while (next (block)) {
    if (block->token == PLACARD_JSON_ARRAY_END) {
      if (good && texts->len == 2)
        add (block->fields, texts->pdata[0], texts->pdata[1]);
      else
        reject_element (block, index);
      return TRUE;
    }
    if (is_scalar (block->token)) {
      g_ptr_array_add (texts, dup_text (block));
    } else {
      good = FALSE;
      if (!skip (block))
        return FALSE;
    }
  }
  return FALSE;
}

/* {"name": ..., "value": ...}, as browsers' archives have them. */
static gboolean
read_record (Block *block, guint index)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  while (next (block)) {
    g_autofree char *member = NULL;
    char **wanted = NULL;

    if (block->token == PLACARD_JSON_OBJECT_END) {
      if (name && value)
        add (block->fields, name, value);
      else
        reject_element (block, index);
      return TRUE;
    }
    member = dup_text (block);
    if (!next (block))
      return FALSE;
    if (strcmp (member, "name") == 0)
      wanted = &name;
    else if (strcmp (member, "value") == 0)
      wanted = &value;
    if (wanted && !*wanted && is_scalar (block->token))
      *wanted = dup_text (block);
    else if (!skip (block))
      return FALSE;
  }
  return FALSE;
}

static gboolean
read_list (Block *block)
{
  for (guint index = 1; next (block); index++) {
    gboolean read = TRUE;

    if (block->token == PLACARD_JSON_ARRAY_END)
      return TRUE;
    if (block->token == PLACARD_JSON_ARRAY)
      read = read_pair (block, index);
    else if (block->token == PLACARD_JSON_OBJECT)
      read = read_record (block, index);
    else
      reject_element (block, index);
    if (!read)
      return FALSE;
  }
  return FALSE;
}

/* %FALSE when @text is not JSON to its end: then nothing of it counts. */
static gboolean
parse_json (const char *text, GPtrArray *fields, GPtrArray *rejected)
{
  g_autoptr (PlacardSpool) spool = spool_of (text);
  g_autoptr (PlacardJsonReader) reader = spool ? placard_json_reader_new (spool) : NULL;
  Block block = {text, reader, PLACARD_JSON_END, fields, rejected};
  gboolean read = FALSE;

  if (reader && next (&block)) {
    if (block.token == PLACARD_JSON_OBJECT)
      read = read_object (&block);
    else if (block.token == PLACARD_JSON_ARRAY)
      read = read_list (&block);
  }
  if (read && next (&block) && block.token == PLACARD_JSON_END)
    return TRUE;
  g_ptr_array_set_size (fields, 0);
  g_ptr_array_set_size (rejected, 0);
  return FALSE;
}

static gboolean
looks_like_json (const char *text)
{
  text += strspn (text, " \t\r\n");
  return *text == '{' || *text == '[';
}

GPtrArray *
placard_field_block_parse (const char *text, PlacardFieldBlockKind kind, GPtrArray **rejected)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GPtrArray *fields = placard_field_list_new ();

  *rejected = g_ptr_array_new_with_free_func (g_free);
  if (!looks_like_json (valid) || !parse_json (valid, fields, *rejected))
    parse_lines (valid, kind, fields, *rejected);
  return fields;
}

gboolean
placard_field_block_is_one (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GPtrArray) fields = placard_field_list_new ();
  g_autoptr (GPtrArray) rejected = g_ptr_array_new_with_free_func (g_free);

  if (strchr (stripped, '\n'))
    return TRUE;
  return looks_like_json (stripped) && g_utf8_validate (stripped, -1, NULL) &&
         parse_json (stripped, fields, rejected) && fields->len > 0;
}
