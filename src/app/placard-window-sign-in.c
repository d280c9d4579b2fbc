/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of the window: asking who is there when a server or a proxy wants to know.
 *
 * Invariants:
 * - An exchange is asked about once; a person who does not answer sees what the server sent instead.
 * - What is typed goes into the window's store under the origin that asked, or into the request's own
 *   credentials when those were the ones that this origin refused; never anywhere else.
 * - A header field Authorization that this origin refused is switched off, not removed: it would go out instead
 *   of what was typed, again and again.
 */
#include "config.h"

#include "placard-window-private.h"

#include "placard-keyring.h"
#include "placard-origin.h"
#include "placard-sign-in-dialog.h"

#include <glib/gi18n-lib.h>

static gboolean
is_private (PlacardWindow *self)
{
  return placard_policy_is_private (placard_request_get_policy (self->request));
}

static gboolean
is_home (PlacardWindow *self, const PlacardSignIn *sign_in)
{
  g_autoptr (GUri) uri = placard_request_build_uri (self->request, NULL);
  g_autofree char *origin = uri ? placard_origin_serialise (uri) : NULL;

  return g_strcmp0 (origin, sign_in->origin) == 0;
}

/* The request's own credentials are of a kind that this origin asks for, and are for it. */
static gboolean
concerns_own (PlacardWindow *self, const PlacardSignIn *sign_in)
{
  PlacardAuth auth = placard_request_get_auth (self->request);

  return (auth == PLACARD_AUTH_BASIC || auth == PLACARD_AUTH_DIGEST ||
          auth == PLACARD_AUTH_BEARER) &&
         is_home (self, sign_in);
}

static void
disable_own_field (PlacardWindow *self)
{
  g_autoptr (GPtrArray) headers =
      placard_field_list_copy (placard_request_get_headers (self->request));
  PlacardField *field;

  while ((field = placard_field_list_find (headers, "Authorization")))
    field->enabled = FALSE;
  placard_request_set_headers (self->request, headers);
}

static void
take_for_proxy (PlacardWindow *self, const char *user, const char *secret)
{
  g_autoptr (PlacardTransport) transport =
      placard_transport_copy (placard_request_get_transport (self->request));

  g_free (transport->proxy_user);
  g_free (transport->proxy_password);
  transport->proxy_user = g_strdup (user);
  transport->proxy_password = g_strdup (secret);
  placard_request_set_transport (self->request, transport);
}

static void
take (PlacardWindow *self, const PlacardSignIn *sign_in, const char *user, const char *secret)
{
  if (!sign_in->proxy && is_home (self, sign_in))
    disable_own_field (self);
  if (sign_in->proxy)
    take_for_proxy (self, user, secret);
  else if (concerns_own (self, sign_in))
    placard_request_set_auth (self->request, sign_in->auth,
                              sign_in->auth == PLACARD_AUTH_BEARER ? NULL : user, secret);
  else
    placard_credential_store_put (self->credentials, sign_in->origin, sign_in->auth, user, secret);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (placard_keyring_store_finish (result, &error))
    return;
  /* Translators: %s is a sentence that says why the keyring cannot be used. */
  message = g_strdup_printf (_ ("Kept for this window only. %s"), error->message);
  placard_window_show_message (self, message);
}

static void
signed_in_cb (PlacardSignInDialog *dialog,
              const char *user,
              const char *secret,
              gboolean keep,
              PlacardWindow *self)
{
  const PlacardSignIn *sign_in = g_object_get_data (G_OBJECT (dialog), "sign-in");

  take (self, sign_in, user, secret);
  placard_window_send (self);
  if (keep) {
    PlacardCredential credential = {sign_in->auth, (char *) user, (char *) secret};

    placard_keyring_store_async (sign_in->origin, &credential, NULL, kept_cb, g_object_ref (self));
  }
}

static char *
guess_user (PlacardWindow *self, const PlacardSignIn *sign_in)
{
  g_autoptr (PlacardCredential) known =
      placard_credential_store_lookup (self->credentials, sign_in->origin);

  if (sign_in->proxy)
    return g_strdup (placard_request_get_transport (self->request)->proxy_user);
  if (known)
    return g_strdup (known->user);
  return concerns_own (self, sign_in) ? g_strdup (placard_request_get_auth_user (self->request))
                                      : NULL;
}

static void
ask (PlacardWindow *self, const PlacardSignIn *sign_in)
{
  g_autofree char *user = guess_user (self, sign_in);
  PlacardSignInDialog *dialog = placard_sign_in_dialog_new (GTK_WINDOW (self), sign_in, user,
                                                            !sign_in->proxy && !is_private (self));

  g_object_set_data_full (G_OBJECT (dialog), "sign-in", placard_sign_in_copy (sign_in),
                          (GDestroyNotify) placard_sign_in_free);
  g_signal_connect_object (dialog, "sign-in", G_CALLBACK (signed_in_cb), self, 0);
  g_set_weak_pointer (&self->sign_in_dialog, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct {
  PlacardWindow *window;
  PlacardExchange *exchange;
  PlacardSignIn *sign_in;
} Lookup;

static void
lookup_free (Lookup *lookup)
{
  g_object_unref (lookup->window);
  g_object_unref (lookup->exchange);
  placard_sign_in_free (lookup->sign_in);
  g_free (lookup);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lookup, lookup_free)

/* A keyring that holds less than the server wants, or does not answer, is as good as an empty one. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  PlacardWindow *self = lookup->window;
  const PlacardSignIn *sign_in = lookup->sign_in;
  g_autoptr (PlacardCredential) known = placard_keyring_lookup_finish (result, NULL);

  if (self->exchange != lookup->exchange)
    return; /* something else was sent meanwhile */
  if (!known || known->auth == PLACARD_AUTH_NONE ||
      (known->auth == PLACARD_AUTH_BEARER) != (sign_in->auth == PLACARD_AUTH_BEARER)) {
    ask (self, sign_in);
    return;
  }
  placard_credential_store_put (self->credentials, sign_in->origin, sign_in->auth, known->user,
                                known->secret);
  placard_window_send (self);
}

void
placard_window_consider_sign_in (PlacardWindow *self)
{
  g_autoptr (PlacardSignIn) sign_in = NULL;
  Lookup *lookup;

  if (!self->exchange || !placard_exchange_is_finished (self->exchange) ||
      !g_set_object (&self->considered, self->exchange))
    return;
  sign_in = placard_fetch_dup_sign_in (placard_exchange_get_fetch (self->exchange));
  if (!sign_in)
    return;
  if (sign_in->refused || sign_in->proxy || is_private (self)) {
    ask (self, sign_in);
    return;
  }
  lookup = g_new0 (Lookup, 1);
  lookup->window = g_object_ref (self);
  lookup->exchange = g_object_ref (self->exchange);
  lookup->sign_in = g_steal_pointer (&sign_in);
  placard_keyring_lookup_async (lookup->sign_in->origin, NULL, looked_up_cb, lookup);
}

void
placard_window_close_sign_in (PlacardWindow *self)
{
  if (self->sign_in_dialog)
    gtk_window_close (self->sign_in_dialog);
}
