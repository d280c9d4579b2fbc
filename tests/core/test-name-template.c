/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-name-template.h"

#include <string.h>

#include "placard-error.h"

#define HASH "188589e66aeaf90cb9acad9ce03e012de747c7d548b62fe765cf38011468be1d"

static PlacardNameFacts
make_facts (GDateTime *date)
{
  return (PlacardNameFacts){.name = "卡.png",
                            .host = "api.example",
                            .sha256 = HASH,
                            .date = date,
                            .number = 7,
                            .status = 200,
                            .width = 330,
                            .height = 331};
}

static void
test_words (void)
{
  static const char *const rows[][2] = {
      {"{{name}}-{{date}}-{{hash8}}", "卡-2024-05-31-188589e6.png"},
      {"{{ name }}", "卡.png"},
      {"{{name}}.{{ext}}", "卡.png"},
      {"{{name}}.PNG", "卡.PNG"},
      {"{{name}}.jpg", "卡.jpg.png"},
      {"{{host}} {{n}}", "api.example 7.png"},
      {"{{time}}_{{timestamp}}", "235958_1717199998.png"},
      {"{{width}}x{{height}} {{status}}", "330x331 200.png"},
      {"{{hash}}", HASH ".png"},
      {"plain", "plain.png"},
      {"{one} }}", "{one} }}.png"},
      {"", "png"},
      {"../{{name}}", "卡.png"},
  };
  g_autoptr (GDateTime) date = g_date_time_new_utc (2024, 5, 31, 23, 59, 58);
  PlacardNameFacts facts = make_facts (date);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *name = placard_name_template_expand (rows[i][0], &facts, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (name, ==, rows[i][1]);
  }
}

/* What a server sends stays a part of one component. */
static void
test_hostile (void)
{
  PlacardNameFacts facts = {.name = "a/../../b\u202e.png", .host = "../x"};
  g_autofree char *name = placard_name_template_expand ("{{name}}-{{host}}", &facts, NULL);
  g_autofree char *nothing = NULL;

  g_assert_null (strchr (name, '/'));
  g_assert_null (strstr (name, "\u202e"));
  g_assert_true (g_str_has_suffix (name, ".png"));
  facts = (PlacardNameFacts){0};
  nothing = placard_name_template_expand ("{{name}}{{date}}{{hash8}}", &facts, NULL);
  g_assert_cmpstr (nothing, ==, "image");
}

static void
test_unknown (void)
{
  static const char *const wrong[] = {"{{nom}}", "{{name", "{{}}", "{{name}}-{{hash9}}"};
  PlacardNameFacts facts = make_facts (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (placard_name_template_expand (wrong[i], &facts, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
  }
}

static void
test_kind (void)
{
  g_assert_true (placard_name_template_is_one ("{{name}}"));
  g_assert_false (placard_name_template_is_one ("name.png"));
  g_assert_false (placard_name_template_is_one (NULL));
  g_assert_true (placard_name_template_wants_hash ("{{name}}-{{hash8}}"));
  g_assert_false (placard_name_template_wants_hash ("{{name}}-{{date}}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name-template/words", test_words);
  g_test_add_func ("/name-template/hostile", test_hostile);
  g_test_add_func ("/name-template/unknown", test_unknown);
  g_test_add_func ("/name-template/kind", test_kind);
  return g_test_run ();
}
