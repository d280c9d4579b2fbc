/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents.h"

#include <string.h>

static gboolean
takes_file (const PlacardOption *option)
{
  return option->argument && g_str_has_prefix (option->argument, "FILE");
}

static gboolean
takes_folder (const PlacardOption *option)
{
  return option->argument && strcmp (option->argument, "FOLDER") == 0;
}

/* "a|b|c": one of these words. */
static gboolean
takes_word (const PlacardOption *option)
{
  return option->argument && strchr (option->argument, '|');
}

typedef void (*AppendFunc) (GString *out, const PlacardOption *option);

static void
append_all (GString *out, AppendFunc append)
{
  gsize n_options;
  const PlacardOption *table = placard_option_table (&n_options);

  for (gsize i = 0; i < n_options; i++)
    append (out, &table[i]);
}

/* bash */

static void
append_bash_word (GString *out, const PlacardOption *option)
{
  g_string_append_printf (out, " --%s", option->name);
  if (option->short_name)
    g_string_append_printf (out, " -%c", option->short_name);
}

static void
append_bash_case (GString *out, const PlacardOption *option)
{
  g_autofree char *words = NULL;

  if (!option->argument)
    return;
  g_string_append_printf (out, "    --%s", option->name);
  if (option->short_name)
    g_string_append_printf (out, "|-%c", option->short_name);
  if (takes_word (option)) {
    words = g_strdelimit (g_strdup (option->argument), "|", ' ');
    g_string_append_printf (
        out, ") mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$cur\"); return ;;\n", words);
  } else {
    g_string_append_printf (out, ") %s; return ;;\n",
                            takes_file (option)     ? "_filedir"
                            : takes_folder (option) ? "_filedir -d"
                                                    : ":");
  }
}

static char *
format_bash (void)
{
  GString *out = g_string_new ("# bash completion for placard\n\n_placard () {\n"
                               "  local cur prev words cword\n"
                               "  _init_completion -n = || return\n  case $prev in\n");

  append_all (out, append_bash_case);
  g_string_append (
      out, "  esac\n  if [[ $cur == -* ]]; then\n    mapfile -t COMPREPLY < <(compgen -W '");
  append_all (out, append_bash_word);
  g_string_append (out,
                   "' -- \"$cur\")\n  else\n    _filedir placard\n"
                   "    [[ $cword -eq 1 && fetch == \"$cur\"* ]] && COMPREPLY+=(fetch)\n  fi\n}\n"
                   "complete -F _placard placard\n");
  return g_string_free (out, FALSE);
}

/* zsh */

/* @specials: what a backslash goes before */
static char *
quote_zsh (const char *text, const char *specials)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at; at++) {
    if (strchr (specials, *at))
      g_string_append_c (out, '\\');
    if (*at == '\'')
      g_string_append (out, "'\\'");
    g_string_append_c (out, *at);
  }
  return g_string_free (out, FALSE);
}

static void
append_zsh (GString *out, const PlacardOption *option)
{
  g_autofree char *help = quote_zsh (option->help, "[]\\");
  g_autofree char *argument = option->argument ? quote_zsh (option->argument, ":\\") : NULL;

  g_string_append (out, " \\\n    ");
  if (option->short_name)
    g_string_append_printf (out, "'*'{-%c,--%s}'[%s]", option->short_name, option->name, help);
  else
    g_string_append_printf (out, "'*--%s[%s]", option->name, help);
  if (takes_word (option))
    g_string_append_printf (out, ":word:(%s)", g_strdelimit (argument, "|", ' '));
  else if (takes_file (option) || takes_folder (option))
    g_string_append_printf (out, ":%s:%s", argument,
                            takes_folder (option) ? "_files -/" : "_files");
  else if (argument)
    g_string_append_printf (out, ":%s: ", argument);
  g_string_append_c (out, '\'');
}

static char *
format_zsh (void)
{
  GString *out = g_string_new ("#compdef placard\n\n_arguments -s");

  append_all (out, append_zsh);
  g_string_append (out,
                   " \\\n    '1: :_alternative \"commands::(fetch)\" \"files:file:_files\"' \\\n"
                   "    '*:address or profile:_files'\n");
  return g_string_free (out, FALSE);
}

/* fish */

static void
append_fish (GString *out, const PlacardOption *option)
{
  g_autofree char *words = NULL;
  GString *quoted = g_string_new (option->help);

  g_string_replace (quoted, "\\", "\\\\", 0);
  g_string_replace (quoted, "'", "\\'", 0);
  g_string_append_printf (out, "complete -c placard -l %s", option->name);
  if (option->short_name)
    g_string_append_printf (out, " -s %c", option->short_name);
  if (takes_word (option)) {
    words = g_strdelimit (g_strdup (option->argument), "|", ' ');
    g_string_append_printf (out, " -xa '%s'", words);
  } else if (takes_folder (option)) {
    g_string_append (out, " -xa '(__fish_complete_directories)'");
  } else if (option->argument) {
    g_string_append (out, takes_file (option) ? " -rF" : " -x");
  }
  g_string_append_printf (out, " -d '%s'\n", quoted->str);
  g_string_free (quoted, TRUE);
}

static char *
format_fish (void)
{
  GString *out = g_string_new ("# fish completion for placard\n");

  g_string_append (out, "complete -c placard -n __fish_is_first_arg -a fetch"
                        " -d 'Fetch without a window'\n");
  append_all (out, append_fish);
  return g_string_free (out, FALSE);
}

char *
documents_format_completion (const char *shell)
{
  if (strcmp (shell, "bash") == 0)
    return format_bash ();
  if (strcmp (shell, "zsh") == 0)
    return format_zsh ();
  return strcmp (shell, "fish") == 0 ? format_fish () : NULL;
}
