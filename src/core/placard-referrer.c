/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-referrer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-origin.h"

/* Section 8.3, step 6. */
#define LONGEST_REFERRER 4096

static const char *const tokens[] = {
    [PLACARD_REFERRER_POLICY_DEFAULT] = "",
    [PLACARD_REFERRER_POLICY_NO_REFERRER] = "no-referrer",
    [PLACARD_REFERRER_POLICY_NO_REFERRER_WHEN_DOWNGRADE] = "no-referrer-when-downgrade",
    [PLACARD_REFERRER_POLICY_SAME_ORIGIN] = "same-origin",
    [PLACARD_REFERRER_POLICY_ORIGIN] = "origin",
    [PLACARD_REFERRER_POLICY_STRICT_ORIGIN] = "strict-origin",
    [PLACARD_REFERRER_POLICY_ORIGIN_WHEN_CROSS_ORIGIN] = "origin-when-cross-origin",
    [PLACARD_REFERRER_POLICY_STRICT_ORIGIN_WHEN_CROSS_ORIGIN] = "strict-origin-when-cross-origin",
    [PLACARD_REFERRER_POLICY_UNSAFE_URL] = "unsafe-url",
};

const char *
placard_referrer_policy_to_string (PlacardReferrerPolicy policy)
{
  g_return_val_if_fail (policy < G_N_ELEMENTS (tokens), "");

  return tokens[policy];
}

static gboolean
find_policy (const char *token, PlacardReferrerPolicy *policy)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    if (g_ascii_strcasecmp (token, tokens[i]) == 0) {
      *policy = (PlacardReferrerPolicy) i;
      return TRUE;
    }
  return FALSE;
}

gboolean
placard_referrer_policy_from_string (const char *token,
                                     PlacardReferrerPolicy *policy,
                                     GError **error)
{
  if (find_policy (token, policy))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
               _ ("There is no referrer policy “%s”; choose no-referrer, "
                  "no-referrer-when-downgrade, same-origin, origin, strict-origin, "
                  "origin-when-cross-origin, strict-origin-when-cross-origin or unsafe-url"),
               token);
  return FALSE;
}

PlacardReferrerPolicy
placard_referrer_policy_after (PlacardReferrerPolicy policy, const char *header)
{
  g_auto (GStrv) parts = g_strsplit (header ? header : "", ",", -1);

  for (char **part = parts; *part; part++) {
    PlacardReferrerPolicy found;

    /* Unknown tokens are for newer clients; the empty one changes nothing. */
    if (find_policy (g_strstrip (*part), &found) && found != PLACARD_REFERRER_POLICY_DEFAULT)
      policy = found;
  }
  return policy;
}

/* Section 8.4, "Strip url for use as a referrer". */
static char *
strip (GUri *uri, gboolean origin_only)
{
  g_autofree char *origin = placard_origin_serialise (uri);
  const char *path = g_uri_get_path (uri);
  const char *query = g_uri_get_query (uri);

  if (origin_only)
    return g_strconcat (origin, "/", NULL);
  return g_strconcat (origin, *path ? path : "/", query ? "?" : NULL, query, NULL);
}

static char *
strip_whole (GUri *uri)
{
  g_autofree char *whole = strip (uri, FALSE);

  return strlen (whole) > LONGEST_REFERRER ? strip (uri, TRUE) : g_steal_pointer (&whole);
}

char *
placard_referrer_compute (const char *referrer, PlacardReferrerPolicy policy, GUri *target)
{
  g_autoptr (GUri) uri = NULL;
  gboolean same_origin, downgrade;

  uri = g_uri_parse (referrer,
                     G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH |
                         G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_SCHEME_NORMALIZE,
                     NULL);
  if (!uri || !placard_origin_equal (uri, uri))
    return NULL;
  same_origin = placard_origin_equal (uri, target);
  downgrade = placard_origin_is_trustworthy (uri) && !placard_origin_is_trustworthy (target);

  switch (policy) {
  case PLACARD_REFERRER_POLICY_NO_REFERRER:
    return NULL;
  case PLACARD_REFERRER_POLICY_NO_REFERRER_WHEN_DOWNGRADE:
    return downgrade ? NULL : strip_whole (uri);
  case PLACARD_REFERRER_POLICY_SAME_ORIGIN:
    return same_origin ? strip_whole (uri) : NULL;
  case PLACARD_REFERRER_POLICY_ORIGIN:
    return strip (uri, TRUE);
  case PLACARD_REFERRER_POLICY_STRICT_ORIGIN:
    return downgrade ? NULL : strip (uri, TRUE);
  case PLACARD_REFERRER_POLICY_ORIGIN_WHEN_CROSS_ORIGIN:
    return same_origin ? strip_whole (uri) : strip (uri, TRUE);
  case PLACARD_REFERRER_POLICY_DEFAULT:
  case PLACARD_REFERRER_POLICY_STRICT_ORIGIN_WHEN_CROSS_ORIGIN:
    if (same_origin)
      return strip_whole (uri);
    return downgrade ? NULL : strip (uri, TRUE);
  case PLACARD_REFERRER_POLICY_UNSAFE_URL:
    return strip_whole (uri);
  }
  return NULL;
}
