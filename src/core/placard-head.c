/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-head.h"

#include "placard-error.h"
#include "placard-failure.h"
#include "placard-mask.h"

#include <glib/gi18n-lib.h>

static const char *
version_to_string (SoupHTTPVersion version)
{
  switch (version) {
  case SOUP_HTTP_1_0:
    return "1.0";
  case SOUP_HTTP_1_1:
    return "1.1";
  case SOUP_HTTP_2_0:
    return "2";
  }
  return "";
}

PlacardResponse *
placard_head_make_response (PlacardSending *sending, const PlacardStep *step, GPtrArray *hops)
{
  SoupMessage *message = sending->message;
  g_autoptr (GPtrArray) headers =
      placard_sending_copy_headers (soup_message_get_response_headers (message));
  g_autofree char *url =
      g_uri_to_string_partial (step->uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  PlacardResponseFacts facts = {
      .status = soup_message_get_status (message),
      .status_text = soup_message_get_reason_phrase (message),
      .url = url,
      .http_version = version_to_string (soup_message_get_http_version (message)),
      .method = step->method,
      .headers = headers,
      .hops = hops,
      .certificate = soup_message_get_tls_peer_certificate (message),
      .excepted = soup_message_get_tls_peer_certificate_errors (message) != 0,
  };

  return placard_response_new (&facts);
}

static gboolean
is_from_proxy (PlacardSending *sending, const PlacardStep *step)
{
  g_autofree char *proxy = NULL;

  if (g_str_equal (g_uri_get_scheme (step->uri), "https"))
    return !soup_message_get_tls_peer_certificate (sending->message);
  if (soup_message_get_status (sending->message) != 407)
    return FALSE;
  proxy = placard_failure_find_proxy (sending->route, step->uri);
  return proxy != NULL;
}

gboolean
placard_head_check_origin (PlacardSending *sending, const PlacardStep *step, GError **error)
{
  g_autofree char *host = NULL;

  if (!is_from_proxy (sending, step))
    return TRUE;
  host = placard_redirect_format_host (step->uri);
  if (soup_message_get_status (sending->message) == 407) {
    g_autofree char *proxy = placard_failure_find_proxy (sending->route, step->uri);

    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_PROXY,
                 sending->route->proxy_user
                     ? _ ("The proxy %s does not accept the name and the password (407)")
                     : _ ("The proxy %s wants a name and a password (407)"),
                 proxy ? proxy : host);
    return FALSE;
  }
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_PROXY,
               _ ("The proxy did not connect to %s: it answered %u %s"), host,
               soup_message_get_status (sending->message),
               soup_message_get_reason_phrase (sending->message));
  return FALSE;
}

gboolean
placard_head_is_redirect (PlacardResponse *response)
{
  return placard_redirect_is_redirect (placard_response_get_status (response)) &&
         placard_response_get_header (response, "Location");
}

PlacardHop *
placard_head_make_hop (const PlacardStep *step, PlacardResponse *response, GPtrArray *withheld)
{
  PlacardHop *hop = g_new0 (PlacardHop, 1);

  hop->method = g_strdup (step->method);
  hop->url = g_strdup (placard_response_get_url (response));
  hop->status = placard_response_get_status (response);
  hop->location = g_strdup (placard_response_get_header (response, "Location"));
  hop->withheld = g_ptr_array_ref (withheld);
  return hop;
}

GError *
placard_head_describe_redirect (PlacardResponse *response)
{
  const char *location = placard_response_get_header (response, "Location");
  g_autofree char *public = placard_mask_url (location ? location : "");

  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_REDIRECT_REFUSED,
                      _ ("The server redirects to “%s”, and this request takes a redirect for an "
                         "error"),
                      public);
}

GError *
placard_head_describe_redirects (GPtrArray *hops, guint limit)
{
  g_autoptr (GString) chain = g_string_new (NULL);

  for (guint i = 0; i < hops->len; i++) {
    const PlacardHop *hop = g_ptr_array_index (hops, i);

    g_autofree char *url = placard_mask_url (hop->url);

    g_string_append_printf (chain, "%s%s", i ? " → " : "", url);
  }
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_REDIRECT,
                      g_dngettext (GETTEXT_PACKAGE, "The server redirects more than %u time: %s",
                                   "The server redirects more than %u times: %s", limit),
                      limit, chain->str);
}
