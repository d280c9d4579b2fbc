/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a curl command from standard input as the window does when one is pasted, sends what became of
 * it, and prints the names of what could not be taken over. Exit 2 with a sentence when it is refused. */
#include "placard-curl-command.h"

#include <gio/gunixinputstream.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "placard-fetch.h"

typedef struct {
  GMainLoop *loop;
  GError *error;
} Run;

static void
finished_cb (GObject *fetch, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  placard_fetch_run_finish (PLACARD_FETCH (fetch), result, &run->error);
  g_main_loop_quit (run->loop);
}

static char *
read_command (void)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (out, input, G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL);
  g_output_stream_write (out, "", 1, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

static int
fail (const GError *error)
{
  fprintf (stderr, "%s\n", error->message);
  return 2;
}

int
main (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *command = read_command ();
  g_autoptr (PlacardSession) session = NULL;
  g_autoptr (PlacardFetch) fetch = NULL;
  Run run = {NULL, NULL};

  setlocale (LC_ALL, "");
  options = placard_curl_command_parse (command, NULL, request, &left_out, &error);
  if (!options)
    return fail (error);
  for (guint i = 0; i < left_out->len; i++)
    printf ("%s\n", (const char *) g_ptr_array_index (left_out, i));

  run.loop = g_main_loop_new (NULL, FALSE);
  session = placard_session_new ();
  fetch = placard_fetch_new (session, request, NULL);
  placard_fetch_run_async (fetch, NULL, finished_cb, &run);
  g_main_loop_run (run.loop);
  g_main_loop_unref (run.loop);
  if (run.error) {
    int status = fail (run.error);

    g_error_free (run.error);
    return status;
  }
  return 0;
}
