/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IN25, IN34: options that do not go together are told before anything is sent. */
#include "placard-warning.h"

#include <string.h>

#include "placard-setting.h"

static void
test_rows (void)
{
  static const struct {
    const char *settings[5]; /* name, value, name, value */
    const char *word;        /* in the one warning; NULL: there is none */
  } rows[] = {
      {{"redirect", "manual", "cache", "default"}, "redirect"},
      {{"redirect", "error", "cache", "only-if-cached"}, "redirect"},
      {{"redirect", "manual", "cache", "force-cache"}, "redirect"},
      {{"redirect", "manual", "cache", "no-store"}, NULL},
      {{"redirect", "manual"}, NULL},
      {{"redirect", "follow", "cache", "default"}, NULL},
      {{"mode", "navigate"}, "navigate"},
      {{"mode", "cors", "origin", "https://page.example"}, NULL},
      {{NULL}, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GPtrArray) warnings = NULL;

    for (const char *const *setting = rows[i].settings; *setting; setting += 2)
      g_assert_true (placard_setting_set (request, setting[0], setting[1], NULL));
    warnings = placard_warning_list (request);
    g_assert_cmpuint (warnings->len, ==, rows[i].word != NULL);
    if (rows[i].word)
      g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), rows[i].word));
  }
}

/* RQ6: what can be sent once is not tried again. */
static void
test_one_shot (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (PlacardBody) body = placard_body_new_stream (stream, NULL);
  g_autoptr (GPtrArray) warnings = NULL;

  placard_request_set_body (request, body);
  placard_setting_set (request, "retry", "2", NULL);
  warnings = placard_warning_list (request);
  g_assert_cmpuint (warnings->len, ==, 1);
}

/* RB5: sent as it is, as curl does, but not without a word. */
static void
test_json (void)
{
  static const struct {
    const char *text, *type, *words;
  } rows[] = {
      {"{bad", "application/json", "line 1, column 2"},
      {"{\n \"a\": 1,\n}", "application/json", "line 3, column 1"},
      {"{\"a\": [1, null, \"文\"]}", "application/json", NULL},
      {"{\"a\": {{n}}}", "application/json", NULL},
      {"{bad", "text/plain", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
    g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, rows[i].type);
    g_autofree char *warning = NULL;

    placard_request_set_body (request, body);
    warning = placard_warning_dup_broken_json (request);
    g_assert_true ((warning != NULL) == (rows[i].words != NULL));
    if (warning) {
      g_assert_nonnull (strstr (warning, "--json"));
      g_assert_nonnull (strstr (warning, rows[i].words));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/warning/rows", test_rows);
  g_test_add_func ("/warning/one-shot", test_one_shot);
  g_test_add_func ("/warning/json", test_json);
  return g_test_run ();
}
