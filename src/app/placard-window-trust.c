/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of the window: certificates that nobody vouches for, and a person's exceptions for them (CR7, S5). As long
 * as one holds for the host of the address, the lock and the window's title say so. */
#include "config.h"

#include "placard-window-private.h"

#include "placard-certificate-dialog.h"
#include "placard-certificate.h"
#include "placard-list-dialog.h"
#include "placard-origin.h"

#include <glib/gi18n-lib.h>

static PlacardTlsExceptions *
get_exceptions (PlacardWindow *self)
{
  return self->session ? placard_session_get_tls_exceptions (self->session) : NULL;
}

/* The fingerprint of the exception for @uri's host. (transfer full) (nullable) */
static char *
find_exception (PlacardWindow *self, GUri *uri)
{
  PlacardTlsExceptions *exceptions = get_exceptions (self);

  if (!exceptions || !uri || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0)
    return NULL;
  return placard_tls_exceptions_lookup (exceptions, g_uri_get_host (uri),
                                        (guint) placard_origin_get_port (uri));
}

void
placard_window_update_trust (PlacardWindow *self)
{
  g_autoptr (GUri) uri = self->request ? placard_request_build_uri (self->request, NULL) : NULL;
  g_autofree char *exception = find_exception (self, uri);
  g_autofree char *title = NULL;

  placard_address_bar_set_excepted (self->address_bar, exception != NULL);
  /* Translators: the window's title while a certificate of that host is accepted by hand. */
  title = exception
              ? g_strdup_printf (_ ("Placard: certificate exception for %s"), g_uri_get_host (uri))
              : g_strdup ("Placard");
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
decided_cb (PlacardCertificateDialog *dialog, gboolean except, PlacardWindow *self)
{
  const PlacardRefusedCertificate *subject = g_object_get_data (G_OBJECT (dialog), "subject");
  PlacardTlsExceptions *exceptions = get_exceptions (self);
  g_autofree char *fingerprint = placard_certificate_format_fingerprint (subject->certificate);
  g_autoptr (GError) error = NULL;
  gboolean saved;

  saved = except ? placard_tls_exceptions_put (exceptions, subject->host, subject->port,
                                               fingerprint, &error)
                 : placard_tls_exceptions_remove (exceptions, subject->host, subject->port, &error);
  if (!saved)
    placard_window_show_message (self, error->message);
  placard_window_update_trust (self);
  if (except)
    placard_window_send (self);
}

/* The certificate of the answer, as if there were something to say about it. (transfer full) (nullable) */
static PlacardRefusedCertificate *
take_from_answer (PlacardWindow *self, PlacardCertificateState *state)
{
  PlacardResponse *response = placard_exchange_get_response (self->exchange);
  GTlsCertificate *certificate = response ? placard_response_get_certificate (response) : NULL;
  PlacardRefusedCertificate *subject;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *exception = NULL;

  if (!certificate)
    return NULL;
  uri = g_uri_parse (placard_response_get_url (response), G_URI_FLAGS_ENCODED, NULL);
  exception = find_exception (self, uri);
  *state = exception && placard_response_is_excepted (response) ? PLACARD_CERTIFICATE_EXCEPTED
                                                                : PLACARD_CERTIFICATE_IN_ORDER;
  subject = g_new0 (PlacardRefusedCertificate, 1);
  subject->host = g_strdup (g_uri_get_host (uri));
  subject->port = (guint) placard_origin_get_port (uri);
  subject->certificate = g_object_ref (certificate);
  return subject;
}

static PlacardRefusedCertificate *
find_certificate (PlacardWindow *self, PlacardCertificateState *state)
{
  PlacardRefusedCertificate *refused;

  if (!self->exchange)
    return NULL;
  refused = placard_fetch_dup_refused_certificate (placard_exchange_get_fetch (self->exchange));
  *state = PLACARD_CERTIFICATE_REFUSED;
  return refused ? refused : take_from_answer (self, state);
}

gboolean
placard_window_has_certificate (PlacardWindow *self)
{
  PlacardCertificateState state;
  g_autoptr (PlacardRefusedCertificate) subject = find_certificate (self, &state);

  return subject != NULL;
}

void
placard_window_show_certificate (PlacardWindow *self)
{
  PlacardCertificateState state;
  PlacardRefusedCertificate *subject = find_certificate (self, &state);
  PlacardCertificateDialog *dialog;

  if (!subject)
    return;
  dialog = placard_certificate_dialog_new (GTK_WINDOW (self), subject, state);
  g_object_set_data_full (G_OBJECT (dialog), "subject", subject,
                          (GDestroyNotify) placard_refused_certificate_free);
  g_signal_connect_object (dialog, "decided", G_CALLBACK (decided_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- the list of exceptions -------------------------------------------------------------------- */

static void
fill (PlacardListDialog *dialog, PlacardTlsExceptions *exceptions)
{
  g_autoptr (GPtrArray) list = placard_tls_exceptions_list (exceptions);

  placard_list_dialog_clear (dialog);
  for (guint i = 0; i < list->len; i++) {
    const PlacardTlsException *exception = g_ptr_array_index (list, i);
    g_autofree char *host = g_strdup_printf ("%s:%u", exception->host, exception->port);

    placard_list_dialog_add (dialog, host, exception->fingerprint, NULL);
  }
}

static void
remove_cb (PlacardListDialog *dialog, guint number, PlacardWindow *self)
{
  PlacardTlsExceptions *exceptions = get_exceptions (self);
  g_autoptr (GPtrArray) list = placard_tls_exceptions_list (exceptions);
  g_autoptr (GError) error = NULL;

  if (number < list->len) {
    const PlacardTlsException *exception = g_ptr_array_index (list, number);

    if (!placard_tls_exceptions_remove (exceptions, exception->host, exception->port, &error))
      placard_window_show_message (self, error->message);
  }
  fill (dialog, exceptions);
  placard_window_update_trust (self);
}

static void
remove_all_cb (PlacardListDialog *dialog, PlacardWindow *self)
{
  g_autoptr (GPtrArray) list = placard_tls_exceptions_list (get_exceptions (self));

  for (guint i = list->len; i > 0; i--)
    remove_cb (dialog, i - 1, self);
}

void
placard_window_show_exceptions (PlacardWindow *self)
{
  PlacardListDialog *dialog =
      placard_list_dialog_new (GTK_WINDOW (self), _ ("Certificate Exceptions"),
                               _ ("There are none: only certificates in order are accepted."));

  fill (dialog, get_exceptions (self));
  g_signal_connect_object (dialog, "remove", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect_object (dialog, "remove-all", G_CALLBACK (remove_all_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
