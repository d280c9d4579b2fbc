/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-row-list.h"

#include <gtk/gtk.h>
#include <string.h>

static PlacardSpool *
make_spool (const char *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  g_assert_true (placard_spool_append (spool, bytes, n_bytes, &error));
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return spool;
}

static void
assert_row (PlacardRowList *list, guint position, const char *expected)
{
  g_autoptr (GtkStringObject) row = g_list_model_get_item (G_LIST_MODEL (list), position);

  g_assert_cmpstr (gtk_string_object_get_string (row), ==, expected);
}

static void
test_bytes (void)
{
  g_autoptr (PlacardSpool) spool = make_spool ("0123456789abcdefXY", 18);
  g_autoptr (PlacardRowList) list = placard_row_list_new_bytes (spool, PLACARD_HEX_HEXADECIMAL);
  g_autoptr (GtkStringObject) row = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 2));
  row = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_true (g_str_has_prefix (gtk_string_object_get_string (row), "00000010  58 59"));
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, guint *total)
{
  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (position, ==, *total);
  *total += added;
}

/* Five megabytes come in slices; rows far apart and near are what they should be. */
static void
test_text (void)
{
  const guint n_rows = 700000;
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (PlacardSpool) spool = NULL;
  g_autoptr (PlacardText) text = NULL;
  g_autoptr (PlacardRowList) list = NULL;
  guint total = 0;

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (bytes, "%u\n", i);
  spool = make_spool (bytes->str, bytes->len);
  text = placard_text_new (spool, "text/plain; charset=utf-8");
  list = placard_row_list_new_text (text);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_cb), &total);
  while (total < n_rows)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, total);
  assert_row (list, 0, "0");
  assert_row (list, 63, "63");
  assert_row (list, 64, "64");
  assert_row (list, n_rows - 1, "699999");
  assert_row (list, 5, "5");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-list/bytes", test_bytes);
  g_test_add_func ("/row-list/text", test_text);
  return g_test_run ();
}
