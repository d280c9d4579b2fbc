/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-sign-in.h"

#include "placard-challenge.h"
#include "placard-digest-auth.h"

G_DEFINE_BOXED_TYPE (PlacardSignIn, placard_sign_in, placard_sign_in_copy, placard_sign_in_free)

static const struct {
  const char *scheme;
  PlacardAuth auth;
} ways[] = {
    {"Digest", PLACARD_AUTH_DIGEST},
    {"Basic", PLACARD_AUTH_BASIC},
    {"Bearer", PLACARD_AUTH_BEARER},
};

static const PlacardChallenge *
find (GPtrArray *challenges, const char *scheme)
{
  for (guint i = 0; i < challenges->len; i++) {
    const PlacardChallenge *challenge = g_ptr_array_index (challenges, i);

    if (g_ascii_strcasecmp (challenge->scheme, scheme) == 0)
      return challenge;
  }
  return NULL;
}

PlacardSignIn *
placard_sign_in_new (const char *const *challenges, PlacardAuth least)
{
  g_autoptr (GPtrArray) all = placard_challenge_parse (challenges);
  gboolean digest = placard_digest_auth_is_understood (challenges);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    const PlacardChallenge *challenge = find (all, ways[i].scheme);
    PlacardSignIn *self;

    if (!challenge || (ways[i].auth == PLACARD_AUTH_DIGEST && !digest) ||
        (least == PLACARD_AUTH_DIGEST && ways[i].auth != PLACARD_AUTH_DIGEST))
      continue;
    self = g_new0 (PlacardSignIn, 1);
    self->auth = ways[i].auth;
    self->realm = g_strdup (placard_challenge_get (challenge, "realm"));
    return self;
  }
  return NULL;
}

PlacardSignIn *
placard_sign_in_copy (const PlacardSignIn *self)
{
  PlacardSignIn *copy = g_memdup2 (self, sizeof *self);

  copy->host = g_strdup (self->host);
  copy->origin = g_strdup (self->origin);
  copy->realm = g_strdup (self->realm);
  return copy;
}

void
placard_sign_in_free (PlacardSignIn *self)
{
  g_free (self->host);
  g_free (self->origin);
  g_free (self->realm);
  g_free (self);
}

char **
placard_sign_in_collect (GPtrArray *headers, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (header->name, name) == 0)
      g_strv_builder_add (builder, header->value);
  }
  return g_strv_builder_end (builder);
}
