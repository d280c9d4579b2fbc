/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-authentication.h"

#include "placard-digest-auth.h"
#include "placard-error.h"
#include "placard-sign-in.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardAuthentication {
  char *user;
  char *password;
  char **challenges; /* (nullable): the fields of the last 401 */
  guint count;       /* requests with their nonce */
  guint n_refused;   /* answers that were refused in a row */
};

PlacardAuthentication *
placard_authentication_new (const char *user, const char *password)
{
  PlacardAuthentication *self = g_new0 (PlacardAuthentication, 1);

  self->user = g_strdup (user ? user : "");
  self->password = g_strdup (password ? password : "");
  return self;
}

void
placard_authentication_free (PlacardAuthentication *self)
{
  g_free (self->user);
  g_free (self->password);
  g_strfreev (self->challenges);
  g_free (self);
}

static char *
answer (PlacardAuthentication *self, const PlacardStep *step, guint count, GError **error)
{
  g_autofree char *cnonce = placard_digest_auth_make_cnonce ();
  g_autofree char *host = placard_redirect_format_host (step->uri);
  const char *query = g_uri_get_query (step->uri);
  g_autofree char *target =
      g_strconcat (g_uri_get_path (step->uri), query ? "?" : NULL, query, NULL);
  PlacardDigestAuthRequest request = {self->user, self->password, step->method,
                                      target,     cnonce,         count};

  return placard_digest_auth_answer ((const char *const *) self->challenges, &request, host, error);
}

/* The array may be shared with others: it is replaced, not changed. */
static void
set_authorization (PlacardStep *step, const char *value)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
  PlacardField *field = g_new0 (PlacardField, 1);

  for (guint i = 0; i < step->headers->len; i++) {
    const PlacardField *old = g_ptr_array_index (step->headers, i);

    if (g_ascii_strcasecmp (old->name, "Authorization") != 0)
      g_ptr_array_add (headers, placard_field_copy (old));
  }
  field->name = g_strdup ("Authorization");
  field->value = g_strdup (value);
  field->enabled = field->secret = TRUE;
  g_ptr_array_add (headers, field);
  g_ptr_array_unref (step->headers);
  step->headers = headers;
}

void
placard_authentication_add (PlacardStep *step,
                            gboolean bearer,
                            const char *user,
                            const char *secret)
{
  g_autofree char *pair = g_strconcat (user, ":", secret, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *value =
      bearer ? g_strconcat ("Bearer ", secret, NULL) : g_strconcat ("Basic ", encoded, NULL);

  set_authorization (step, value);
}

void
placard_authentication_apply (PlacardAuthentication *self, PlacardStep *step)
{
  g_autofree char *value = NULL;

  if (!self->challenges || !step->credentials)
    return;
  value = answer (self, step, ++self->count, NULL);
  if (value)
    set_authorization (step, value);
}

/* One answer is tried; a second only when the server says that nothing but the nonce was wrong. */
gboolean
placard_authentication_is_challenge (PlacardAuthentication *self,
                                     const PlacardStep *step,
                                     PlacardResponse *response)
{
  g_auto (GStrv) challenges = NULL;

  if (placard_response_get_status (response) != 401 || !step->credentials)
    return FALSE;
  challenges =
      placard_sign_in_collect (placard_response_get_headers (response), "WWW-Authenticate");
  if (!self->challenges)
    return TRUE;
  return self->n_refused == 0 && placard_digest_auth_is_stale ((const char *const *) challenges);
}

gboolean
placard_authentication_take (PlacardAuthentication *self,
                             const PlacardStep *step,
                             PlacardResponse *response,
                             GError **error)
{
  g_autofree char *tried = NULL;

  if (step->body && placard_body_is_one_shot (step->body)) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY,
                         _ ("The server wants the request again with Digest credentials, but its "
                            "body can be read only once"));
    return FALSE;
  }
  self->n_refused += self->challenges != NULL;
  g_strfreev (self->challenges);
  self->challenges =
      placard_sign_in_collect (placard_response_get_headers (response), "WWW-Authenticate");
  self->count = 0;
  tried = answer (self, step, 1, error);
  return tried != NULL;
}
