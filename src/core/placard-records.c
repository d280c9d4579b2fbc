/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-records.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-json-prefix.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
/* Of a value that is none of those taken, and said so. */
#define MOST_LEVELS 64

static gboolean
fail_line (GError **error, guint line, const char *reason)
{
  /* Translators: a line's number, and what is wrong there */
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("Line %u: %s"), line, reason);
  return FALSE;
}

/* Names and values in turn. */
static char **
make_record (GPtrArray *names, GPtrArray *values)
{
  GPtrArray *record = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++) {
    g_ptr_array_add (record, g_strdup (g_ptr_array_index (names, i)));
    g_ptr_array_add (record, g_strdup (g_ptr_array_index (values, i)));
  }
  g_ptr_array_add (record, NULL);
  return (char **) g_ptr_array_free (record, FALSE);
}

/* CSV */

typedef struct {
  const char *at;
  guint line;
} Csv;

/* RFC 4180, section 2, rules 5 to 7: quotes are doubled inside quotes. */
static gboolean
read_quoted (Csv *csv, GString *value, GError **error)
{
  guint first = csv->line;

  for (csv->at++; *csv->at; csv->at++) {
    if (*csv->at == '"' && csv->at[1] != '"') {
      csv->at++;
      return TRUE;
    }
    if (*csv->at == '"')
      csv->at++;
    csv->line += *csv->at == '\n';
    g_string_append_c (value, *csv->at);
  }
  return fail_line (error, first, _ ("a quotation mark is opened and not closed"));
}

static gboolean
read_value (Csv *csv, GPtrArray *values, GError **error)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (*csv->at == '"' && !read_quoted (csv, value, error))
    return FALSE;
  while (*csv->at && !strchr (",\r\n", *csv->at))
    g_string_append_c (value, *csv->at++);
  g_ptr_array_add (values, g_string_free (g_steal_pointer (&value), FALSE));
  return TRUE;
}

/* %NULL at the end, or with @error. */
static GPtrArray *
read_row (Csv *csv, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  while (*csv->at == '\r' || *csv->at == '\n')
    csv->line += *csv->at++ == '\n';
  if (!*csv->at)
    return NULL;
  for (;;) {
    if (!read_value (csv, values, error))
      return NULL;
    if (*csv->at != ',')
      return g_steal_pointer (&values);
    csv->at++;
  }
}

static gboolean
check_width (GPtrArray *names, GPtrArray *row, guint line, GError **error)
{
  g_autofree char *reason = NULL;

  if (row->len == names->len)
    return TRUE;
  reason =
      g_strdup_printf (_ ("it has %u values, the first line has %u names"), row->len, names->len);
  return fail_line (error, line, reason);
}

static gboolean
parse_csv (const char *text, GPtrArray *records, GError **error)
{
  Csv csv = {text, 1};
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) names = read_row (&csv, &local);

  while (names && !local) {
    guint line;
    g_autoptr (GPtrArray) row = NULL;

    while (*csv.at == '\r' || *csv.at == '\n')
      csv.line += *csv.at++ == '\n';
    line = csv.line;
    row = read_row (&csv, &local);
    if (!row)
      break;
    if (!check_width (names, row, line, error))
      return FALSE;
    g_ptr_array_add (records, make_record (names, row));
  }
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* JSON lines */

static char *
format_value (JsonNode *node)
{
  GType type;

  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  type = json_node_get_value_type (node);
  return type == G_TYPE_STRING ? json_node_dup_string (node) : json_to_string (node, FALSE);
}

typedef struct {
  GPtrArray *names;
  GPtrArray *values;
  const char *wrong; /* (nullable): the name whose value is none of these */
} Members;

static void
take_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  Members *members = user_data;
  char *value = format_value (node);

  if (!value) {
    members->wrong = name;
    return;
  }
  g_ptr_array_add (members->names, g_strdup (name));
  g_ptr_array_add (members->values, value);
}

static gboolean
take_object (JsonObject *object, guint line, GPtrArray *records, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  Members members = {names, values, NULL};
  g_autofree char *reason = NULL;

  json_object_foreach_member (object, take_member, &members);
  if (!members.wrong) {
    g_ptr_array_add (records, make_record (names, values));
    return TRUE;
  }
  reason = g_strdup_printf (_ ("“%s” is neither a text nor a number"), members.wrong);
  return fail_line (error, line, reason);
}

static gboolean
parse_object (const char *text, guint line, GPtrArray *records, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!placard_json_is_tame (text, MOST_LEVELS) ||
      !json_parser_load_from_data (parser, text, -1, NULL))
    return fail_line (error, line, _ ("this is no JSON"));
  root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return fail_line (error, line, _ ("this is no JSON object"));
  return take_object (json_node_get_object (root), line, records, error);
}

static gboolean
parse_json_lines (const char *text, GPtrArray *records, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (*g_strstrip (lines[i]) && !parse_object (lines[i], i + 1, records, error))
      return FALSE;
  return TRUE;
}

static const char *
skip_mark (const char *text)
{
  return text + (g_str_has_prefix (text, BYTE_ORDER_MARK) ? strlen (BYTE_ORDER_MARK) : 0);
}

GPtrArray *
placard_records_parse (const char *text, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  const char *start = skip_mark (text);
  gboolean json = start[strspn (start, " \t\r\n")] == '{';

  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                         _ ("The table is not in UTF-8"));
    return NULL;
  }
  if (!(json ? parse_json_lines (start, records, error) : parse_csv (start, records, error)))
    return NULL;
  if (records->len > 0)
    return g_steal_pointer (&records);
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("The table has no rows"));
  return NULL;
}

GPtrArray *
placard_records_parse_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (skip_mark (text), "\n", -1);
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

  for (char **line = lines; *line; line++)
    if (*g_strstrip (*line) && **line != '#')
      g_ptr_array_add (addresses, g_strdup (*line));
  return addresses;
}
