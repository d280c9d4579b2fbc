/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-forward-targets.h"

#include <glib/gstdio.h>
#include <string.h>

#include "own-home.h"
#include "placard-error.h"
#include "placard-form.h"
#include "placard-forward.h"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static char *
keep (PlacardRequest *target, const char *name, GPtrArray **left_out, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  placard_forward_targets_keep_async (target, name, done_cb, &result);
  return placard_forward_targets_keep_finish (wait_for (&result), left_out, error);
}

static PlacardRequest *
load (const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  placard_forward_targets_load_async (path, done_cb, &result);
  return placard_forward_targets_load_finish (wait_for (&result), error);
}

static GPtrArray *
list (void)
{
  g_autoptr (GAsyncResult) result = NULL;

  placard_forward_targets_list_async (NULL, done_cb, &result);
  return placard_forward_targets_list_finish (wait_for (&result));
}

static PlacardRequest *
make_target (void)
{
  PlacardRequest *target = placard_request_new ();
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) body = NULL;

  placard_request_set_url (target, "https://b.example/store");
  placard_request_append_header (target, "X-Till", "7");
  placard_request_set_auth (target, PLACARD_AUTH_BEARER, NULL, "s3cret");
  placard_form_append_text (form, "till", "7");
  body = placard_body_new_form (form);
  placard_request_set_body (target, body);
  placard_forward_as_part (target, "image", "till 7.png", "image/x-till");
  return target;
}

static const PlacardFormPart *
find_part (PlacardRequest *request, guint index)
{
  return g_ptr_array_index (
      placard_form_get_parts (placard_body_get_form (placard_request_get_body (request))), index);
}

/* UP5: what was kept says the same when it is read again, but for its secrets. */
static void
test_keep (void)
{
  g_autoptr (PlacardRequest) target = make_target ();
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = keep (target, "Till 7", &left_out, &error);
  g_autofree char *name = placard_forward_targets_dup_name (path);
  g_autofree char *text = NULL;
  g_autoptr (PlacardRequest) again = NULL;
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, NULL);
  const PlacardForwardSource source = {.spool = spool, .name = "own.png"};

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "Till 7");
  g_assert_cmpuint (left_out->len, ==, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "s3cret"));

  again = load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (placard_request_get_url (again), ==, "https://b.example/store");
  g_assert_true (placard_spool_append (spool, "bytes", 5, NULL));
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  request = placard_forward_build (again, &source, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (find_part (request, 0)->name, ==, "till");
  g_assert_cmpstr (find_part (request, 1)->name, ==, "image");
  g_assert_cmpstr (find_part (request, 1)->file_name, ==, "till 7.png");
  g_assert_cmpstr (placard_body_get_content_type (find_part (request, 1)->content), ==,
                   "image/x-till");
}

/* A name is one file in the folder of targets, whatever it is. */
static void
test_names (void)
{
  static const char *const names[] = {"../../out", "b", "Ä", "/etc/passwd", "a"};
  g_autoptr (PlacardRequest) target = make_target ();
  g_autofree char *folder = placard_forward_targets_dup_folder ();
  g_autoptr (GPtrArray) paths = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path = keep (target, names[i], NULL, &error);
    g_autofree char *parent = NULL;

    g_assert_no_error (error);
    parent = g_path_get_dirname (path);
    g_assert_cmpstr (parent, ==, folder);
  }
  paths = list ();
  g_assert_cmpuint (paths->len, >=, G_N_ELEMENTS (names));
  for (guint i = 1; i < paths->len; i++) {
    g_autofree char *one = placard_forward_targets_dup_name (g_ptr_array_index (paths, i - 1));
    g_autofree char *next = placard_forward_targets_dup_name (g_ptr_array_index (paths, i));

    g_assert_cmpint (g_utf8_collate (one, next), <, 0);
  }
}

static void
test_broken (void)
{
  g_autofree char *folder = placard_forward_targets_dup_folder ();
  g_autofree char *path = g_build_filename (folder, "broken.placard", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (
      g_file_set_contents (path, "url = \"https://b.example\"\ndata = \"x\"\n", -1, NULL));
  g_assert_null (load (path, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY);
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) paths = list ();

  g_assert_cmpuint (paths->len, ==, 0);
}

int
main (int argc, char **argv)
{
  own_home_enter ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forward-targets/none", test_none);
  g_test_add_func ("/forward-targets/keep", test_keep);
  g_test_add_func ("/forward-targets/names", test_names);
  g_test_add_func ("/forward-targets/broken", test_broken);
  return own_home_run_tests ();
}
