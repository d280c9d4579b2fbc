/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: however asking ends, the terminal echoes again and signals do what they did. */
#include "placard-terminal.h"

#include "placard-error.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A password that is longer than a line of a terminal was not typed. */
#define MAX_BYTES 4096

gboolean
placard_terminal_is_one (GInputStream *input)
{
  return G_IS_UNIX_INPUT_STREAM (input) &&
         g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (input)) == STDIN_FILENO &&
         isatty (STDIN_FILENO);
}

static void
interrupted (int number)
{
}

/* Byte by byte, up to the end of the line: what follows it is somebody else's. */
static gboolean
read_line (char *line, gsize size)
{
  gsize n = 0;

  while (n + 1 < size) {
    char byte;

    if (read (STDIN_FILENO, &byte, 1) != 1)
      return FALSE;
    if (byte == '\n')
      break;
    line[n++] = byte;
  }
  line[n] = '\0';
  return TRUE;
}

char *
placard_terminal_ask_secret (const char *question, GError **error)
{
  struct sigaction action = {.sa_handler = interrupted}, before_int, before_term;
  struct termios loud, quiet;
  char line[MAX_BYTES];
  char *secret;
  gboolean read_all;

  fprintf (stderr, "%s: ", question);
  fflush (stderr);
  sigaction (SIGINT, &action, &before_int);
  sigaction (SIGTERM, &action, &before_term);
  tcgetattr (STDIN_FILENO, &loud);
  quiet = loud;
  quiet.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
  read_all = read_line (line, sizeof line);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &loud);
  sigaction (SIGINT, &before_int, NULL);
  sigaction (SIGTERM, &before_term, NULL);
  fputc ('\n', stderr);
  if (!read_all) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                         _ ("The request was stopped"));
    return NULL;
  }
  secret = g_strdup (line);
  explicit_bzero (line, sizeof line);
  return secret;
}
