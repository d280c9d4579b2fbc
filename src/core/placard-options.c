/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line, read by the option table. */
#include "placard-options.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-error.h"
#include "placard-option.h"
#include "placard-printable.h"

void
placard_options_free (PlacardOptions *options)
{
  g_ptr_array_unref (options->urls);
  g_free (options->output);
  g_free (options->output_dir);
  g_free (options->write_out);
  g_free (options->demo);
  g_free (options);
}

typedef struct {
  PlacardOptionReading *reading;
  const char *const *next; /* what comes after the present argument */
} CommandLine;

static gboolean
fail_unknown (const char *argument, const char *name, GError **error)
{
  const char *similar = placard_option_find_similar (name);
  g_autofree char *shown = placard_printable (argument);

  if (similar)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("There is no option “%s”. Did you mean “--%s”?"), shown, similar);
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("There is no option “%s”: “--help” lists them all"), shown);
  return FALSE;
}

/* @attached: (nullable): an argument that was written together with the option */
static gboolean
apply (CommandLine *line, const PlacardOption *option, const char *attached, GError **error)
{
  const char *value = attached;

  if (!option->argument) {
    if (attached)
      return placard_option_fail (option, error, _ ("it takes no value"));
    return placard_option_reading_apply (line->reading, option, "", error);
  }
  if (!value)
    value = *line->next;
  if (!value)
    return placard_option_fail (option, error, _ ("its value %s is missing"), _ (option->argument));
  if (!attached)
    line->next++;
  return placard_option_reading_apply (line->reading, option, value, error);
}

/* "--no-NAME" of a flag. */
static gboolean
read_negated (CommandLine *line, const char *argument, GError **error)
{
  const char *name = argument + strlen ("--no-");
  const PlacardOption *option = placard_option_find (name);

  if (!option)
    return fail_unknown (argument, name, error);
  if (option->argument)
    return placard_option_fail (option, error, _ ("it takes a value: “--no-” cannot undo it"));
  return placard_option_reading_apply (line->reading, option, NULL, error);
}

/* "--NAME", "--NAME=VALUE": curl has no option with a "=" in it. */
static gboolean
read_long (CommandLine *line, const char *argument, GError **error)
{
  gsize length = strcspn (argument, "=");
  g_autofree char *name = g_strndup (argument + 2, length - 2);
  const PlacardOption *option = placard_option_find (name);

  if (!option && g_str_has_prefix (argument, "--no-"))
    return read_negated (line, argument, error);
  if (!option)
    return fail_unknown (argument, name, error);
  return apply (line, option, argument[length] ? argument + length + 1 : NULL, error);
}

/* "-sSO", "-XPOST", "-d@file" */
static gboolean
read_short (CommandLine *line, const char *argument, GError **error)
{
  for (const char *letter = argument + 1; *letter; letter++) {
    const PlacardOption *option = placard_option_find_short (*letter);

    if (!option) {
      g_autofree char *name =
          g_strdup_printf ("-%.*s", (int) (g_utf8_next_char (letter) - letter), letter);

      return fail_unknown (name, "", error);
    }
    if (option->argument)
      return apply (line, option, letter[1] ? letter + 1 : NULL, error);
    if (!apply (line, option, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static void
add_address (CommandLine *line, const char *argument)
{
  g_ptr_array_add (line->reading->options->urls, g_strdup (argument));
}

static gboolean
read_arguments (CommandLine *line, GError **error)
{
  gboolean options_ended = FALSE;

  while (*line->next) {
    const char *argument = *line->next++;
    gboolean read = TRUE;

    if (options_ended || argument[0] != '-' || argument[1] == '\0')
      add_address (line, argument);
    else if (strcmp (argument, "--") == 0)
      options_ended = TRUE;
    else if (argument[1] == '-')
      read = read_long (line, argument, error);
    else
      read = read_short (line, argument, error);
    if (!read)
      return FALSE;
  }
  return TRUE;
}

/* As curl: FILE within the folder of --output-dir, even when FILE has folders of its own. */
static void
place_output (PlacardOptionReading *reading)
{
  PlacardOptions *options = reading->options;
  g_autofree char *typed = options->output;

  if (!typed || strcmp (typed, "-") == 0)
    options->output = g_steal_pointer (&typed);
  else if (options->output_dir)
    options->output = g_build_filename (options->output_dir, typed, NULL);
  else
    options->output = placard_option_resolve_path (reading, typed);
}

PlacardOptions *
placard_options_parse (const char *const *arguments,
                       const char *cwd,
                       PlacardRequest *request,
                       GInputStream *stdin_stream,
                       GError **error)
{
  g_autoptr (PlacardOptionReading) reading =
      placard_option_reading_new (cwd, request, stdin_stream);
  CommandLine line = {reading, arguments};

  if (!read_arguments (&line, error) || !placard_option_reading_finish (reading, error))
    return NULL;
  place_output (reading);
  return g_steal_pointer (&reading->options);
}
