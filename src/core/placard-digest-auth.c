/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-digest-auth.h"

#include "placard-challenge.h"
#include "placard-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* --- choosing ---------------------------------------------------------------------------------- */

typedef struct {
  GChecksumType hash;
  gboolean session; /* the -sess forms */
  int strength;
} Algorithm;

static gboolean
parse_algorithm (const char *name, Algorithm *algorithm)
{
  static const struct {
    const char *name;
    Algorithm algorithm;
  } known[] = {
      {"MD5", {G_CHECKSUM_MD5, FALSE, 1}},
      {"MD5-sess", {G_CHECKSUM_MD5, TRUE, 1}},
      {"SHA-256", {G_CHECKSUM_SHA256, FALSE, 2}},
      {"SHA-256-sess", {G_CHECKSUM_SHA256, TRUE, 2}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (g_ascii_strcasecmp (name ? name : "MD5", known[i].name) == 0) {
      *algorithm = known[i].algorithm;
      return TRUE;
    }
  }
  return FALSE;
}

static const char *
get (const PlacardChallenge *challenge, const char *name)
{
  return placard_challenge_get (challenge, name);
}

/* No qop at all is RFC 2069's form, which servers still use. */
static gboolean
offers_auth (const PlacardChallenge *challenge)
{
  const char *qop = get (challenge, "qop");
  g_auto (GStrv) offers = g_strsplit_set (qop ? qop : "auth", ", ", -1);

  for (guint i = 0; offers[i]; i++)
    if (g_ascii_strcasecmp (offers[i], "auth") == 0)
      return TRUE;
  return FALSE;
}

static const PlacardChallenge *
choose (GPtrArray *challenges, Algorithm *chosen)
{
  const PlacardChallenge *best = NULL;

  for (guint i = 0; i < challenges->len; i++) {
    const PlacardChallenge *challenge = g_ptr_array_index (challenges, i);
    Algorithm algorithm;

    if (g_ascii_strcasecmp (challenge->scheme, "Digest") != 0 || !get (challenge, "nonce") ||
        !offers_auth (challenge) || !parse_algorithm (get (challenge, "algorithm"), &algorithm))
      continue;
    if (algorithm.strength <= chosen->strength)
      continue;
    best = challenge;
    *chosen = algorithm;
  }
  return best;
}

/* --- answering --------------------------------------------------------------------------------- */

G_GNUC_PRINTF (2, 3)
static char *
hash (GChecksumType type, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return g_compute_checksum_for_string (type, text, -1);
}

static char *
compute_response (const PlacardChallenge *challenge,
                  const Algorithm *algorithm,
                  const PlacardDigestAuthRequest *request)
{
  const GChecksumType type = algorithm->hash;
  const char *realm = get (challenge, "realm") ? get (challenge, "realm") : "";
  const char *nonce = get (challenge, "nonce");
  g_autofree char *ha1 = hash (type, "%s:%s:%s", request->user, realm, request->password);
  g_autofree char *ha2 = hash (type, "%s:%s", request->method, request->target);

  if (algorithm->session) {
    g_autofree char *base = g_steal_pointer (&ha1);
    ha1 = hash (type, "%s:%s:%s", base, nonce, request->cnonce);
  }
  if (!get (challenge, "qop"))
    return hash (type, "%s:%s:%s", ha1, nonce, ha2);
  return hash (type, "%s:%s:%08x:%s:auth:%s", ha1, nonce, request->count, request->cnonce, ha2);
}

static void
append_quoted (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%s%s=\"", out->len > strlen ("Digest ") ? ", " : "", name);
  for (; *value; value++) {
    if (*value == '"' || *value == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *value);
  }
  g_string_append_c (out, '"');
}

static char *
format_answer (const PlacardChallenge *challenge,
               const Algorithm *algorithm,
               const PlacardDigestAuthRequest *request)
{
  g_autofree char *response = compute_response (challenge, algorithm, request);
  GString *out = g_string_new ("Digest ");

  append_quoted (out, "username", request->user);
  append_quoted (out, "realm", get (challenge, "realm") ? get (challenge, "realm") : "");
  append_quoted (out, "nonce", get (challenge, "nonce"));
  append_quoted (out, "uri", request->target);
  append_quoted (out, "response", response);
  if (get (challenge, "algorithm"))
    g_string_append_printf (out, ", algorithm=%s", get (challenge, "algorithm"));
  if (get (challenge, "opaque"))
    append_quoted (out, "opaque", get (challenge, "opaque"));
  if (get (challenge, "qop"))
    g_string_append_printf (out, ", qop=auth, nc=%08x", request->count);
  if (get (challenge, "qop") || algorithm->session)
    append_quoted (out, "cnonce", request->cnonce);
  return g_string_free (out, FALSE);
}

static char *
list_schemes (GPtrArray *challenges)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < challenges->len; i++) {
    const PlacardChallenge *challenge = g_ptr_array_index (challenges, i);
    const char *algorithm = get (challenge, "algorithm");

    g_string_append_printf (names, "%s%s", i ? ", " : "", challenge->scheme);
    if (algorithm)
      g_string_append_printf (names, " (%s)", algorithm);
  }
  return g_string_free (names, FALSE);
}

char *
placard_digest_auth_answer (const char *const *challenges,
                            const PlacardDigestAuthRequest *request,
                            const char *host,
                            GError **error)
{
  g_autoptr (GPtrArray) all = placard_challenge_parse (challenges);
  g_autofree char *offered = NULL;
  Algorithm algorithm = {G_CHECKSUM_MD5, FALSE, 0};
  const PlacardChallenge *chosen = choose (all, &algorithm);

  if (chosen)
    return format_answer (chosen, &algorithm, request);
  offered = list_schemes (all);
  if (*offered)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS,
                 _ ("Digest credentials were asked for, but %s offers only %s; nothing weaker was "
                    "sent"),
                 host, offered);
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS,
                 _ ("%s wants credentials but does not say in which way"), host);
  return NULL;
}

gboolean
placard_digest_auth_is_understood (const char *const *challenges)
{
  g_autoptr (GPtrArray) all = placard_challenge_parse (challenges);
  Algorithm algorithm = {G_CHECKSUM_MD5, FALSE, 0};

  return choose (all, &algorithm) != NULL;
}

gboolean
placard_digest_auth_is_stale (const char *const *challenges)
{
  g_autoptr (GPtrArray) all = placard_challenge_parse (challenges);

  for (guint i = 0; i < all->len; i++) {
    const PlacardChallenge *challenge = g_ptr_array_index (all, i);

    if (g_ascii_strcasecmp (challenge->scheme, "Digest") == 0 && get (challenge, "stale") &&
        g_ascii_strcasecmp (get (challenge, "stale"), "true") == 0)
      return TRUE;
  }
  return FALSE;
}

char *
placard_digest_auth_make_cnonce (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, uuid, -1);
}
