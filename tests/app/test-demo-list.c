/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-demo-list.h"

#define LIST                                                                                       \
  "[{\"id\":\"card\",\"title\":\"A card\",\"title_zh\":\"卡\",\"method\":\"POST\","               \
  "\"url\":\"http://127.0.0.1:1/me\",\"headers\":[{\"name\":\"Content-Type\",\"value\":\"text/"    \
  "x\"},"                                                                                          \
  "{\"name\":3}],\"body\":\"b\"},"                                                                 \
  "{\"title\":\"no address\"},"                                                                    \
  "{\"url\":\"http://127.0.0.1:1/x\",\"headers\":null,\"body\":null}, 7]"

static void
test_list (void)
{
  g_autoptr (GPtrArray) entries = placard_demo_list_parse (LIST, -1, "zh");
  PlacardDemoEntry *entry;

  g_assert_cmpuint (entries->len, ==, 2);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->title, ==, "卡");
  g_assert_cmpstr (entry->subtitle, ==, "POST http://127.0.0.1:1/me");
  g_assert_cmpuint (placard_request_get_headers (entry->request)->len, ==, 1);
  g_assert_cmpstr (placard_body_get_content_type (placard_request_get_body (entry->request)), ==,
                   "text/x");
  entry = g_ptr_array_index (entries, 1);
  g_assert_cmpstr (entry->title, ==, "http://127.0.0.1:1/x");
  g_assert_cmpstr (placard_request_get_effective_method (entry->request), ==, "GET");
  g_assert_null (placard_request_get_body (entry->request));
}

static void
test_other_languages (void)
{
  g_autoptr (GPtrArray) entries = placard_demo_list_parse (LIST, -1, NULL);

  g_assert_cmpstr (((PlacardDemoEntry *) g_ptr_array_index (entries, 0))->title, ==, "A card");
}

static void
test_no_list (void)
{
  static const char *const rows[] = {"", "{}", "[", "null", "<html>", "[[[]]]"};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) entries = placard_demo_list_parse (rows[i], -1, NULL);
    g_assert_cmpuint (entries->len, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-list/list", test_list);
  g_test_add_func ("/demo-list/other-languages", test_other_languages);
  g_test_add_func ("/demo-list/no-list", test_no_list);
  return g_test_run ();
}
