/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-server.h"

#include <stdio.h>
#include <unistd.h>

/* `placard-fixture`: the fixture server as a program. */

static char *root, *tls;

static const GOptionEntry options[] = {
    {"root", 0, 0, G_OPTION_ARG_FILENAME, &root, "Serve /file/NAME from this folder", "FOLDER"},
    {"tls", 0, 0, G_OPTION_ARG_FILENAME, &tls, "Speak TLS: certificate and key in one file", "PEM"},
    {NULL},
};

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (FixtureServer) server = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[256];

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      (tls && !(certificate = g_tls_certificate_new_from_file (tls, &error)))) {
    fprintf (stderr, "placard-fixture: %s\n", error->message);
    return 2;
  }
  server = fixture_server_new (certificate);
  fixture_server_set_root (server, root);
  printf ("%u\n", fixture_server_get_port (server));
  fflush (stdout);
  while (read (STDIN_FILENO, buffer, sizeof buffer) > 0)
    ;
  return 0;
}
