/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The early start. Order is all that matters here: the arguments are read, the session bus is asked
 * whether Placard already runs, the request is on the wire and the decoder is starting, and only then is
 * the module that links the toolkit loaded, beside the network. `placard fetch` never loads it.
 */
#include "config.h"

#include <dlfcn.h>
#include <locale.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "placard-batch-item.h"
#include "placard-cli.h"
#include "placard-error.h"
#include "placard-instance.h"
#include "placard-launch.h"
#include "placard-tokens.h"

static void
launch_clear (PlacardLaunch *launch)
{
  g_clear_object (&launch->exchange);
  g_clear_object (&launch->request);
  g_clear_pointer (&launch->options, placard_options_free);
  g_clear_object (&launch->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlacardLaunch, launch_clear)

static int
fail (const char *message)
{
  g_printerr ("placard: %s\n", message);
  return PLACARD_EXIT_USAGE;
}

static PlacardAppRun
load_app (void)
{
  const char *directory = g_getenv ("PLACARD_MODULEDIR");
  g_autofree char *path =
      g_build_filename (directory ? directory : PLACARD_MODULEDIR, "libplacard-app.so", NULL);
  void *module = dlopen (path, RTLD_NOW | RTLD_LOCAL);

  if (!module) {
    g_printerr (_ ("placard: The window cannot be opened: %s\n"), dlerror ());
    return NULL;
  }
  return (PlacardAppRun) dlsym (module, "placard_app_run");
}

static gboolean
has_display (void)
{
  return g_getenv ("WAYLAND_DISPLAY") || g_getenv ("DISPLAY") || g_getenv ("BROADWAY_DISPLAY");
}

/* Started by the bus: there is no window yet, whoever called says what to open. */
static gboolean
is_service (char **argv)
{
  return argv[1] && g_str_equal (argv[1], "--gapplication-service");
}

static gboolean
has_missing_variables (PlacardRequest *request)
{
  g_autoptr (GPtrArray) missing = placard_tokens_list_missing (request);

  return missing->len > 0;
}

/* Reads the arguments and, when there is a URL, puts the request on the wire. */
static gboolean
launch_begin (PlacardLaunch *launch, char **argv, GError **error)
{
  g_autoptr (PlacardTlsExceptions) exceptions = NULL;
  g_autoptr (PlacardCookieJar) jar = NULL; /* the window's, from the first answer on */
  g_autoptr (GInputStream) standard_input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  launch->request = placard_request_new ();
  jar = placard_cookie_jar_new ();
  placard_policy_set_jar (placard_request_get_policy (launch->request), jar);
  launch->options = placard_options_parse ((const char *const *) argv + (is_service (argv) ? 2 : 1),
                                           NULL, launch->request, standard_input, error);
  if (!launch->options)
    return FALSE;
  launch->session = placard_session_new ();
  exceptions = placard_tls_exceptions_new_default ();
  placard_session_set_tls_exceptions (launch->session, exceptions);
  if (launch->options->urls->len == 0)
    return TRUE;
  if (has_missing_variables (launch->request))
    return TRUE; /* the window asks for them */
  if (!placard_request_validate (launch->request, NULL, error))
    return FALSE;
  if (placard_batch_item_splits (launch->request))
    return TRUE; /* the window sends them one by one */
  launch->exchange = placard_exchange_new (launch->session, launch->request, NULL);
  placard_exchange_start (launch->exchange);
  return TRUE;
}

/* --help and --version answer at once, wherever they stand, even where no bus and no display is. */
static gboolean
answer_at_once (char **argv)
{
  for (char **arg = argv + 1; *arg; arg++) {
    if (g_str_equal (*arg, "--help") || g_str_equal (*arg, "-h")) {
      g_autofree char *help = placard_options_format_help ();

      g_print ("%s", help);
      return TRUE;
    }
    if (g_str_equal (*arg, "--version") || g_str_equal (*arg, "-V")) {
      g_print ("placard %s\n", PLACARD_VERSION);
      return TRUE;
    }
  }
  return FALSE;
}

/* Writing a profile opens no window. */
static gboolean
saves_profile (char **argv)
{
  for (char **arg = argv + 1; *arg; arg++)
    if (g_str_equal (*arg, "--save-profile") || g_str_has_prefix (*arg, "--save-profile="))
      return TRUE;
  return FALSE;
}

static int
run_window (int argc, char **argv)
{
  g_auto (PlacardLaunch) launch = {0};
  g_autoptr (GError) error = NULL;
  PlacardAppRun app_run;

  if (!has_display ())
    return fail (_ ("There is no display here. Use “placard fetch” to get a picture without one."));
  if (!placard_instance_claim ())
    return placard_instance_forward (argc, argv);
  if (!launch_begin (&launch, argv, &error)) {
    fail (error->message);
    return placard_error_exit_code (error);
  }
  app_run = load_app ();
  return app_run ? app_run (argc, argv, &launch) : EXIT_FAILURE;
}

int
main (int argc, char **arguments)
{
  const char *translations = g_getenv ("PLACARD_LOCALEDIR");
  g_auto (GStrv) argv = g_strdupv (arguments);

  /* From here on a list of processes does not show them. */
  placard_options_hide_secrets (arguments + MIN (argc, 1));

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, translations ? translations : PLACARD_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (answer_at_once (argv))
    return EXIT_SUCCESS;
  if (argc > 1 && g_str_equal (argv[1], "fetch"))
    return placard_cli_fetch (argc - 1, argv + 1);
  if (saves_profile (argv))
    return placard_cli_fetch (argc, argv);
  return run_window (argc, argv);
}
