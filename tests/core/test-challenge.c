/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 9110, section 11.6.1: the challenges of a field, whatever stands between them. */
#include "placard-challenge.h"

static char *
describe (const char *field)
{
  const char *const fields[] = {field, NULL};
  g_autoptr (GPtrArray) challenges = placard_challenge_parse (fields);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < challenges->len; i++) {
    const PlacardChallenge *challenge = g_ptr_array_index (challenges, i);
    const char *realm = placard_challenge_get (challenge, "realm");

    g_string_append_printf (text, "%s%s:%s", i ? " " : "", challenge->scheme, realm ? realm : "-");
  }
  return g_string_free (text, FALSE);
}

static void
test_parse (void)
{
  static const struct {
    const char *field;
    const char *expected;
  } rows[] = {
      {"Basic realm=\"a, b\"", "Basic:a, b"},
      {"Digest nonce=n, REALM = \"x\", Basic realm=y", "Digest:x Basic:y"},
      {"Basic, Digest realm=x", "Basic:- Digest:x"},
      {"Negotiate YWJj==, Basic realm=y", "Negotiate:- Basic:y"},
      {"Negotiate YWJj, Basic realm=y", "Negotiate:- Basic:y"},
      {"Digest nonce=n, , realm=x", "Digest:x"},
      {"=@, Basic realm=y", "Basic:y"},
      {"\"a, b\", Basic realm=y", "Basic:y"},
      {"Digest nonce=@, Basic realm=y", "Digest:- nonce:- Basic:y"},
      {"\"a, Basic realm=y", ""},
      {"", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *seen = describe (rows[i].field);

    g_test_message ("%s", rows[i].field);
    g_assert_cmpstr (seen, ==, rows[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/challenge/parse", test_parse);
  return g_test_run ();
}
