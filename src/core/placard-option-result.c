/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows about what becomes of the answer: they say nothing about the request. */
#include "placard-option.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-header.h"
#include "placard-records.h"

static char **
text_field (PlacardOptionReading *reading, const PlacardOption *option)
{
  return (char **) (gpointer) ((char *) reading->options + option->offset);
}

static void
set_text (PlacardOptionReading *reading, const PlacardOption *option, char *text)
{
  char **field = text_field (reading, option);

  g_free (*field);
  *field = text;
}

PLACARD_OPTION_READER (flag)
{
  *(gboolean *) (gpointer) ((char *) reading->options + option->offset) = value != NULL;
  return TRUE;
}

PLACARD_OPTION_READER (text)
{
  set_text (reading, option, g_strdup (value));
  return TRUE;
}

/* One of the words that the row's argument lists. */
PLACARD_OPTION_READER (word)
{
  g_auto (GStrv) words = g_strsplit (option->argument, "|", -1);

  if (!g_strv_contains ((const char *const *) words, value)) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("--%s is one of %s, not “%s”"),
                 option->name, option->argument, value);
    return FALSE;
  }
  set_text (reading, option, g_strdup (value));
  return TRUE;
}

/* curl's own bound. */
#define COUNT_MAX 300

PLACARD_OPTION_READER (count)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 10, 1, COUNT_MAX, &number, NULL))
    return placard_option_fail (option, error, _ ("a number from 1 to %d is wanted, not “%s”"),
                                COUNT_MAX, value);
  *(guint *) (gpointer) ((char *) reading->options + option->offset) = (guint) number;
  return TRUE;
}

PLACARD_OPTION_READER (nothing)
{
  return TRUE;
}

PLACARD_OPTION_READER (folder)
{
  set_text (reading, option, placard_option_resolve_path (reading, value));
  return TRUE;
}

PLACARD_OPTION_READER (path)
{
  set_text (reading, option, placard_option_resolve_path (reading, value));
  return TRUE;
}

/* Put in its place at the end: --output-dir may come later. */
PLACARD_OPTION_READER (output)
{
  g_free (reading->output);
  reading->output = placard_option_resolve_path (reading, value);
  g_free (reading->options->output);
  reading->options->output = g_strdup (value);
  return TRUE;
}

PLACARD_OPTION_READER (write_out)
{
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (*value != '@') {
    set_text (reading, option, g_strdup (value));
    return TRUE;
  }
  bytes = placard_option_read_file (reading, option, value + 1, error);
  if (!bytes)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL) ?: "", g_bytes_get_size (bytes));
  set_text (reading, option, text);
  return TRUE;
}

/* What the file says, or standard input for "-". (transfer full) */
static char *
read_text (PlacardOptionReading *reading,
           const PlacardOption *option,
           const char *path,
           GError **error)
{
  g_autoptr (GBytes) bytes = placard_option_read_file (reading, option, path, error);
  gsize length = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;

  return bytes ? g_strndup (data ? data : "", length) : NULL;
}

PLACARD_OPTION_READER (each)
{
  g_autofree char *text = read_text (reading, option, value, error);
  g_autoptr (GError) local = NULL;
  GPtrArray *records = text ? placard_records_parse (text, &local) : NULL;

  if (!text)
    return FALSE;
  if (!records)
    return placard_option_fail (option, error, "%s", local->message);
  g_clear_pointer (&reading->options->records, g_ptr_array_unref);
  reading->options->records = records;
  return TRUE;
}

PLACARD_OPTION_READER (url)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  if (*value != '@') {
    g_ptr_array_add (reading->options->urls, g_strdup (value));
    return TRUE;
  }
  text = read_text (reading, option, value + 1, error);
  if (!text)
    return FALSE;
  lines = placard_records_parse_lines (text);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (reading->options->urls, g_strdup (g_ptr_array_index (lines, i)));
  return TRUE;
}

PLACARD_OPTION_READER (require_header)
{
  g_autofree char *name = g_strndup (value, strcspn (value, ":"));

  if (!placard_header_is_token (name))
    return placard_option_fail (option, error, _ ("“%s” is no name of a header field"), name);
  if (!reading->options->required)
    reading->options->required = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (reading->options->required, g_strdup (value));
  return TRUE;
}

PLACARD_OPTION_READER (timeout)
{
  if (placard_option_parse_seconds (value, &reading->options->timeout_ms))
    return TRUE;
  return placard_option_fail (option, error, _ ("“%s” is not a number of seconds like 30 or 0.5"),
                              value);
}
