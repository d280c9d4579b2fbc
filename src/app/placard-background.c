/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-background.h"

#include "placard-format.h"
#include "placard-progress.h"

#include <glib/gi18n-lib.h>

void
placard_background_enter (void)
{
  GApplication *application = g_application_get_default ();

  if (application)
    g_application_hold (application);
}

void
placard_background_leave (void)
{
  GApplication *application = g_application_get_default ();

  if (application)
    g_application_release (application);
}

void
placard_background_tell (const char *title, const char *body, GFile *file)
{
  GApplication *application = g_application_get_default ();
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autofree char *uri = file ? g_file_get_uri (file) : NULL;

  g_notification_set_body (notification, body);
  if (uri) {
    g_notification_set_default_action_and_target (notification, "app.show-file", "s", uri);
    g_notification_add_button_with_target (notification, _ ("Show"), "app.show-file", "s", uri);
  }
  if (application)
    g_application_send_notification (application, NULL, notification);
}

static char *
describe_end (PlacardExchange *exchange)
{
  const GError *error = placard_exchange_get_error (exchange);
  PlacardResponse *response = placard_exchange_get_response (exchange);

  if (response)
    return placard_format_status (placard_response_get_status (response),
                                  placard_response_get_status_text (response));
  return g_strdup (error ? error->message : "");
}

static void
ended_cb (gpointer data)
{
  g_autoptr (PlacardExchange) exchange = data;
  g_autofree char *host = placard_format_host (
      placard_request_get_url (placard_fetch_get_request (placard_exchange_get_fetch (exchange))));
  g_autofree char *end = describe_end (exchange);
  g_autofree char *title = NULL;

  if (placard_exchange_get_response (exchange))
    /* Translators: the title of a notification; %s is a host. */
    title = g_strdup_printf (_ ("Sent to %s"), host);
  else
    /* Translators: the title of a notification; %s is a host. */
    title = g_strdup_printf (_ ("Not sent to %s"), host);
  placard_background_tell (title, end, NULL);
  placard_background_leave ();
}

static void
busy_cb (PlacardProgress *progress, GParamSpec *pspec, PlacardExchange *exchange)
{
  if (placard_progress_get_busy (progress))
    return;
  g_signal_handlers_disconnect_by_data (progress, exchange);
  /* Later, when the progress has done with what it is in the middle of. */
  g_idle_add_once (ended_cb, exchange);
  g_idle_add_once (g_object_unref, progress);
}

void
placard_background_finish (PlacardExchange *exchange)
{
  PlacardProgress *progress = placard_progress_new ();

  placard_background_enter ();
  placard_progress_set_exchange (progress, exchange);
  g_signal_connect (progress, "notify::busy", G_CALLBACK (busy_cb), g_object_ref (exchange));
}
