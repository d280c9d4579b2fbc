/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-json-tree.h"

#include "placard-json-pointer.h"

#define PREVIEW_CHARACTERS 200
#define BUFFER_BYTES 65536

void
placard_json_node_free (PlacardJsonNode *node)
{
  g_free (node->name);
  g_free (node->pointer);
  g_free (node->preview);
  g_free (node);
}

static char *
make_preview (PlacardJsonReader *reader, PlacardJsonToken type)
{
  const char *text = placard_json_reader_get_text (reader);
  gboolean cut = placard_json_reader_is_text_cut (reader);
  g_autofree char *start = NULL;

  switch (type) {
  case PLACARD_JSON_TRUE:
    return g_strdup ("true");
  case PLACARD_JSON_FALSE:
    return g_strdup ("false");
  case PLACARD_JSON_NULL:
    return g_strdup ("null");
  case PLACARD_JSON_NUMBER:
  case PLACARD_JSON_STRING:
    cut = cut || g_utf8_strlen (text, -1) > PREVIEW_CHARACTERS;
    start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), PREVIEW_CHARACTERS));
    return g_strconcat (start, cut ? "…" : NULL, NULL);
  default:
    return NULL;
  }
}

/* Reads the value that begins with @type to its end, and counts what is in it. */
static PlacardJsonNode *
read_node (PlacardJsonReader *reader, PlacardJsonToken type, GError **error)
{
  g_autoptr (PlacardJsonNode) node = g_new0 (PlacardJsonNode, 1);
  guint depth = placard_json_reader_get_depth (reader);

  node->value.type = type;
  node->value.start = placard_json_reader_get_start (reader);
  node->preview = make_preview (reader, type);
  while (node->preview == NULL) {
    PlacardJsonToken token;

    if (!placard_json_reader_next (reader, &token, error))
      return NULL;
    if (placard_json_reader_get_depth (reader) < depth)
      break;
    if (token == PLACARD_JSON_NAME && !placard_json_reader_next (reader, &token, error))
      return NULL;
    if (!placard_json_reader_skip_value (reader, token, error))
      return NULL;
    node->n_children++;
  }
  node->value.end = placard_json_reader_get_end (reader);
  return g_steal_pointer (&node);
}

PlacardJsonNode *
placard_json_tree_read_root (PlacardSpool *spool, GError **error)
{
  g_autoptr (PlacardJsonReader) reader = placard_json_reader_new (spool);
  g_autoptr (PlacardJsonNode) node = NULL;
  PlacardJsonToken token;

  if (!placard_json_reader_next (reader, &token, error))
    return NULL;
  node = read_node (reader, token, error);
  if (!node || !placard_json_reader_next (reader, &token, error))
    return NULL;
  node->pointer = g_strdup ("");
  return g_steal_pointer (&node);
}

static PlacardJsonNode *
read_child (PlacardJsonReader *reader,
            PlacardJsonToken token,
            const PlacardJsonNode *parent,
            guint64 index,
            GError **error)
{
  g_autofree char *name = NULL;
  char number[24];
  PlacardJsonNode *node;

  g_snprintf (number, sizeof number, "%" G_GUINT64_FORMAT, index);
  if (token == PLACARD_JSON_NAME) {
    name = g_strdup (placard_json_reader_get_text (reader));
    if (!placard_json_reader_next (reader, &token, error))
      return NULL;
  }
  node = read_node (reader, token, error);
  if (!node)
    return NULL;
  node->pointer = placard_json_pointer_append (parent->pointer, name ? name : number);
  node->name = g_steal_pointer (&name);
  return node;
}

GPtrArray *
placard_json_tree_read_children (
    PlacardSpool *spool, const PlacardJsonNode *parent, guint64 first, guint most, GError **error)
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_json_node_free);
  g_autoptr (PlacardJsonReader) reader = placard_json_reader_new_at (spool, parent->value.start);
  PlacardJsonToken token;

  if (!placard_json_reader_next (reader, &token, error))
    return NULL;
  for (guint64 i = 0; i < parent->n_children && children->len < most; i++) {
    g_autoptr (PlacardJsonNode) node = NULL;

    if (!placard_json_reader_next (reader, &token, error))
      return NULL;
    node = read_child (reader, token, parent, i, error);
    if (!node)
      return NULL;
    if (i >= first)
      g_ptr_array_add (children, g_steal_pointer (&node));
  }
  return g_steal_pointer (&children);
}

static gboolean
flush (PlacardSpool *to, GString *text, GError **error)
{
  if (!placard_spool_append (to, text->str, text->len, error))
    return FALSE;
  g_string_truncate (text, 0);
  return TRUE;
}

/* Long strings go from file to file, never into memory whole. */
static gboolean
copy_range (
    PlacardSpool *from, goffset start, goffset end, PlacardSpool *to, GString *text, GError **error)
{
  while (start < end) {
    gsize length = text->len;
    gsize wanted = MIN (BUFFER_BYTES, end - start);
    gssize n;

    g_string_set_size (text, length + wanted);
    n = placard_spool_read_at (from, start, text->str + length, wanted, error);
    g_string_set_size (text, length + MAX (n, 0));
    if (n <= 0 || (text->len >= BUFFER_BYTES && !flush (to, text, error)))
      return FALSE;
    start += n;
  }
  return TRUE;
}

static void
append_line (GString *text, guint depth)
{
  g_string_append_c (text, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, "  ");
}

/* What stands before a token: nothing between a name and its value, nor between the brackets of what is
 * empty. */
static void
append_separator (GString *text, PlacardJsonToken last, PlacardJsonToken token, guint depth)
{
  gboolean closes = token == PLACARD_JSON_OBJECT_END || token == PLACARD_JSON_ARRAY_END;
  gboolean opened = last == PLACARD_JSON_OBJECT || last == PLACARD_JSON_ARRAY;

  if (last == PLACARD_JSON_END || (opened && closes))
    return;
  if (last == PLACARD_JSON_NAME) {
    g_string_append (text, ": ");
    return;
  }
  if (!opened && !closes)
    g_string_append_c (text, ',');
  append_line (text, depth);
}

PlacardSpool *
placard_json_tree_format (PlacardSpool *spool,
                          const char *directory,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (PlacardSpool) pretty = placard_spool_new (directory, error);
  g_autoptr (PlacardJsonReader) reader = placard_json_reader_new (spool);
  g_autoptr (GString) text = g_string_new (NULL);
  PlacardJsonToken last = PLACARD_JSON_END, token;

  if (!pretty)
    return NULL;
  for (;;) {
    guint depth;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !placard_json_reader_next (reader, &token, error))
      return NULL;
    if (token == PLACARD_JSON_END)
      break;
    depth = placard_json_reader_get_depth (reader);
    if (token == PLACARD_JSON_OBJECT || token == PLACARD_JSON_ARRAY)
      depth--;
    append_separator (text, last, token, depth);
    if (!copy_range (spool, placard_json_reader_get_start (reader),
                     placard_json_reader_get_end (reader), pretty, text, error))
      return NULL;
    last = token;
  }
  g_string_append_c (text, '\n');
  if (!flush (pretty, text, error))
    return NULL;
  placard_spool_seal (pretty, PLACARD_SPOOL_COMPLETE);
  return g_steal_pointer (&pretty);
}
