/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-challenge.h"

#include <string.h>

static void
challenge_free (PlacardChallenge *challenge)
{
  g_free (challenge->scheme);
  g_hash_table_unref (challenge->parameters);
  g_free (challenge);
}

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c && strchr ("!#$%&'*+-.^_`|~", c));
}

static const char *
skip_spaces (const char *p)
{
  return p + strspn (p, " \t");
}

static char *
read_token (const char **p)
{
  const char *start = *p;

  while (is_token_char (**p))
    (*p)++;
  return *p > start ? g_strndup (start, *p - start) : NULL;
}

static char *
read_value (const char **p)
{
  g_autoptr (GString) value = NULL;

  if (**p != '"')
    return read_token (p);
  value = g_string_new (NULL);
  for ((*p)++; **p && **p != '"'; (*p)++) {
    if (**p == '\\' && (*p)[1])
      (*p)++;
    g_string_append_c (value, **p);
  }
  if (**p != '"')
    return NULL;
  (*p)++;
  return g_string_free (g_steal_pointer (&value), FALSE);
}

/* "name = value" at *p: reads it and says so; else leaves *p alone. */
static gboolean
read_parameter (const char **p, GHashTable *parameters)
{
  const char *q = *p;
  g_autofree char *name = read_token (&q);
  char *value;

  q = skip_spaces (q);
  if (!name || *q != '=')
    return FALSE;
  q = skip_spaces (q + 1);
  value = read_value (&q);
  if (!value)
    return FALSE;
  g_hash_table_replace (parameters, g_ascii_strdown (name, -1), value);
  *p = q;
  return TRUE;
}

/* "Negotiate YWJj==": what a scheme may have in the place of parameters (section 11.2). */
static const char *
skip_token68 (const char *p)
{
  const char *end = p;

  while (g_ascii_isalnum (*end) || (*end && strchr ("-._~+/", *end)))
    end++;
  if (end > p)
    end = skip_spaces (end + strspn (end, "="));
  return *end == '\0' || *end == ',' ? end : p;
}

/* What is no challenge, to the next comma that is in no quotes. */
static const char *
skip_broken (const char *p)
{
  for (; *p && *p != ','; p++)
    if (*p == '"') {
      for (p++; *p && *p != '"'; p++)
        p += *p == '\\' && p[1];
      if (!*p)
        return p;
    }
  return p;
}

static PlacardChallenge *
read_challenge (const char **p)
{
  char *scheme = read_token (p);
  PlacardChallenge *challenge;

  if (!scheme)
    return NULL;
  challenge = g_new0 (PlacardChallenge, 1);
  challenge->scheme = scheme;
  challenge->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  *p = skip_token68 (skip_spaces (*p));
  do {
    *p = skip_spaces (*p);
    if (!read_parameter (p, challenge->parameters))
      break;
    *p += strspn (*p, " \t,");
  } while (**p);
  return challenge;
}

GPtrArray *
placard_challenge_parse (const char *const *fields)
{
  GPtrArray *challenges = g_ptr_array_new_with_free_func ((GDestroyNotify) challenge_free);

  for (gsize i = 0; fields[i]; i++) {
    const char *p = fields[i];

    while (*(p += strspn (p, " \t,"))) {
      PlacardChallenge *challenge = read_challenge (&p);

      if (challenge)
        g_ptr_array_add (challenges, challenge);
      else
        p = skip_broken (p);
    }
  }
  return challenges;
}

const char *
placard_challenge_get (const PlacardChallenge *self, const char *name)
{
  return g_hash_table_lookup (self->parameters, name);
}
