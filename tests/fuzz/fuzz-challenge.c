/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a server wants to know, each line a field: what was read is written and read as the same, and a Basic
 * challenge behind it in the same field is never lost, unless a quote was left open. */
#include "placard-challenge.h"
#include "placard-digest-auth.h"
#include "placard-sign-in.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
append_parameter (gpointer name, gpointer value, gpointer text)
{
  g_string_append_printf (text, "%s=\"", (char *) name);
  for (const char *at = value; *at; at++)
    g_string_append_printf (text, "%s%c", strchr ("\"\\", *at) ? "\\" : "", *at);
  g_string_append (text, "\", ");
}

static char *
format (GPtrArray *challenges)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < challenges->len; i++) {
    const PlacardChallenge *challenge = g_ptr_array_index (challenges, i);

    g_string_append_printf (text, "%s ", challenge->scheme);
    g_hash_table_foreach (challenge->parameters, append_parameter, text);
    g_string_append (text, ", ");
  }
  return g_string_free (text, FALSE);
}

static gboolean
have_same_parameters (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_strcmp0 (g_hash_table_lookup (b, name), value) != 0)
      return FALSE;
  return g_hash_table_size (a) == g_hash_table_size (b);
}

static void
check_again (GPtrArray *challenges)
{
  g_autofree char *text = format (challenges);
  const char *const fields[] = {text, NULL};
  g_autoptr (GPtrArray) again = placard_challenge_parse (fields);

  g_assert_cmpuint (again->len, ==, challenges->len);
  for (guint i = 0; i < again->len; i++) {
    const PlacardChallenge *one = g_ptr_array_index (challenges, i);
    const PlacardChallenge *other = g_ptr_array_index (again, i);

    g_assert_cmpstr (one->scheme, ==, other->scheme);
    g_assert_true (have_same_parameters (one->parameters, other->parameters));
  }
}

static void
check_last (const char *field)
{
  g_autofree char *longer = g_strconcat (field, ", Basic realm=\"behind\"", NULL);
  const char *const fields[] = {longer, NULL};
  g_autoptr (GPtrArray) challenges = placard_challenge_parse (fields);
  const PlacardChallenge *last;

  g_assert_cmpuint (challenges->len, >, 0);
  last = g_ptr_array_index (challenges, challenges->len - 1);
  g_assert_cmpstr (last->scheme, ==, "Basic");
  g_assert_cmpstr (placard_challenge_get (last, "realm"), ==, "behind");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 20);
  const char *const *fields = (const char *const *) lines;
  g_autoptr (GPtrArray) challenges = placard_challenge_parse (fields);
  g_autoptr (PlacardSignIn) sign_in = placard_sign_in_new (fields, PLACARD_AUTH_NONE);
  g_autoptr (PlacardSignIn) strict = placard_sign_in_new (fields, PLACARD_AUTH_DIGEST);

  check_again (challenges);
  for (char **line = lines; *line; line++)
    if (!strchr (*line, '"'))
      check_last (*line);
  g_assert_true ((strict != NULL) == (sign_in != NULL && sign_in->auth == PLACARD_AUTH_DIGEST));
  g_assert_true (!sign_in || challenges->len > 0);
  return 0;
}
