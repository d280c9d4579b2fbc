/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-curl-command.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-curl-option.h"
#include "placard-error.h"
#include "placard-option.h"
#include "placard-shell-words.h"

/* Longer than any command that a person pastes; the rest of the window has to stay quick. */
#define MAX_COMMAND_BYTES (16 * 1024 * 1024)

/* A prompt may have been copied along. */
static const char *
skip_prompt (const char *text)
{
  text += strspn (text, " \t\r\n");
  if (*text == '$' && (text[1] == ' ' || text[1] == '\t'))
    text += 1 + strspn (text + 1, " \t");
  return text;
}

gboolean
placard_curl_command_is_one (const char *text)
{
  const char *at = skip_prompt (text);

  if (!g_str_has_prefix (at, "curl"))
    return FALSE;
  at += strlen ("curl");
  if (g_str_has_prefix (at, ".exe"))
    at += strlen (".exe");
  return *at == '\0' || strchr (" \t\r\n\\^", *at) != NULL;
}

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, sentence);
  return FALSE;
}

static char **
split (const char *text, GPtrArray *left_out, GError **error)
{
  const char *command = skip_prompt (text);

  if (strlen (command) > MAX_COMMAND_BYTES) {
    fail (error, _ ("The command is longer than 16 MiB"));
    return NULL;
  }
  if (!placard_curl_command_is_one (command)) {
    fail (error, _ ("This is not a curl command: it does not begin with “curl”"));
    return NULL;
  }
  if (placard_shell_words_is_cmd (command))
    return placard_shell_words_split_cmd (command, left_out, error);
  return placard_shell_words_split (command, left_out, error);
}

/* Curl reads ranges and lists in an address; browsers write a backslash before a bracket that is none. */
static void
remove_backslashes (gpointer url, gpointer data)
{
  char *to = url;

  for (const char *from = url; *from; from++)
    if (*from != '\\' || !from[1] || !strchr ("[]{}", from[1]))
      *to++ = *from;
  *to = '\0';
}

PlacardOptions *
placard_curl_command_parse (const char *text,
                            const char *cwd,
                            PlacardRequest *request,
                            GPtrArray **left_out,
                            GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PlacardOptionReading) reading = placard_option_reading_new (cwd, request, NULL);
  g_autoptr (GPtrArray) rest = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = split (text, rest, error);

  if (!words)
    return NULL;
  if (!placard_option_read_arguments (reading, (const char *const *) words + 1, names, error))
    return NULL;
  if (!reading->options->globoff)
    g_ptr_array_foreach (reading->options->urls, remove_backslashes, NULL);
  if (!placard_option_reading_finish (reading, error))
    return NULL;
  if (reading->options->urls->len == 0) {
    fail (error, _ ("The command has no address in it"));
    return NULL;
  }
  placard_option_place_output (reading);
  g_ptr_array_extend_and_steal (names, g_steal_pointer (&rest));
  *left_out = g_steal_pointer (&names);
  return g_steal_pointer (&reading->options);
}

/* Writing */

/* What curl calls what Placard has a name of its own for; NULL when it has no such thing. */
static const char *
name_for_curl (const char *name)
{
  gboolean takes_value;

  if (strcmp (name, "api-key") == 0 || strcmp (name, "header-everywhere") == 0)
    return "header";
  if (strcmp (name, "api-key-query") == 0)
    return "url-query";
  return placard_curl_option_lookup (name, &takes_value) ? name : NULL;
}

static void
append_word (GString *command, const char *word)
{
  g_autofree char *quoted = placard_shell_words_quote (word);

  g_string_append_printf (command, " %s", quoted);
}

/* Brackets and braces in an address mean themselves, but for those of [::1]. */
static char *
escape_globs (const char *url)
{
  const char *authority = strstr (url, "://");
  const char *rest = authority ? strchr (authority + strlen ("://"), '/') : url;
  GString *escaped = g_string_new_len (url, rest ? rest - url : -1);

  for (const char *at = rest; at && *at; at++) {
    if (strchr ("[]{}", *at))
      g_string_append_c (escaped, '\\');
    g_string_append_c (escaped, *at);
  }
  return g_string_free (escaped, FALSE);
}

static void
append_url (GString *command, const char *url)
{
  g_autofree char *escaped = escape_globs (url);

  if (*url == '-')
    g_string_append (command, " --url");
  append_word (command, escaped);
}

static void
append_entry (GString *command, const PlacardOptionEntry *entry, gboolean with_secrets)
{
  const char *name = name_for_curl (entry->option->name);
  const char *value = entry->masked && !with_secrets ? entry->masked : entry->value;

  g_string_append (command, " \\\n ");
  if (strcmp (name, "url") == 0) {
    append_url (command, value);
    return;
  }
  g_string_append_printf (command, " --%s", name);
  if (value)
    append_word (command, value);
}

char *
placard_curl_command_format (PlacardRequest *request, gboolean with_secrets, GPtrArray **left_out)
{
  g_autoptr (PlacardOptionWriting) writing = placard_option_writing_new (request);
  GString *command = g_string_new ("curl");

  if (placard_request_get_transport (request)->redirect == PLACARD_REDIRECT_FOLLOW)
    g_string_append (command, " --location");
  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);

    if (name_for_curl (entry->option->name))
      append_entry (command, entry, with_secrets);
    else
      g_ptr_array_add (writing->unwritable, g_strconcat ("--", entry->option->name, NULL));
  }
  if (left_out)
    *left_out = g_ptr_array_ref (writing->unwritable);
  return g_string_free (command, FALSE);
}
