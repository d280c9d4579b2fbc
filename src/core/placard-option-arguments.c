/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a command line, read by the option table: those of Placard's own, and those of a curl command,
 * where what Placard lacks is told by name instead of being an error. */
#include "placard-option.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-curl-option.h"
#include "placard-error.h"
#include "placard-header.h"
#include "placard-printable.h"

typedef struct {
  PlacardOptionReading *reading;
  const char *const *next; /* what comes after the present argument */
  GPtrArray *left_out;     /* NULL: the words are Placard's own */
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

static void
leave_out (CommandLine *line, const char *name)
{
  g_ptr_array_add (line->left_out, g_strconcat ("--", name, NULL));
}

/* An option of curl's that Placard cannot take over; its argument goes with it. */
static gboolean
skip (
    CommandLine *line, const char *name, const char *attached, gboolean takes_value, GError **error)
{
  if (strcmp (name, "next") == 0) {
    g_set_error_literal (
        error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
        _ ("The command has several requests in it (--next): take them over one by one"));
    return FALSE;
  }
  leave_out (line, name);
  if (!takes_value || attached)
    return TRUE;
  if (*line->next) {
    line->next++;
    return TRUE;
  }
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
               _ ("The option --%s: its value is missing"), name);
  return FALSE;
}

/* Browsers copy header fields that only the transport may set. */
static gboolean
is_managed_field (CommandLine *line, const PlacardOption *option, const char *value)
{
  g_autofree char *name = NULL;

  if (!line->left_out || strcmp (option->name, "header") != 0 || !strchr (value, ':'))
    return FALSE;
  name = g_strndup (value, strcspn (value, ":"));
  if (g_ascii_strcasecmp (name, "Host") == 0 || !placard_header_get_managed_reason (name))
    return FALSE;
  g_ptr_array_add (line->left_out, g_strconcat ("--header ", name, NULL));
  return TRUE;
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
  return is_managed_field (line, option, value) ||
         placard_option_reading_apply (line->reading, option, value, error);
}

/* "--no-NAME" of a flag. */
static gboolean
read_negated (CommandLine *line, const char *argument, GError **error)
{
  const char *name = argument + strlen ("--no-");
  const PlacardOption *option = placard_option_find (name);
  gboolean takes_value;

  if (line->left_out && !option && placard_curl_option_lookup (name, &takes_value) &&
      !takes_value) {
    leave_out (line, argument + strlen ("--"));
    return TRUE;
  }
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
  const char *attached = argument[length] ? argument + length + 1 : NULL;
  g_autofree char *name = g_strndup (argument + 2, length - 2);
  const PlacardOption *option = placard_option_find (name);
  gboolean takes_value;

  if (option)
    return apply (line, option, attached, error);
  if (g_str_has_prefix (argument, "--no-"))
    return read_negated (line, argument, error);
  if (line->left_out && placard_curl_option_lookup (name, &takes_value))
    return skip (line, name, attached, takes_value, error);
  return fail_unknown (argument, name, error);
}

/* One letter of "-sSO"; @rest are the letters after it. @ended: whether they were its argument. */
static gboolean
read_letter (CommandLine *line, char letter, const char *rest, gboolean *ended, GError **error)
{
  const PlacardOption *option = placard_option_find_short (letter);
  const char *name = placard_curl_option_lookup_short (letter);
  gboolean takes_value = option && option->argument;

  if (!option && name)
    placard_curl_option_lookup (name, &takes_value);
  *ended = takes_value;
  if (option)
    return apply (line, option, takes_value && *rest ? rest : NULL, error);
  return skip (line, name, takes_value && *rest ? rest : NULL, takes_value, error);
}

/* "-sSO", "-XPOST", "-d@file" */
static gboolean
read_short (CommandLine *line, const char *argument, GError **error)
{
  gboolean ended = FALSE;

  for (const char *letter = argument + 1; *letter && !ended; letter++) {
    gboolean known = placard_option_find_short (*letter) ||
                     (line->left_out && placard_curl_option_lookup_short (*letter));

    if (!known) {
      int length = (int) (g_utf8_next_char (letter) - letter);
      g_autofree char *name = g_strdup_printf ("-%.*s", length, letter);

      return fail_unknown (name, "", error);
    }
    if (!read_letter (line, *letter, letter + 1, &ended, error))
      return FALSE;
  }
  return TRUE;
}

/* "picture.png" is the file when there is one, else the host. curl knows no files. */
static char *
make_address (CommandLine *line, const char *argument)
{
  g_autofree char *path = placard_option_resolve_path (line->reading, argument);

  if (line->left_out || strstr (argument, "://") || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_strdup (argument);
  return g_filename_to_uri (path, NULL, NULL);
}

gboolean
placard_option_read_arguments (PlacardOptionReading *reading,
                               const char *const *arguments,
                               GPtrArray *left_out,
                               GError **error)
{
  CommandLine line = {reading, arguments, left_out};
  gboolean options_ended = FALSE;

  while (*line.next) {
    const char *argument = *line.next++;
    gboolean read = TRUE;

    if (options_ended || argument[0] != '-' || argument[1] == '\0') {
      if (argument != reading->profile_address)
        g_ptr_array_add (reading->options->urls, make_address (&line, argument));
    } else if (strcmp (argument, "--") == 0)
      options_ended = TRUE;
    else if (argument[1] == '-')
      read = read_long (&line, argument, error);
    else
      read = read_short (&line, argument, error);
    if (!read)
      return FALSE;
  }
  return TRUE;
}

/* Whether the word after @argument is its value. */
static gboolean
takes_next (const char *argument)
{
  const PlacardOption *option;

  if (argument[1] == '-') {
    option = placard_option_find (argument + 2);
    return option && option->argument;
  }
  for (const char *letter = argument + 1; *letter; letter++) {
    option = placard_option_find_short (*letter);
    if (option && option->argument)
      return letter[1] == '\0';
  }
  return FALSE;
}

GPtrArray *
placard_option_list_addresses (const char *const *arguments)
{
  GPtrArray *addresses = g_ptr_array_new ();
  gboolean options_ended = FALSE;

  for (const char *const *word = arguments; *word; word++) {
    if (options_ended || (*word)[0] != '-' || (*word)[1] == '\0')
      g_ptr_array_add (addresses, (gpointer) *word);
    else if (strcmp (*word, "--") == 0)
      options_ended = TRUE;
    else if (takes_next (*word) && word[1])
      word++;
  }
  return addresses;
}
