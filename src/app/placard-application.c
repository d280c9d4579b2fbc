/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: a command line is carried out once: the first one by main, which hands its exchange over,
 * every later one here. */
#include "config.h"

#include "placard-application.h"

#include "placard-app.h"
#include "placard-error.h"
#include "placard-file-clip.h"
#include "placard-reveal.h"
#include "placard-window.h"

#include <glib/gi18n-lib.h>

struct _PlacardApplication {
  AdwApplication parent_instance;

  PlacardLaunch *launch; /* not owned; NULL once it has been used */
  PlacardSession *session;
  char *demo_url;
};

G_DEFINE_FINAL_TYPE (PlacardApplication, placard_application, ADW_TYPE_APPLICATION)

static PlacardWindow *
add_window (PlacardApplication *self)
{
  return placard_window_new (GTK_APPLICATION (self), self->session, self->demo_url);
}

static PlacardWindow *
ensure_window (PlacardApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  return PLACARD_IS_WINDOW (window) ? PLACARD_WINDOW (window) : add_window (self);
}

/* Before the window is mapped: it is full screen from its first frame on. */
static void
apply_options (PlacardApplication *self, PlacardWindow *window, const PlacardOptions *options)
{
  if (options && options->fullscreen)
    gtk_window_fullscreen (GTK_WINDOW (window));
}

static void
take_demo (PlacardApplication *self, const PlacardOptions *options)
{
  if (!options || !options->demo)
    return;
  g_free (self->demo_url);
  self->demo_url = g_strdup (options->demo);
}

static int
open_launch (PlacardApplication *self)
{
  PlacardLaunch *launch = g_steal_pointer (&self->launch);
  PlacardWindow *window;

  take_demo (self, launch->options);
  window = add_window (self);
  if (launch->request)
    placard_window_set_request (window, launch->request);
  apply_options (self, window, launch->options);
  placard_window_set_exchange (window, launch->exchange);
  gtk_window_present (GTK_WINDOW (window));
  if (launch->options)
    placard_window_tell_left_behind (window, launch->options->left_behind);
  /* An address, and yet nothing on the wire: something is to be asked for first. */
  if (!launch->exchange && launch->options && launch->options->urls->len > 0)
    placard_window_send (window);
  return 0;
}

static int
open_command_line (PlacardApplication *self, GApplicationCommandLine *command_line)
{
  int argc;
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, &argc);
  g_autoptr (GInputStream) input = g_application_command_line_get_stdin (command_line);
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardOptions) options = placard_options_parse (
      (const char *const *) arguments + MIN (argc, 1),
      g_application_command_line_get_cwd (command_line), request, input, &error);
  PlacardWindow *window;

  if (!options) {
    g_application_command_line_printerr (command_line, "placard: %s\n", error->message);
    return placard_error_exit_code (error);
  }
  take_demo (self, options);
  window = ensure_window (self);
  if (placard_request_get_url (request)) {
    placard_window_set_request (window, request);
    placard_window_send (window);
    placard_window_tell_left_behind (window, options->left_behind);
  }
  apply_options (self, window, options);
  gtk_window_present (GTK_WINDOW (window));
  return 0;
}

static int
placard_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  PlacardApplication *self = PLACARD_APPLICATION (application);

  if (self->launch && !g_application_command_line_get_is_remote (command_line))
    return open_launch (self);
  return open_command_line (self, command_line);
}

static void
placard_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (PLACARD_APPLICATION (application))));
}

static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlacardWindow *window = add_window (PLACARD_APPLICATION (user_data));

  gtk_window_present (GTK_WINDOW (window));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  /* One by one: each cancels what it has begun. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (user_data))))
    gtk_window_destroy (GTK_WINDOW (windows->data));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (
      gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name",
      "Placard", "application-icon", PLACARD_APPLICATION_ID, "version", PLACARD_VERSION,
      "developer-name", _ ("The Placard contributors"), "license-type", GTK_LICENSE_GPL_3_0,
      "comments",
      _ ("Shows the picture that an HTTP endpoint answers with: full screen, sharp, at once."),
      /* Translators: your names, one a line; they are shown in the About window. */
      "translator-credits", _ ("translator-credits"), NULL);
}

static void
show_file_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  placard_reveal_file (NULL, g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
    {"new-window", new_window_action},
    {"show-file", show_file_action, "s"},
    {"about", about_action},
    {"quit", quit_action},
};

static void
set_accelerators (GtkApplication *application)
{
  static const struct {
    const char *action;
    const char *keys[4];
  } rows[] = {
      {"app.new-window", {"<Control>n"}},
      {"app.quit", {"<Control>q"}},
      {"win.close", {"<Control>w"}},
      {"win.focus-address", {"<Control>l", "<Alt>d"}},
      {"win.send", {"F5", "<Control>r", "<Control>Return"}},
      {"win.stop", {"<Control>period"}},
      {"win.fullscreen", {"F11"}},
      {"win.save", {"<Control>s"}},
      {"win.save-as", {"<Control><Shift>s"}},
      {"win.toggle-panel", {"F9"}},
      {"win.toggle-inspector", {"<Control>i"}},
      {"win.find", {"<Control>f"}},
      {"win.open-profile", {"<Control>o"}},
      {"win.duplicate", {"<Control>d"}},
      {"win.show-help-overlay", {"<Control>question"}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_application_set_accels_for_action (application, rows[i].action, rows[i].keys);
}

static void
placard_application_startup (GApplication *application)
{
  PlacardApplication *self = PLACARD_APPLICATION (application);

  G_APPLICATION_CLASS (placard_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  set_accelerators (GTK_APPLICATION (self));
  gtk_window_set_default_icon_name (PLACARD_APPLICATION_ID);
}

static void
placard_application_shutdown (GApplication *application)
{
  G_APPLICATION_CLASS (placard_application_parent_class)->shutdown (application);
  placard_file_clip_remove_all ();
}

static void
placard_application_dispose (GObject *object)
{
  PlacardApplication *self = PLACARD_APPLICATION (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->demo_url, g_free);
  G_OBJECT_CLASS (placard_application_parent_class)->dispose (object);
}

static void
placard_application_class_init (PlacardApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_application_dispose;
  application_class->startup = placard_application_startup;
  application_class->shutdown = placard_application_shutdown;
  application_class->activate = placard_application_activate;
  application_class->command_line = placard_application_command_line;
}

static void
placard_application_init (PlacardApplication *self)
{
}

static PlacardSession *
make_session (void)
{
  PlacardSession *session = placard_session_new ();
  g_autoptr (PlacardTlsExceptions) exceptions = placard_tls_exceptions_new_default ();

  placard_session_set_tls_exceptions (session, exceptions);
  return session;
}

PlacardApplication *
placard_application_new (PlacardLaunch *launch)
{
  PlacardApplication *self = g_object_new (
      PLACARD_TYPE_APPLICATION, "application-id", PLACARD_APPLICATION_ID, "flags",
      G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", "/org/placard/Placard", NULL);

  self->launch = launch;
  self->session = launch && launch->session ? g_object_ref (launch->session) : make_session ();
  return self;
}

int
placard_app_run (int argc, char **argv, PlacardLaunch *launch)
{
  g_autoptr (PlacardApplication) application = placard_application_new (launch);

  g_set_application_name ("Placard");
  return g_application_run (G_APPLICATION (application), argc, argv);
}
