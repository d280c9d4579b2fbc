/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RB3, US3, IN13: the query as a list and as text, both ways; encoded once; what was not touched stays. */
#include "placard-query.h"
#include "placard-variables.h"

static char *
describe (GPtrArray *fields)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *field = g_ptr_array_index (fields, i);

    g_string_append_printf (out, "%s%s%s%s%s%s", i ? "|" : "", field->enabled ? "" : "-",
                            field->encoded ? "!" : "", field->name, field->value ? "=" : "",
                            field->value ? field->value : "");
  }
  return g_string_free (out, FALSE);
}

static const struct {
  const char *url;
  const char *fields;
} lists[] = {
    {"http://h/", ""},
    {"http://h/?", ""},
    {"http://h/?a=1&b=2", "a=1|b=2"},
    {"http://h/?a=1&a=1&b", "a=1|a=1|b"},
    {"h?q=%E5%BC%A0+%e4%b8%89%20x", "q=张 三 x"},
    {"h?q=张 三", "q=张 三"},
    {"h?a=b=c&=v&=", "a=b=c|=v|!="},
    {"h?q=%C4%E3&n=%00", "!q=%C4%E3|!n=%00"},
    {"h?q=100%&p=%zz", "!q=100%|!p=%zz"},
    {"h?t={{till}}&n=a{{x}}", "t={{till}}|n=a{{x}}"},
    {"h#a?b=c", ""},
    {"h?a=1#?b=2", "a=1"},
    {"h?&&a=1&", "a=1"},
};

static void
test_list (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GPtrArray) fields = NULL;
    g_autofree char *seen = NULL;
    g_autofree char *before = NULL;
    g_autofree char *again = NULL;
    g_autoptr (GPtrArray) second = NULL;

    placard_request_set_url (request, lists[i].url);
    fields = placard_query_list (request);
    seen = describe (fields);
    g_assert_cmpstr (seen, ==, lists[i].fields);

    /* Setting what is there changes at most separators that separate nothing. */
    placard_query_set (request, fields);
    second = placard_query_list (request);
    again = describe (second);
    g_assert_cmpstr (again, ==, lists[i].fields);
    before = g_strdup (placard_request_get_url (request));
    placard_query_set (request, second);
    g_assert_cmpstr (placard_request_get_url (request), ==, before);
  }
}

static PlacardField *
off (PlacardField *field)
{
  field->enabled = FALSE;
  return field;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_set (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) fields = placard_field_list_new ();
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *seen = NULL;
  g_autoptr (GUri) uri = NULL;
  guint n = 0;

  placard_request_set_url (request, "http://h/x?keep=%20a&gone=1#part");
  g_signal_connect_swapped (request, "changed", G_CALLBACK (count_cb), &n);
  g_ptr_array_add (fields, placard_field_new ("名", "张 三&x=1"));
  g_ptr_array_add (fields, off (placard_field_new ("off", "1")));
  g_ptr_array_add (fields, placard_field_new ("keep", " a"));
  g_ptr_array_add (fields, placard_field_new ("till", "{{till}} {1}"));
  placard_query_set (request, fields);

  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (placard_request_get_url (request), ==,
                   "http://h/x?%E5%90%8D=%E5%BC%A0+%E4%B8%89%26x%3D1&keep=%20a&till={{till}}"
                   "+%7B1%7D#part");
  again = placard_query_list (request);
  seen = describe (again);
  g_assert_cmpstr (seen, ==, "名=张 三&x=1|keep= a|till={{till}} {1}|-off=1");
  placard_request_set_url (request, "http://h/x?%E5%90%8D=%E5%BC%A0+%E4%B8%89%26x%3D1");
  uri = placard_request_build_uri (request, NULL);
  g_assert_cmpstr (g_uri_get_query (uri), ==, "%E5%90%8D=%E5%BC%A0+%E4%B8%89%26x%3D1");
}

/* Parameters that were added beside the address join it when the list is edited. */
static void
test_added (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) fields = NULL;

  placard_request_set_url (request, "http://h/?a=1");
  placard_request_append_query (request, "b", "2 3");
  fields = placard_query_list (request);
  placard_query_set (request, fields);
  g_assert_cmpstr (placard_request_get_url (request), ==, "http://h/?a=1&b=2+3");
  g_assert_cmpuint (placard_request_get_query (request)->len, ==, 0);
}

/* RQ11, HD16: a secret that was given beside the address is edited there, and is seen in no address. */
static void
test_secret (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) fields = NULL;
  PlacardField *secret;

  placard_request_set_url (request, "http://h/?token=t&a=1");
  placard_request_append_query (request, "api_key", "hush");
  fields = placard_query_list (request);
  secret = g_ptr_array_index (fields, 2);
  g_free (secret->value);
  secret->value = g_strdup ("other");
  g_ptr_array_add (fields, placard_field_new ("b", "2"));
  placard_query_set (request, fields);
  g_assert_cmpstr (placard_request_get_url (request), ==, "http://h/?token=t&a=1&b=2");
  g_assert_cmpuint (placard_request_get_query (request)->len, ==, 1);
  secret = g_ptr_array_index (placard_request_get_query (request), 0);
  g_assert_cmpstr (secret->value, ==, "other");
  g_assert_true (secret->enabled);
}

/* Rows that are switched off keep their places when the address is edited. */
static void
test_merge (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) shown = placard_field_list_new ();
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GPtrArray) merged = NULL;
  g_autofree char *seen = NULL;

  g_ptr_array_add (shown, placard_field_new ("a", "1"));
  g_ptr_array_add (shown, off (placard_field_new ("off", "x")));
  g_ptr_array_add (shown, placard_field_new ("b", "2"));
  placard_request_set_url (request, "http://h/");
  placard_query_set (request, shown);
  placard_request_set_url (request, "http://h/?a=9&b=2&c=3");
  fields = placard_query_list (request);
  merged = placard_query_merge (shown, fields);
  seen = describe (merged);
  g_assert_cmpstr (seen, ==, "a=9|-off=x|b=2|c=3");
}

/* The value of a variable is encoded where it becomes part of a parameter, and nowhere else. */
static void
test_variables (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) expanded = NULL;
  g_autoptr (GError) error = NULL;

  placard_request_set_url (request, "http://h/{{path}}?{{pairs}}&n={{name}}#{{name}}");
  placard_request_set_variable (request, "path", "a/b");
  placard_request_set_variable (request, "pairs", "x=1&y=2");
  placard_request_set_variable (request, "name", "c&d=e f");
  expanded = placard_variables_expand (request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (placard_request_get_url (expanded), ==,
                   "http://h/a/b?x=1&y=2&n=c%26d%3De+f#c&d=e f");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/list", test_list);
  g_test_add_func ("/query/set", test_set);
  g_test_add_func ("/query/added", test_added);
  g_test_add_func ("/query/secret", test_secret);
  g_test_add_func ("/query/merge", test_merge);
  g_test_add_func ("/query/variables", test_variables);
  return g_test_run ();
}
