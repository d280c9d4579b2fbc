/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cookie-jar.h"
#include "placard-credential-store.h"
#include "placard-integrity.h"
#include "placard-referrer.h"

G_BEGIN_DECLS

/* The six cache modes of the Fetch standard. */
typedef enum {
  PLACARD_CACHE_OFF, /* not said: nothing is looked up and nothing is kept, as in curl */
  PLACARD_CACHE_DEFAULT,
  PLACARD_CACHE_NO_STORE,
  PLACARD_CACHE_RELOAD,
  PLACARD_CACHE_NO_CACHE,
  PLACARD_CACHE_FORCE_CACHE,
  PLACARD_CACHE_ONLY_IF_CACHED,
} PlacardCacheMode;

typedef enum {
  /* Not said: with a cookie file of the person's own as curl has it, every host gets its cookies; else
   * same-origin. */
  PLACARD_CREDENTIALS_UNSET,
  PLACARD_CREDENTIALS_OMIT,
  PLACARD_CREDENTIALS_SAME_ORIGIN,
  PLACARD_CREDENTIALS_INCLUDE,
} PlacardCredentials;

typedef enum {
  PLACARD_MODE_UNSET,
  PLACARD_MODE_CORS,
  PLACARD_MODE_NO_CORS,
  PLACARD_MODE_SAME_ORIGIN,
  PLACARD_MODE_NAVIGATE, /* n/a for a program: behaves as if not said */
} PlacardMode;

typedef enum {
  PLACARD_CORS_UNASKED,
  PLACARD_CORS_VERDICT, /* the verdict is told and changes nothing */
  PLACARD_CORS_STRICT,  /* what a browser would block is an error */
} PlacardCorsCheck;

/* Words of the option "hsts" that are no path. */
#define PLACARD_POLICY_HSTS_OFF "off"
#define PLACARD_POLICY_HSTS_MEMORY "memory"

/* What the Fetch standard lets a page say about a request besides method, header fields and body: inert
 * and complete, a part of #PlacardRequest. Belongs to one thread at a time. */
typedef struct _PlacardPolicy PlacardPolicy;
#define PLACARD_TYPE_POLICY (placard_policy_get_type ())
GType placard_policy_get_type (void);

PlacardPolicy *placard_policy_new (void);
/* A jar is shared with the copy, not copied. */
PlacardPolicy *placard_policy_copy (const PlacardPolicy *self);
void placard_policy_free (PlacardPolicy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardPolicy, placard_policy_free)

/**
 * placard_policy_set_option:
 * @name: "integrity", "referrer-policy", "cache", "credentials", "mode", "origin", "cors", "cookie-jar"
 *   (a file that is read and written), "cookie-file" (one that is only read) or "hsts" (hosts that are asked
 *   over TLS alone: a file, "memory", "off"; %NULL for the person's own file), "cookies" ("off": none is
 *   kept and none is sent but the person's own)
 * @value: (nullable): in the standard's words; %NULL or "" takes the option back
 *
 * Fails with %PLACARD_ERROR_USAGE, and then changes nothing; the message names the field.
 */
gboolean placard_policy_set_option (PlacardPolicy *self,
                                    const char *name,
                                    const char *value,
                                    GError **error);
/* What was set, in the standard's words; %NULL when it was not. */
const char *placard_policy_get_option (const PlacardPolicy *self, const char *name);
/* (array zero-terminated): every name there is. */
const char *const *placard_policy_list_options (void);

/* Whether the options fit each other. Fails with %PLACARD_ERROR_USAGE. */
gboolean placard_policy_validate (const PlacardPolicy *self, GError **error);

/* (nullable): %NULL when nothing is to be checked. */
PlacardIntegrity *placard_policy_get_integrity (const PlacardPolicy *self);
/* Whether "referrer-policy" was set: else a Referer field goes as it was configured. */
gboolean placard_policy_has_referrer_policy (const PlacardPolicy *self);
PlacardReferrerPolicy placard_policy_get_referrer_policy (const PlacardPolicy *self);
PlacardCacheMode placard_policy_get_cache (const PlacardPolicy *self);
PlacardCredentials placard_policy_get_credentials (const PlacardPolicy *self);
PlacardMode placard_policy_get_mode (const PlacardPolicy *self);
PlacardCorsCheck placard_policy_get_cors (const PlacardPolicy *self);
/* (nullable): "https://page.example" or "null". */
const char *placard_policy_get_origin (const PlacardPolicy *self);

/* The jar of a profile: (nullable) (transfer none). Without one a request has a jar of its own, so that a
 * login's cookie is there for the redirect after it, and is forgotten. */
PlacardCookieJar *placard_policy_get_jar (const PlacardPolicy *self);
void placard_policy_set_jar (PlacardPolicy *self, PlacardCookieJar *jar);

/* What a person typed when servers asked: (nullable) (transfer none); shared with the copy, as a jar is. */
PlacardCredentialStore *placard_policy_get_credential_store (const PlacardPolicy *self);
void placard_policy_set_credential_store (PlacardPolicy *self, PlacardCredentialStore *store);

/* A private request leaves nothing behind: no cache, no cookie file is written. */
gboolean placard_policy_is_private (const PlacardPolicy *self);
void placard_policy_set_private (PlacardPolicy *self, gboolean is_private);

G_END_DECLS
