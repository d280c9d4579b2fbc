/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-response-type.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-local.h"
#include "placard-origin.h"
#include "placard-redirect.h"

/* %FALSE while no page is named: then there is nothing to be foreign to. */
static gboolean
is_foreign (PlacardRequest *request, PlacardResponse *response)
{
  const char *page = placard_policy_get_origin (placard_request_get_policy (request));
  g_autoptr (GUri) uri =
      g_uri_parse (placard_response_get_url (response), G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autofree char *origin = uri ? placard_origin_serialise (uri) : NULL;

  return page && origin && strcmp (page, origin) != 0;
}

static gboolean
is_manual_redirect (PlacardRequest *request, PlacardResponse *response)
{
  return placard_request_get_transport (request)->redirect == PLACARD_REDIRECT_MANUAL &&
         placard_redirect_is_redirect (placard_response_get_status (response)) &&
         placard_response_get_header (response, "Location");
}

const char *
placard_response_type_get (PlacardRequest *request,
                           PlacardResponse *response,
                           const PlacardCorsVerdict *verdict)
{
  if (!response)
    return "error";
  if (placard_local_is_local (placard_request_get_url (request)))
    return "default";
  if (is_manual_redirect (request, response))
    return "opaqueredirect";
  if (!is_foreign (request, response) && (!verdict || !verdict->cross_origin))
    return "basic";
  if (placard_policy_get_mode (placard_request_get_policy (request)) == PLACARD_MODE_NO_CORS)
    return "opaque";
  if (!verdict)
    return "basic";
  return verdict->allowed ? "cors" : "error";
}

const char *
placard_response_type_describe (const char *type)
{
  static const struct {
    const char *type;
    const char *sentence;
  } rows[] = {
      {"basic", N_ ("basic: of the page’s own origin, or of no page")},
      {"cors", N_ ("cors: of another origin, which lets the page read it")},
      {"default", N_ ("default: made on this computer")},
      {"error", N_ ("error: a page would learn only that it failed")},
      {"opaque",
       N_ ("opaque: a page may show it, and read nothing of it; Placard shows it as ever")},
      {"opaqueredirect", N_ ("opaqueredirect: a redirect that was not followed")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].type, type) == 0)
      return _ (rows[i].sentence);
  return type;
}
