/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-digest.h"

#include <string.h>

#include "placard-error.h"

/* FIPS 180-2's example, and of nothing. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static char *
digest (PlacardSpool *spool, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  placard_digest_async (spool, cancellable, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return placard_digest_finish (result, error);
}

static PlacardSpool *
make_spool (const char *text)
{
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), NULL);

  g_assert_true (placard_spool_append (spool, text, strlen (text), NULL));
  return spool;
}

static void
test_sealed (void)
{
  g_autoptr (PlacardSpool) spool = make_spool ("abc");
  g_autoptr (PlacardSpool) empty = make_spool ("");
  g_autoptr (PlacardSpool) cut = make_spool ("abc");
  g_autofree char *whole = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *part = NULL;

  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  placard_spool_seal (empty, PLACARD_SPOOL_COMPLETE);
  placard_spool_seal (cut, PLACARD_SPOOL_INCOMPLETE);
  whole = digest (spool, NULL, NULL);
  nothing = digest (empty, NULL, NULL);
  part = digest (cut, NULL, NULL);
  g_assert_cmpstr (whole, ==, ABC);
  g_assert_cmpstr (nothing, ==, NOTHING);
  g_assert_cmpstr (part, ==, ABC);
}

static gboolean
finish_cb (gpointer data)
{
  g_assert_true (placard_spool_append (data, "c", 1, NULL));
  placard_spool_seal (data, PLACARD_SPOOL_COMPLETE);
  return G_SOURCE_REMOVE;
}

static void
test_growing (void)
{
  g_autoptr (PlacardSpool) spool = make_spool ("ab");
  g_autofree char *whole = NULL;

  g_timeout_add (20, finish_cb, spool);
  whole = digest (spool, NULL, NULL);
  g_assert_cmpstr (whole, ==, ABC);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr (PlacardSpool) spool = make_spool ("ab");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_timeout_add (20, cancel_cb, cancellable);
  g_assert_null (digest (spool, cancellable, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
  placard_spool_seal (spool, PLACARD_SPOOL_CANCELLED);
}

static void
no_work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text = placard_digest_finish (result, NULL);
  guint *n = user_data;

  g_assert_cmpstr (text, ==, ABC);
  *n += 1;
}

/* Many that wait for the network do not keep others from GTask's threads. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) spools = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GTask) other = g_task_new (NULL, NULL, NULL, NULL);
  guint n_done = 0;
  gint64 begin;

  for (int i = 0; i < 60; i++) {
    g_ptr_array_add (spools, make_spool ("abc"));
    placard_digest_async (spools->pdata[i], NULL, count_cb, &n_done);
  }
  begin = g_get_monotonic_time ();
  g_task_run_in_thread_sync (other, no_work);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC / 2);
  for (guint i = 0; i < spools->len; i++)
    placard_spool_seal (spools->pdata[i], PLACARD_SPOOL_COMPLETE);
  while (n_done < spools->len)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/sealed", test_sealed);
  g_test_add_func ("/digest/growing", test_growing);
  g_test_add_func ("/digest/cancel", test_cancel);
  g_test_add_func ("/digest/many", test_many);
  return g_test_run ();
}
