/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-batch-item.h"

#include "placard-form.h"

static GPtrArray *
list (PlacardRequest *request, const char *url, GPtrArray *records)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GPtrArray *items;

  g_ptr_array_add (urls, (gpointer) url);
  items = placard_batch_item_list (request, urls, TRUE, records, &error);
  g_assert_no_error (error);
  return items;
}

static PlacardRequest *
upload (guint n_files)
{
  PlacardRequest *request = placard_request_new ();
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) body = NULL;

  placard_form_append_text (form, "album", "7");
  for (guint i = 0; i < n_files; i++) {
    g_autofree char *path = g_strdup_printf ("/nowhere/%u.png", i);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    placard_form_append_file (form, "file", file, NULL, NULL);
  }
  placard_form_append_text (form, "last", "yes");
  body = placard_body_new_form (form);
  placard_request_set_body (request, body);
  return request;
}

/* UL3: five files are five requests, each with all the text fields in their order. */
static void
test_one_per_file (void)
{
  g_autoptr (PlacardRequest) request = upload (5);
  g_autoptr (GPtrArray) together = list (request, "http://h/", NULL);
  g_autoptr (GPtrArray) items = NULL;

  g_assert_cmpuint (together->len, ==, 1);
  placard_request_set_one_per_file (request, TRUE);
  items = list (request, "http://h/", NULL);
  g_assert_cmpuint (items->len, ==, 5);
  for (guint i = 0; i < items->len; i++) {
    const PlacardBatchItem *item = g_ptr_array_index (items, i);
    g_autoptr (PlacardRequest) own = placard_batch_item_make_request (item, request);
    GPtrArray *parts =
        placard_form_get_parts (placard_body_get_form (placard_request_get_body (own)));
    g_autofree char *name = g_strdup_printf ("%u.png", i);

    g_assert_cmpuint (item->number, ==, i + 1);
    g_assert_cmpstr (item->label, ==, name);
    g_assert_cmpuint (parts->len, ==, 3);
    g_assert_cmpstr (((PlacardFormPart *) g_ptr_array_index (parts, 0))->name, ==, "album");
    g_assert_cmpstr (((PlacardFormPart *) g_ptr_array_index (parts, 1))->file_name, ==, name);
    g_assert_cmpstr (((PlacardFormPart *) g_ptr_array_index (parts, 2))->name, ==, "last");
  }
}

/* BA1: a row's columns are the request's variables, and its host is the row's. */
static void
test_records (void)
{
  const char *first[] = {"id", "7", "host", "a", NULL}, *second[] = {"id", "8", "host", "b", NULL};
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardRequest) own = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *host = NULL;

  g_ptr_array_add (records, first);
  g_ptr_array_add (records, second);
  items = list (request, "http://{{host}}/[1-2]?id={{id}}", records);
  g_assert_cmpuint (items->len, ==, 4);
  host = placard_batch_item_dup_host (g_ptr_array_index (items, 3), request);
  g_assert_cmpstr (host, ==, "b");
  own = placard_batch_item_make_request (g_ptr_array_index (items, 3), request);
  g_assert_cmpstr (placard_request_get_url (own), ==, "http://{{host}}/2?id={{id}}");
  g_assert_cmpstr (placard_request_get_variable (own, "id"), ==, "8");
}

/* S2: the name and password of one address are no other's, and are not in what a list shows. */
static void
test_userinfo (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (PlacardRequest) first = NULL, second = NULL;

  g_ptr_array_add (urls, (gpointer) "http://user:secret@a/");
  g_ptr_array_add (urls, (gpointer) "http://b/");
  items = placard_batch_item_list (request, urls, TRUE, NULL, NULL);
  first = placard_batch_item_make_request (g_ptr_array_index (items, 0), request);
  second = placard_batch_item_make_request (g_ptr_array_index (items, 1), request);
  g_assert_cmpint (placard_request_get_auth (first), ==, PLACARD_AUTH_BASIC);
  g_assert_cmpint (placard_request_get_auth (second), ==, PLACARD_AUTH_NONE);
  g_assert_null (g_strrstr (((PlacardBatchItem *) g_ptr_array_index (items, 0))->label, "secret"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-item/one-per-file", test_one_per_file);
  g_test_add_func ("/batch-item/records", test_records);
  g_test_add_func ("/batch-item/userinfo", test_userinfo);
  return g_test_run ();
}
