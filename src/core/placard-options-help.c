/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of --help, made of the option table. */
#include "placard-options.h"

#include <glib/gi18n-lib.h>

#include "placard-option.h"

/* Where the explanations begin, in columns of a terminal. */
#define HELP_COLUMN 34

const char *
placard_option_section_title (PlacardOptionSection section)
{
  switch (section) {
  case PLACARD_OPTION_REQUEST:
    return _ ("The request");
  case PLACARD_OPTION_BODY:
    return _ ("The body");
  case PLACARD_OPTION_CREDENTIALS:
    return _ ("Credentials");
  case PLACARD_OPTION_NETWORK:
    return _ ("Network and limits");
  case PLACARD_OPTION_RESULT:
    return _ ("The answer");
  case PLACARD_OPTION_WINDOW:
    return _ ("The window");
  case PLACARD_OPTION_ABOUT:
    return _ ("About Placard");
  }
  return "";
}

static int
text_width (const char *text)
{
  int width = 0;

  for (const char *at = text; *at; at = g_utf8_next_char (at))
    width += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  return width;
}

static void
append_option (GString *help, const PlacardOption *option)
{
  g_autoptr (GString) names = g_string_new ("  ");
  int gap;

  if (option->short_name)
    g_string_append_printf (names, "-%c, ", option->short_name);
  else
    g_string_append (names, "    ");
  g_string_append_printf (names, "--%s", option->name);
  if (option->argument)
    g_string_append_printf (names, " %s", _ (option->argument));

  gap = HELP_COLUMN - text_width (names->str);
  if (gap > 0)
    g_string_append_printf (help, "%s%*s%s\n", names->str, gap, "", _ (option->help));
  else
    g_string_append_printf (help, "%s\n%*s%s\n", names->str, HELP_COLUMN, "", _ (option->help));
}

char *
placard_options_format_help (void)
{
  gsize n_options;
  const PlacardOption *table = placard_option_table (&n_options);
  GString *help = g_string_new (NULL);
  int section = -1;

  g_string_append (help,
                   _ ("Usage:\n"
                      "  placard [OPTIONS] [URL | FILE.placard | FILE]...    opens the window\n"
                      "  placard fetch [OPTIONS] URL...                      needs no display\n"));
  for (gsize i = 0; i < n_options; i++) {
    if (section != (int) table[i].section)
      g_string_append_printf (help, "\n%s:\n", placard_option_section_title (table[i].section));
    section = (int) table[i].section;
    append_option (help, &table[i]);
  }
  return g_string_free (help, FALSE);
}
