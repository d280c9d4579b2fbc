/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;

  setlocale (LC_ALL, "");
  if (argc != 2)
    return 2;
  text = strcmp (argv[1], "manual") == 0 ? documents_format_manual ()
                                         : documents_format_completion (argv[1]);
  return text && fputs (text, stdout) >= 0 && fflush (stdout) == 0 ? 0 : 1;
}
