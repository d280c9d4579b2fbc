/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-policy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-cors.h"
#include "placard-error.h"

/* One table: an option is what its text says; the typed getters read the text's meaning. */

enum {
  INTEGRITY,
  REFERRER_POLICY,
  CACHE,
  CREDENTIALS,
  MODE,
  ORIGIN,
  CORS,
  COOKIE_JAR,
  COOKIE_FILE,
  HSTS,
  COOKIES,
  N_OPTIONS
};

static const char *const names[] = {
    [INTEGRITY] = "integrity",
    [REFERRER_POLICY] = "referrer-policy",
    [CACHE] = "cache",
    [CREDENTIALS] = "credentials",
    [MODE] = "mode",
    [ORIGIN] = "origin",
    [CORS] = "cors",
    [COOKIE_JAR] = "cookie-jar",
    [COOKIE_FILE] = "cookie-file",
    [HSTS] = "hsts",
    [COOKIES] = "cookies",
    [N_OPTIONS] = NULL,
};

/* The words of the enumerations, in their order; the first value, "not said", has none. */
static const char *const cache_words[] = {"default",  "no-store",    "reload",
                                          "no-cache", "force-cache", "only-if-cached"};
static const char *const credentials_words[] = {"omit", "same-origin", "include"};
static const char *const cookies_words[] = {"on", "off"};
static const char *const mode_words[] = {"cors", "no-cors", "same-origin", "navigate"};
static const char *const cors_words[] = {"verdict", "strict"};

static const struct {
  const char *const *words; /* (nullable): free text */
  guint n_words;
} choices[N_OPTIONS] = {
    [CACHE] = {cache_words, G_N_ELEMENTS (cache_words)},
    [CREDENTIALS] = {credentials_words, G_N_ELEMENTS (credentials_words)},
    [MODE] = {mode_words, G_N_ELEMENTS (mode_words)},
    [COOKIES] = {cookies_words, G_N_ELEMENTS (cookies_words)},
    [CORS] = {cors_words, G_N_ELEMENTS (cors_words)},
};

struct _PlacardPolicy {
  char *texts[N_OPTIONS];        /* (nullable) */
  int values[N_OPTIONS];         /* of the enumerations */
  PlacardIntegrity *integrity;   /* (nullable) */
  PlacardCookieJar *jar;         /* (nullable) */
  PlacardCredentialStore *store; /* (nullable) */
  gboolean is_private;
};

G_DEFINE_BOXED_TYPE (PlacardPolicy, placard_policy, placard_policy_copy, placard_policy_free)

PlacardPolicy *
placard_policy_new (void)
{
  return g_new0 (PlacardPolicy, 1);
}

PlacardPolicy *
placard_policy_copy (const PlacardPolicy *self)
{
  PlacardPolicy *copy = g_memdup2 (self, sizeof *self);

  for (int i = 0; i < N_OPTIONS; i++)
    copy->texts[i] = g_strdup (self->texts[i]);
  if (self->integrity)
    copy->integrity = placard_integrity_ref (self->integrity);
  if (self->jar)
    copy->jar = g_object_ref (self->jar);
  if (self->store)
    copy->store = g_object_ref (self->store);
  return copy;
}

void
placard_policy_free (PlacardPolicy *self)
{
  for (int i = 0; i < N_OPTIONS; i++)
    g_free (self->texts[i]);
  g_clear_pointer (&self->integrity, placard_integrity_unref);
  g_clear_object (&self->jar);
  g_clear_object (&self->store);
  g_free (self);
}

const char *const *
placard_policy_list_options (void)
{
  return names;
}

static int
find_option (const char *name)
{
  for (int i = 0; i < N_OPTIONS; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static gboolean
choose (int option, const char *value, int *choice, GError **error)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < choices[option].n_words; i++) {
    const char *word = choices[option].words[i];

    if (strcmp (word, value) == 0) {
      *choice = (int) i + 1;
      return TRUE;
    }
    g_string_append_printf (words, "%s%s", i ? ", " : "", word);
  }
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("%s cannot be “%s”; choose from %s"),
               names[option], value, words->str);
  return FALSE;
}

/* The text to keep, with its meaning put into @self; %NULL and @error when it has none. */
static char *
read_value (PlacardPolicy *self, int option, const char *value, GError **error)
{
  PlacardReferrerPolicy policy;
  PlacardIntegrity *integrity;

  if (choices[option].words)
    return choose (option, value, &self->values[option], error) ? g_strdup (value) : NULL;
  if (option == ORIGIN)
    return placard_cors_parse_origin (value, error);
  if (option == REFERRER_POLICY) {
    if (!placard_referrer_policy_from_string (value, &policy, error))
      return NULL;
    self->values[option] = (int) policy;
  }
  if (option == INTEGRITY) {
    integrity = placard_integrity_new (value, error);
    if (!integrity)
      return NULL;
    g_clear_pointer (&self->integrity, placard_integrity_unref);
    self->integrity = integrity;
  }
  return g_strdup (value);
}

gboolean
placard_policy_set_option (PlacardPolicy *self, const char *name, const char *value, GError **error)
{
  int option = find_option (name);
  char *text = NULL;

  g_return_val_if_fail (option >= 0, FALSE);

  if (value && *value) {
    text = read_value (self, option, value, error);
    if (!text)
      return FALSE;
  } else {
    self->values[option] = 0;
    if (option == INTEGRITY)
      g_clear_pointer (&self->integrity, placard_integrity_unref);
  }
  g_free (self->texts[option]);
  self->texts[option] = text;
  return TRUE;
}

const char *
placard_policy_get_option (const PlacardPolicy *self, const char *name)
{
  int option = find_option (name);

  g_return_val_if_fail (option >= 0, NULL);

  return self->texts[option];
}

gboolean
placard_policy_validate (const PlacardPolicy *self, GError **error)
{
  gboolean needs_origin =
      self->values[CORS] != PLACARD_CORS_UNASKED || self->values[MODE] == PLACARD_MODE_CORS;

  if (!needs_origin || self->texts[ORIGIN])
    return TRUE;
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                       _ ("To tell whether a browser would get this, the origin of the page is "
                          "needed: set origin"));
  return FALSE;
}

PlacardIntegrity *
placard_policy_get_integrity (const PlacardPolicy *self)
{
  return self->integrity && !placard_integrity_is_empty (self->integrity) ? self->integrity : NULL;
}

gboolean
placard_policy_has_referrer_policy (const PlacardPolicy *self)
{
  return self->texts[REFERRER_POLICY] != NULL;
}

PlacardReferrerPolicy
placard_policy_get_referrer_policy (const PlacardPolicy *self)
{
  return (PlacardReferrerPolicy) self->values[REFERRER_POLICY];
}

PlacardCacheMode
placard_policy_get_cache (const PlacardPolicy *self)
{
  return (PlacardCacheMode) self->values[CACHE];
}

PlacardCredentials
placard_policy_get_credentials (const PlacardPolicy *self)
{
  return (PlacardCredentials) self->values[CREDENTIALS];
}

PlacardMode
placard_policy_get_mode (const PlacardPolicy *self)
{
  return (PlacardMode) self->values[MODE];
}

PlacardCorsCheck
placard_policy_get_cors (const PlacardPolicy *self)
{
  /* Mode cors alone asks for the verdict (IN31). */
  if (self->values[CORS] == PLACARD_CORS_UNASKED && self->values[MODE] == PLACARD_MODE_CORS)
    return PLACARD_CORS_VERDICT;
  return (PlacardCorsCheck) self->values[CORS];
}

const char *
placard_policy_get_origin (const PlacardPolicy *self)
{
  return self->texts[ORIGIN];
}

PlacardCookieJar *
placard_policy_get_jar (const PlacardPolicy *self)
{
  return self->jar;
}

void
placard_policy_set_jar (PlacardPolicy *self, PlacardCookieJar *jar)
{
  g_set_object (&self->jar, jar);
}

PlacardCredentialStore *
placard_policy_get_credential_store (const PlacardPolicy *self)
{
  return self->store;
}

void
placard_policy_set_credential_store (PlacardPolicy *self, PlacardCredentialStore *store)
{
  g_set_object (&self->store, store);
}

gboolean
placard_policy_is_private (const PlacardPolicy *self)
{
  return self->is_private;
}

void
placard_policy_set_private (PlacardPolicy *self, gboolean is_private)
{
  self->is_private = is_private;
}
