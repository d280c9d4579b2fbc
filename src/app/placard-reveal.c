/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-reveal.h"

#include "placard-background.h"

typedef struct {
  GtkWindow *parent;
  char *uri;
} Reveal;

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reveal *reveal = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (!reply) {
    g_autoptr (GFile) file = g_file_new_for_uri (reveal->uri);
    g_autoptr (GFile) folder = g_file_get_parent (file);
    g_autofree char *folder_uri = g_file_get_uri (folder ? folder : file);

    gtk_show_uri (reveal->parent, folder_uri, GDK_CURRENT_TIME);
  }
  g_clear_object (&reveal->parent);
  placard_background_leave ();
  g_free (reveal->uri);
  g_free (reveal);
}

void
placard_reveal_file (GtkWindow *parent, const char *uri)
{
  GApplication *application = g_application_get_default ();
  GDBusConnection *bus = application ? g_application_get_dbus_connection (application) : NULL;
  const char *const uris[] = {uri, NULL};
  Reveal *reveal;

  if (!bus)
    return;
  /* From a notification there may be no window. */
  placard_background_enter ();
  reveal = g_new0 (Reveal, 1);
  reveal->parent = parent ? g_object_ref (parent) : NULL;
  reveal->uri = g_strdup (uri);
  /* freedesktop.org, File Manager D-Bus Interface. */
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, 3000,
                          NULL, shown_cb, reveal);
}
