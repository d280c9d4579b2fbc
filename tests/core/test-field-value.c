/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "placard-field-value.h"
#include "placard-response.h"

static const struct {
  const char *values[3];
  const char *combined;
  const char *tokens; /* joined by a blank; NULL when there are none */
  gboolean failed;
} rows[] = {
    {{NULL}, NULL, NULL, FALSE},
    {{""}, "", "", FALSE},
    {{"a"}, "a", "a", FALSE},
    {{" a\t"}, "a", "a", FALSE},
    {{"a", "b"}, "a, b", "a b", FALSE},
    {{"a,b ,\tc"}, "a,b ,\tc", "a b c", FALSE},
    {{",a,,b,"}, ",a,,b,", "a b", FALSE},
    {{"a", "", "b"}, "a, , b", "a b", FALSE},
    {{"*"}, "*", "*", FALSE},
    {{"a b"}, "a b", NULL, TRUE},
    {{"a", "b:"}, "a, b:", NULL, TRUE},
    {{"\"a\""}, "\"a\"", NULL, TRUE},
    {{"a,\vb"}, "a,\vb", NULL, TRUE},
};

static GPtrArray *
make_headers (const char *const values[3])
{
  GPtrArray *headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);

  g_ptr_array_add (headers, placard_response_header_new ("X-Other", "other"));
  for (int i = 0; i < 3 && values[i]; i++)
    g_ptr_array_add (headers, placard_response_header_new (i % 2 ? "x-LIST" : "X-List", values[i]));
  return headers;
}

static void
test_list (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) headers = make_headers (rows[i].values);
    g_autofree char *combined = placard_field_value_combine (headers, "x-list");
    gboolean failed;
    g_auto (GStrv) tokens = placard_field_value_get_tokens (headers, "x-list", &failed);
    g_autofree char *joined = tokens ? g_strjoinv (" ", tokens) : NULL;

    g_assert_cmpstr (combined, ==, rows[i].combined);
    g_assert_cmpstr (joined, ==, rows[i].tokens);
    g_assert_cmpint (failed, ==, rows[i].failed);
  }
}

static void
test_has (void)
{
  char *tokens[] = {(char *) "PUT", (char *) "x-a", NULL};

  g_assert_true (placard_field_value_has (tokens, "PUT", TRUE));
  g_assert_false (placard_field_value_has (tokens, "put", TRUE));
  g_assert_true (placard_field_value_has (tokens, "X-A", FALSE));
  g_assert_false (placard_field_value_has (tokens, "X", FALSE));
  g_assert_false (placard_field_value_has (NULL, "X", FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-value/list", test_list);
  g_test_add_func ("/field-value/has", test_has);
  return g_test_run ();
}
