/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-instance.h"

#define READY_WAIT_US (5 * G_USEC_PER_SEC)
#define READY_STEP_US (10 * 1000)

/* The replies of org.freedesktop.DBus.RequestName (D-Bus specification, "Message Bus Messages"). */
enum {
  NAME_FLAG_DO_NOT_QUEUE = 4,
  NAME_REPLY_EXISTS = 3,
};

static gboolean
request_name (GDBusConnection *bus)
{
  guint32 reply = 0;
  g_autoptr (GVariant) result = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
      g_variant_new ("(su)", PLACARD_APPLICATION_ID, NAME_FLAG_DO_NOT_QUEUE),
      G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  if (result)
    g_variant_get (result, "(u)", &reply);
  return reply != NAME_REPLY_EXISTS;
}

/* Whether the owner of the name has exported its application object. */
static gboolean
owner_is_ready (GDBusConnection *bus)
{
  g_autoptr (GVariant) result = g_dbus_connection_call_sync (
      bus, PLACARD_APPLICATION_ID, "/org/placard/Placard", "org.gtk.Actions", "List", NULL, NULL,
      G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL);
  return result != NULL;
}

gboolean
placard_instance_claim (void)
{
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  gint64 deadline = g_get_monotonic_time () + READY_WAIT_US;

  /* Never unreferenced: the connection is the process's shared one, and the name lives as long as it. */
  if (!bus || request_name (bus))
    return TRUE;
  while (!owner_is_ready (bus) && g_get_monotonic_time () < deadline) {
    g_usleep (READY_STEP_US);
    /* The other one may have given up instead of starting. */
    if (request_name (bus))
      return TRUE;
  }
  return FALSE;
}

int
placard_instance_forward (int argc, char **argv)
{
  g_autoptr (GApplication) application = g_application_new (
      PLACARD_APPLICATION_ID, G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_IS_LAUNCHER);

  return g_application_run (application, argc, argv);
}
