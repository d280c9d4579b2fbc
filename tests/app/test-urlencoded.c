/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-urlencoded.h"

static void
test_parse (void)
{
  static const struct {
    const char *text;
    guint n_fields;
    const char *name, *value; /* of the last one */
  } rows[] = {
      {"", 0, NULL, NULL},
      {"a=b", 1, "a", "b"},
      {"a=b&a=c", 2, "a", "c"},
      {"a", 1, "a", ""},
      {"=b", 1, "", "b"},
      {"&&a=b&&", 1, "a", "b"},
      {"a+b=c%20d%2B", 1, "a b", "c d+"},
      {"a=b=c", 1, "a", "b=c"},
      {"%E5%BC%A0=%e4%b8%89", 1, "张", "三"},
      {"a=%zz%4", 1, "a", "%zz%4"},
      {"a=%ff", 1, "a", "\357\277\275"},
      {"a=%00b", 1, "a",
       "\357\277\275"
       "b"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) fields = placard_urlencoded_parse (rows[i].text);

    g_test_message ("%s", rows[i].text);
    g_assert_cmpuint (fields->len, ==, rows[i].n_fields);
    if (fields->len > 0) {
      const PlacardField *field = g_ptr_array_index (fields, fields->len - 1);

      g_assert_cmpstr (field->name, ==, rows[i].name);
      g_assert_cmpstr (field->value, ==, rows[i].value);
      g_assert_true (field->enabled);
    }
  }
}

static void
test_round_trip (void)
{
  static const char *const names[] = {"a", "", "a b", "张三", "&=+%", "~*-._", "\n"};
  g_autoptr (GPtrArray) fields =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    PlacardField *field = g_new0 (PlacardField, 1);

    field->name = g_strdup (names[i]);
    field->value = g_strdup (names[G_N_ELEMENTS (names) - 1 - i]);
    field->enabled = TRUE;
    g_ptr_array_add (fields, field);
  }
  text = placard_urlencoded_format (fields);
  again = placard_urlencoded_parse (text);
  g_assert_cmpuint (again->len, ==, fields->len);
  for (guint i = 0; i < again->len; i++) {
    const PlacardField *a = g_ptr_array_index (fields, i);
    const PlacardField *b = g_ptr_array_index (again, i);

    g_assert_cmpstr (a->name, ==, b->name);
    g_assert_cmpstr (a->value, ==, b->value);
  }
}

static void
test_disabled (void)
{
  g_autoptr (GPtrArray) fields = placard_urlencoded_parse ("a=1&b=2&c=3");
  g_autofree char *text = NULL;

  ((PlacardField *) g_ptr_array_index (fields, 1))->enabled = FALSE;
  text = placard_urlencoded_format (fields);
  g_assert_cmpstr (text, ==, "a=1&c=3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/urlencoded/parse", test_parse);
  g_test_add_func ("/urlencoded/round-trip", test_round_trip);
  g_test_add_func ("/urlencoded/disabled", test_disabled);
  return g_test_run ();
}
