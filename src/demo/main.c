/* SPDX-License-Identifier: GPL-3.0-or-later */
/* placard-demo: an endpoint on loopback to try Placard on. Prints its address as the first line and ends
 * with the process that started it. */
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <glib-unix.h>

#include "demo-endpoints.h"

static void
end_with_parent (void)
{
  pid_t parent = getppid ();

  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    raise (SIGTERM);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static char *
listen_on_loopback (SoupServer *server, guint port, GError **error)
{
  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;
  GSList *uris = soup_server_get_uris (server);
  char *url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return url;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = soup_server_new ("server-header", "placard-demo ", NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint64 port = 0;

  if (argc > 2 || (argc == 2 && !g_ascii_string_to_unsigned (argv[1], 10, 0, 65535, &port, NULL))) {
    g_printerr ("Usage: placard-demo [PORT]\n");
    return 2;
  }
  end_with_parent ();
  g_autofree char *url = listen_on_loopback (server, port, &error);
  if (url == NULL) {
    g_printerr ("placard-demo: %s\n", error->message);
    return 1;
  }
  demo_endpoints_add (server, url);
  g_print ("%s/\n", url);
  fflush (stdout);
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_main_loop_run (loop);
  return 0;
}
