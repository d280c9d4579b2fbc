/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-warning.h"

#include "placard-json-reader.h"
#include "placard-variables.h"

#include <glib/gi18n-lib.h>

static void
add (GPtrArray *warnings, const char *sentence)
{
  g_ptr_array_add (warnings, g_strdup (sentence));
}

/* What a cache keeps of a redirect is found again only by a request that follows (SPEC IN25). */
static gboolean
cache_meets_redirects (PlacardRequest *request)
{
  PlacardCacheMode cache = placard_policy_get_cache (placard_request_get_policy (request));

  return placard_request_get_transport (request)->redirect != PLACARD_REDIRECT_FOLLOW &&
         cache != PLACARD_CACHE_OFF && cache != PLACARD_CACHE_NO_STORE;
}

static gboolean
has_one_shot_body (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);

  return body && placard_body_is_one_shot (body);
}

GPtrArray *
placard_warning_list (PlacardRequest *request)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);
  PlacardPolicy *policy = placard_request_get_policy (request);
  const PlacardTransport *transport = placard_request_get_transport (request);

  if (cache_meets_redirects (request))
    add (warnings,
         _ ("With this cache mode redirects are known only to a request that follows them: "
            "set redirect to follow, or the cache mode to no-store"));
  if (placard_policy_get_mode (policy) == PLACARD_MODE_NAVIGATE)
    add (warnings,
         _ ("Mode navigate is for a browser’s own address bar: a request in it is sent as "
            "one of which no mode was said"));
  if (placard_policy_get_origin (policy) &&
      placard_policy_get_cors (policy) == PLACARD_CORS_STRICT &&
      placard_policy_get_mode (policy) == PLACARD_MODE_NO_CORS)
    add (warnings, _ ("In mode no-cors a page sees nothing of the answer, whatever the CORS check "
                      "says"));
  if (transport->retry > 0 && has_one_shot_body (request))
    add (warnings, _ ("The body is read from standard input, which is sent once: there will be no "
                      "further attempts"));
  return warnings;
}

static char *
dup_json_problem (GBytes *bytes)
{
  g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, NULL);
  g_autoptr (PlacardJsonReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  PlacardJsonToken token = PLACARD_JSON_NULL;
  gsize n_bytes;
  const void *data = g_bytes_get_data (bytes, &n_bytes);

  if (!spool || !placard_spool_append (spool, data, n_bytes, NULL))
    return NULL;
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  reader = placard_json_reader_new (spool);
  while (token != PLACARD_JSON_END)
    if (!placard_json_reader_next (reader, &token, &error))
      return g_strdup (error->message);
  return NULL;
}

char *
placard_warning_dup_broken_json (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);
  GBytes *bytes = body ? placard_body_get_bytes (body) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;

  if (!bytes || g_strcmp0 (placard_body_get_content_type (body), "application/json") != 0)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  problem = placard_variables_has_reference (text) ? NULL : dup_json_problem (bytes);
  return problem ? g_strdup_printf (_ ("The option --%s: %s"), "json", problem) : NULL;
}
