/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-profile.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "placard-error.h"
#include "placard-option.h"
#include "placard-printable.h"
#include "placard-save-stream.h"
#include "placard-variables.h"

/* Nobody writes a profile that is larger; a picture that is named like one is not read into memory. */
#define MAX_PROFILE_BYTES (4 * 1024 * 1024)

/* One option a line: "name = value", "name: value", "name value", "--name value", "-n value", "name". */
typedef struct {
  char *name; /* with its dashes, if it has them */
  char *value;
} Line;

static void
line_clear (Line *line)
{
  g_free (line->name);
  g_free (line->value);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, sentence);
  return FALSE;
}

/* "..." with \\ \" \t \n \r \v, as curl has it; every other "\x" is "x". */
static char *
read_quoted (const char *at, GError **error)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (at++; *at && *at != '"'; at++) {
    static const char letters[] = "tnrv";
    static const char meanings[] = "\t\n\r\v";
    const char *letter;

    if (*at != '\\') {
      g_string_append_c (value, *at);
      continue;
    }
    at++;
    if (!*at)
      break;
    letter = strchr (letters, *at);
    g_string_append_c (value, letter ? meanings[letter - letters] : *at);
  }
  if (*at != '"') {
    fail (error, _ ("a \" is not closed"));
    return NULL;
  }
  at += 1 + strspn (at + 1, " \t\r");
  if (*at && *at != '#') {
    fail (error, _ ("something follows the closing \""));
    return NULL;
  }
  return g_string_free (g_steal_pointer (&value), FALSE);
}

static gboolean
read_line (const char *text, Line *line, GError **error)
{
  gsize length = strcspn (text, " \t\r=:");
  const char *at = text + length;

  line->name = g_strndup (text, length);
  at += strspn (at, " \t\r");
  if (*at == '=' || *at == ':')
    at += 1 + strspn (at + 1, " \t\r");
  if (*at == '"') {
    line->value = read_quoted (at, error);
    return line->value != NULL;
  }
  if (*at)
    line->value = g_strchomp (g_strdup (at));
  return TRUE;
}

static const PlacardOption *
find_option (const char *name)
{
  if (g_str_has_prefix (name, "--"))
    return placard_option_find (name + 2);
  if (name[0] == '-' && name[1] && !name[2])
    return placard_option_find_short (name[1]);
  return placard_option_find (name);
}

const PlacardOption *
placard_profile_find_option (const char *text)
{
  const char *start = text + strspn (text, " \t\r");
  g_autofree char *name = g_strndup (start, strcspn (start, " \t\r=:"));
  const char *bare = name + strspn (name, "-");
  const PlacardOption *option = *name == '#' ? NULL : find_option (name);

  return !option && g_str_has_prefix (bare, "no-") ? placard_option_find (bare + 3) : option;
}

static gboolean
fail_unknown (const char *name, GError **error)
{
  const char *similar = placard_option_find_similar (name + strspn (name, "-"));
  g_autofree char *shown = placard_printable (name);

  if (similar)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("there is no option “%s”; did you mean “%s”?"), shown, similar);
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("there is no option “%s”"), shown);
  return FALSE;
}

static gboolean
apply_line (PlacardOptionReading *reading, const Line *line, GError **error)
{
  const char *bare = line->name + strspn (line->name, "-");
  const PlacardOption *option = find_option (line->name);
  gboolean negated = !option && g_str_has_prefix (bare, "no-");

  if (negated)
    option = placard_option_find (bare + strlen ("no-"));
  if (!option || (negated && option->argument))
    return fail_unknown (line->name, error);
  if (!option->argument && line->value)
    return placard_option_fail (option, error, _ ("it takes no value"));
  if (option->argument && !line->value)
    return placard_option_fail (option, error, _ ("its value %s is missing"), _ (option->argument));
  return placard_option_reading_apply (reading, option, negated ? NULL : line->value ?: "", error);
}

static gboolean
read_lines (PlacardOptionReading *reading, const char *text, const char *name, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    const char *start = lines[i] + strspn (lines[i], " \t\r");
    g_auto (Line) line = {NULL};

    if (!*start || *start == '#')
      continue;
    if (!read_line (start, &line, error) || !apply_line (reading, &line, error)) {
      /* Translators: a file's name and the number of a line in it */
      g_prefix_error (error, _ ("%s, line %u: "), name, i + 1);
      return FALSE;
    }
  }
  return TRUE;
}

/* "folder/a.png" in a profile's "output" and the like is meant beside the profile; an address without a
 * scheme is one of the network all the same. */
gboolean
placard_profile_read_into (PlacardOptionReading *reading,
                           const char *text,
                           const char *name,
                           const char *folder,
                           GError **error)
{
  g_autofree char *cwd = g_steal_pointer (&reading->cwd);
  gboolean read;

  if (!g_utf8_validate (text, -1, NULL))
    return fail (error, _ ("The profile is no text"));
  reading->cwd = g_strdup (folder);
  placard_request_set_expands (reading->request, TRUE);
  read = read_lines (reading, text, name, error);
  g_free (reading->cwd);
  reading->cwd = g_steal_pointer (&cwd);
  return read;
}

PlacardOptions *
placard_profile_parse (
    const char *text, const char *name, const char *folder, PlacardRequest *request, GError **error)
{
  g_autoptr (PlacardOptionReading) reading = placard_option_reading_new (folder, request, NULL);

  if (!placard_profile_read_into (reading, text, name, folder, error) ||
      !placard_option_reading_finish (reading, error))
    return NULL;
  placard_option_place_output (reading);
  return g_steal_pointer (&reading->options);
}

char *
placard_profile_read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = placard_printable (path);
  GStatBuf status;
  gsize length;

  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) ||
      status.st_size > MAX_PROFILE_BYTES || !g_file_get_contents (path, &text, &length, NULL)) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("The profile “%s” cannot be read"),
                 shown);
    return NULL;
  }
  if (strlen (text) != length) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("The profile “%s” is no text"),
                 shown);
    return NULL;
  }
  return g_steal_pointer (&text);
}

PlacardOptions *
placard_profile_load (const char *path, PlacardRequest *request, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *base = g_path_get_basename (absolute);
  g_autofree char *name = placard_printable (base);
  g_autofree char *text = placard_profile_read_file (absolute, error);
  PlacardOptions *options = NULL;

  if (text)
    options = placard_profile_parse (text, name, folder, request, error);
  if (options)
    placard_request_set_profile (request, absolute);
  return options;
}

/* Writing */

static void
append_value (GString *out, const char *value)
{
  g_string_append_c (out, '"');
  for (const char *at = value; *at; at++) {
    static const char specials[] = "\"\\\t\n\r\v";
    static const char letters[] = "\"\\tnrv";
    const char *special = strchr (specials, *at);

    if (special)
      g_string_append_printf (out, "\\%c", letters[special - specials]);
    else
      g_string_append_c (out, *at);
  }
  g_string_append_c (out, '"');
}

/* A secret that is a reference and nothing more is no secret. */
gboolean
placard_profile_may_write (const PlacardOptionEntry *entry)
{
  return !entry->masked || placard_variables_has_reference (entry->value);
}

void
placard_profile_append_line (GString *out, const char *name, const char *value)
{
  g_string_append (out, name);
  if (value) {
    g_string_append (out, " = ");
    append_value (out, value);
  }
  g_string_append_c (out, '\n');
}

static void
append_entry (GString *out, const PlacardOptionEntry *entry, GPtrArray *left_out)
{
  const char *name = entry->option->name;

  if (!placard_profile_may_write (entry)) {
    g_autofree char *masked = g_strdelimit (g_strdup (entry->masked), "\r\n", ' ');

    g_string_append_printf (out, "# %s = \"%s\"\n", name, masked);
    g_ptr_array_add (left_out, g_strconcat ("--", name, NULL));
    return;
  }
  placard_profile_append_line (out, name, entry->value);
}

static void
append_result (GString *out, const PlacardOptions *options)
{
  if (options->fullscreen)
    g_string_append (out, "fullscreen\n");
  if (options->output_dir) {
    g_string_append (out, "output-dir = ");
    append_value (out, options->output_dir);
    g_string_append_c (out, '\n');
  }
}

char *
placard_profile_format (PlacardRequest *request,
                        const PlacardOptions *options,
                        GPtrArray **left_out)
{
  g_autoptr (PlacardOptionWriting) writing = placard_option_writing_new (request);
  GString *out = g_string_new (NULL);

  g_string_append (out, "# Placard\n");
  for (guint i = 0; i < writing->entries->len; i++)
    append_entry (out, g_ptr_array_index (writing->entries, i), writing->unwritable);
  if (options)
    append_result (out, options);
  if (left_out)
    *left_out = g_ptr_array_ref (writing->unwritable);
  return g_string_free (out, FALSE);
}

gboolean
placard_profile_save (const char *path,
                      PlacardRequest *request,
                      const PlacardOptions *options,
                      GPtrArray **left_out,
                      GError **error)
{
  g_autofree char *text = placard_profile_format (request, options, left_out);

  return placard_profile_write_file (path, text, error);
}

gboolean
placard_profile_write_file (const char *path, const char *text, GError **error)
{
  g_autofree char *shown = placard_printable (path);
  g_autoptr (GError) cause = NULL;

  if (placard_save_text (path, text, &cause))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE,
               _ ("The profile “%s” cannot be written: %s"), shown, cause->message);
  return FALSE;
}
