/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request looks like on the wire: its URI and its header fields. A field that the person wrote is
 * never changed or doubled by a default. */
#include "placard-request.h"

#include <string.h>

#include "config.h"
#include "placard-header.h"
#include "placard-sent-field.h"
#include "placard-url.h"

/* The picture types that have a loader, and then whatever else the server may send instead. */
#define ACCEPT_IMAGE                                                                               \
  "image/avif,image/webp,image/png,image/jpeg,image/svg+xml,image/*;q=0.9,*/*;q=0.5"

const char *
placard_sent_field_accept_image (void)
{
  return ACCEPT_IMAGE;
}

static void
append_parameter (GString *query, const PlacardField *field, gboolean first)
{
  g_autofree char *text = placard_field_to_encoded (field);

  if (!first)
    g_string_append_c (query, '&');
  g_string_append (query, text);
}

static char *
build_query (PlacardRequest *self, const char *own)
{
  g_autoptr (GString) query = g_string_new (own);
  GPtrArray *parameters = placard_request_get_query (self);
  const char *key_name = placard_request_get_auth_user (self);
  const char *key = placard_request_get_auth_secret (self);
  gboolean first = query->len == 0 || query->str[query->len - 1] == '&';

  for (guint i = 0; i < parameters->len; i++) {
    const PlacardField *field = g_ptr_array_index (parameters, i);

    if (!field->enabled)
      continue;
    append_parameter (query, field, first);
    first = FALSE;
  }
  if (placard_request_get_auth (self) == PLACARD_AUTH_API_KEY_QUERY && key_name) {
    g_autoptr (PlacardField) field = placard_field_new (key_name, key ? key : "");

    append_parameter (query, field, first);
  }

  if (!own && query->len == 0)
    return NULL;
  return g_string_free (g_steal_pointer (&query), FALSE);
}

GUri *
placard_request_build_uri (PlacardRequest *self, GError **error)
{
  g_autofree char *url = NULL;
  g_autoptr (GUri) typed = NULL;
  g_autofree char *query = NULL;

  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  url = placard_request_dup_absolute_url (self);
  typed = placard_url_parse (url, NULL, NULL, error);
  if (!typed)
    return NULL;
  query = build_query (self, g_uri_get_query (typed));
  return g_uri_build (PLACARD_URL_FLAGS, g_uri_get_scheme (typed), NULL, g_uri_get_host (typed),
                      g_uri_get_port (typed), g_uri_get_path (typed), query,
                      g_uri_get_fragment (typed));
}

static void
add_secret (GPtrArray *headers, const char *name, char *value)
{
  PlacardField *field = placard_field_new (name, NULL);

  field->value = value;
  field->secret = TRUE;
  g_ptr_array_add (headers, field);
}

/* RFC 7617, with the charset UTF-8. */
static char *
basic_credentials (const char *user, const char *password)
{
  g_autofree char *pair = g_strdup_printf ("%s:%s", user ? user : "", password ? password : "");
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", encoded, NULL);
}

static void
add_userinfo (PlacardRequest *self, GPtrArray *headers)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  g_autoptr (GUri) uri = placard_url_parse (placard_request_get_url (self), &user, &password, NULL);

  if (uri && user && *user)
    add_secret (headers, "Authorization", basic_credentials (user, password));
}

/* A field written by hand wins, as with curl. */
static void
add_credentials (PlacardRequest *self, GPtrArray *headers)
{
  PlacardAuth auth = placard_request_get_auth (self);
  const char *user = placard_request_get_auth_user (self);
  const char *secret = placard_request_get_auth_secret (self);
  const char *name = auth == PLACARD_AUTH_API_KEY_HEADER && user ? user : "Authorization";

  if (placard_field_list_find (placard_request_get_headers (self), name))
    return;

  switch (auth) {
  case PLACARD_AUTH_BASIC:
    add_secret (headers, name, basic_credentials (user, secret));
    break;
  case PLACARD_AUTH_BEARER:
    add_secret (headers, name, g_strconcat ("Bearer ", secret ? secret : "", NULL));
    break;
  case PLACARD_AUTH_API_KEY_HEADER:
    add_secret (headers, name, g_strdup (secret ? secret : ""));
    break;
  case PLACARD_AUTH_NONE:
    add_userinfo (self, headers);
    break;
  case PLACARD_AUTH_API_KEY_QUERY:
  case PLACARD_AUTH_DIGEST: /* needs the server's nonce first */
    break;
  }
}

static void
add_default (PlacardRequest *self, GPtrArray *headers, const char *name, const char *value)
{
  if (value && !placard_field_list_find (placard_request_get_headers (self), name))
    g_ptr_array_add (headers, placard_field_new (name, value));
}

static void
add_configured (PlacardRequest *self, GPtrArray *headers, const char *body_type)
{
  GPtrArray *configured = placard_request_get_headers (self);

  for (guint i = 0; i < configured->len; i++) {
    const PlacardField *field = g_ptr_array_index (configured, i);
    PlacardField *sent;

    if (!placard_header_is_sent (field))
      continue;
    sent = placard_field_copy (field);
    g_strstrip (sent->value);
    if (body_type && g_str_has_prefix (body_type, "multipart/form-data;") &&
        placard_header_lacks_boundary (sent->name, sent->value)) {
      g_free (sent->value);
      sent->value = g_strdup (body_type);
    }
    g_ptr_array_add (headers, sent);
  }
}

GPtrArray *
placard_request_build_headers (PlacardRequest *self)
{
  g_autoptr (GPtrArray) headers = placard_field_list_new ();
  PlacardBody *body;
  const char *body_type;
  const PlacardTransport *transport;

  g_return_val_if_fail (PLACARD_IS_REQUEST (self), NULL);

  transport = placard_request_get_transport (self);
  body = placard_request_get_body (self);
  body_type = body ? placard_body_get_content_type (body) : NULL;
  add_configured (self, headers, body_type);
  add_default (self, headers, "User-Agent", "Placard/" PLACARD_VERSION);
  add_default (self, headers, "Accept", ACCEPT_IMAGE);
  /* Pictures are compressed already: identity keeps length and bytes what they are (RELIABILITY, 13). */
  add_default (self, headers, "Accept-Encoding",
               transport->compressed ? "deflate, gzip, br" : "identity");
  if (transport->range) {
    g_autofree char *range = g_strconcat ("bytes=", transport->range, NULL);

    add_default (self, headers, "Range", range);
  }
  add_credentials (self, headers);
  add_default (self, headers, "Content-Type", body_type);
  return g_steal_pointer (&headers);
}
