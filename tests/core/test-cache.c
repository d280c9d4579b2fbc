/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW8, IN19 to IN24. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "placard-cache.h"
#include "placard-field.h"
#include "placard-response.h"

typedef struct {
  char *directory;
  PlacardCache *cache;
  gboolean done;
  gboolean stored;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("placard-cache-XXXXXX", NULL);

  fixture->directory = g_build_filename (folder, "http", NULL);
  fixture->cache = placard_cache_new (fixture->directory, 100 * 1000);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->directory, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->directory, 0, NULL);
  g_autofree char *parent = g_path_get_dirname (fixture->directory);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->directory);
  g_rmdir (parent);
  g_object_unref (fixture->cache); /* a thread may hold it a little longer */
  g_free (fixture->directory);
}

/* An unnamed file with @n_bytes of @byte in it. */
static int
make_file (char byte, gsize n_bytes)
{
  g_autofree char *path = NULL;
  g_autofree char *bytes = g_strnfill (n_bytes, byte);
  int fd = g_file_open_tmp ("placard-body-XXXXXX", &path, NULL);

  g_assert_cmpint (write (fd, bytes, n_bytes), ==, (gssize) n_bytes);
  g_unlink (path);
  return fd;
}

static PlacardCacheEntry *
make_entry (char byte, gsize n_bytes)
{
  PlacardCacheEntry *entry = placard_cache_entry_new ();

  entry->url = g_strdup ("https://a.example/x?y");
  entry->status = 200;
  entry->status_text = g_strdup ("Very well");
  entry->http_version = g_strdup ("1.1");
  entry->times.requested = 1000;
  entry->times.received = 1002;
  entry->variant = g_strdup ("accept: image/*\n");
  g_ptr_array_add (entry->headers, placard_response_header_new ("Vary", "Accept"));
  g_ptr_array_add (entry->headers, placard_response_header_new ("Content-Type", "image/png"));
  g_ptr_array_add (entry->headers, placard_response_header_new ("X-Empty", ""));
  g_ptr_array_add (entry->headers, placard_response_header_new ("Set-Cookie", "sid=secret"));
  entry->fd = make_file (byte, n_bytes);
  entry->length = (goffset) n_bytes;
  return entry;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  fixture->stored = placard_cache_store_finish (PLACARD_CACHE (source), result, &error);
  fixture->done = TRUE;
}

static gboolean
store (Fixture *fixture, const char *key, PlacardCacheEntry *entry)
{
  fixture->done = FALSE;
  placard_cache_store_async (fixture->cache, key, entry, NULL, stored_cb, fixture);
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
  return fixture->stored;
}

static GPtrArray *
make_fields (const char *accept)
{
  GPtrArray *fields = placard_field_list_new ();

  g_ptr_array_add (fields, placard_field_new ("Accept", accept));
  return fields;
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) fields = make_fields ("image/*");
  g_autoptr (GPtrArray) others = make_fields ("text/html");
  g_autoptr (PlacardCacheEntry) entry = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "key", NULL);
  char body[5];
  GStatBuf facts;

  g_assert_null (placard_cache_lookup (fixture->cache, "key", fields));
  g_assert_true (store (fixture, "key", make_entry ('x', 5)));
  entry = placard_cache_lookup (fixture->cache, "key", fields);
  g_assert_cmpstr (entry->url, ==, "https://a.example/x?y");
  g_assert_cmpuint (entry->status, ==, 200);
  g_assert_cmpstr (entry->status_text, ==, "Very well");
  g_assert_cmpstr (entry->http_version, ==, "1.1");
  g_assert_cmpint (entry->times.requested, ==, 1000);
  g_assert_cmpint (entry->times.received, ==, 1002);
  g_assert_cmpuint (entry->headers->len, ==, 3); /* no Set-Cookie */
  g_assert_cmpstr (((PlacardResponseHeader *) g_ptr_array_index (entry->headers, 2))->value, ==,
                   "");
  g_assert_cmpint (entry->length, ==, 5);
  g_assert_cmpint (pread (entry->fd, body, sizeof body, entry->offset), ==, 5);
  g_assert_cmpmem (body, 5, "xxxxx", 5);
  g_assert_cmpint (g_stat (path, &facts), ==, 0);
  g_assert_cmpuint (facts.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (fixture->directory, &facts), ==, 0);
  g_assert_cmpuint (facts.st_mode & 0777, ==, 0700);

  g_assert_null (placard_cache_lookup (fixture->cache, "key", others));
  placard_cache_remove (fixture->cache, "key");
  g_assert_null (placard_cache_lookup (fixture->cache, "key", fields));
  /* Whoever has it open reads on. */
  g_assert_cmpint (pread (entry->fd, body, sizeof body, entry->offset), ==, 5);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) fields = make_fields ("image/*");
  g_autoptr (PlacardCacheEntry) entry = NULL;

  g_assert_true (store (fixture, "key", make_entry ('x', 5)));
  g_assert_true (store (fixture, "key", make_entry ('y', 7)));
  entry = placard_cache_lookup (fixture->cache, "key", fields);
  g_assert_cmpint (entry->length, ==, 7);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_empty_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) fields = make_fields ("image/*");
  g_autoptr (PlacardCacheEntry) entry = NULL;

  g_assert_true (store (fixture, "key", make_entry ('x', 0)));
  entry = placard_cache_lookup (fixture->cache, "key", fields);
  g_assert_cmpint (entry->length, ==, 0);
}

/* What is not whole is not there, and goes. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
      "",
      "nonsense",
      "placard-cache 1\n",
      "placard-cache 1\nurl https://a.example/\nstatus 200\nlength 5\n\nfour",
      "placard-cache 1\nurl https://a.example/\nstatus 200\nlength 5\n\nsix***",
      "placard-cache 1\nurl https://a.example/\nstatus 9999\nlength 1\n\n1",
      "placard-cache 1\nurl https://a.example/\nstatus 200\nlength -5\n\n",
      "placard-cache 1\nstatus 200\nlength 1\n\n1",
      "placard-cache 2\nurl https://a.example/\nstatus 200\nlength 1\n\n1",
      "placard-cache 1\nurl https://a.example/\nword\nstatus 200\nlength 1\n\n1",
  };
  g_autoptr (GPtrArray) fields = make_fields ("image/*");
  g_autofree char *path = g_build_filename (fixture->directory, "key", NULL);

  g_assert_true (store (fixture, "other", make_entry ('x', 5)));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_assert_null (placard_cache_lookup (fixture->cache, "key", fields));
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
}

/* A body that ends before its length leaves nothing. */
static void
test_short_body (Fixture *fixture, gconstpointer data)
{
  PlacardCacheEntry *entry = make_entry ('x', 5);

  entry->length = 6;
  g_assert_false (store (fixture, "key", entry));
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
age_file (Fixture *fixture, const char *key, int seconds)
{
  g_autofree char *path = g_build_filename (fixture->directory, key, NULL);
  struct timespec times[2] = {{.tv_nsec = UTIME_NOW}, {.tv_sec = time (NULL) - seconds}};

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

/* 100 kB in all: the least recently used go, and what was looked up is not one of them. */
static void
test_evict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) fields = make_fields ("image/*");
  g_autoptr (PlacardCacheEntry) used = NULL, gone = NULL, kept = NULL, last = NULL;

  for (int i = 0; i < 4; i++) {
    g_autofree char *key = g_strdup_printf ("key%d", i);

    g_assert_true (store (fixture, key, make_entry ('x', 24000)));
    age_file (fixture, key, 100 - i);
  }
  g_assert_cmpuint (count_files (fixture), ==, 4);
  used = placard_cache_lookup (fixture->cache, "key0", fields);
  g_assert_nonnull (used);
  g_assert_true (store (fixture, "key4", make_entry ('x', 24000)));
  g_assert_cmpuint (count_files (fixture), ==, 4);
  gone = placard_cache_lookup (fixture->cache, "key1", fields);
  g_assert_null (gone);
  kept = placard_cache_lookup (fixture->cache, "key0", fields);
  g_assert_nonnull (kept);
  last = placard_cache_lookup (fixture->cache, "key4", fields);
  g_assert_nonnull (last);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_assert_false (store (fixture, "key", make_entry ('x', 25001)));
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_leftovers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *old = g_build_filename (fixture->directory, "new-abcdef", NULL);
  g_autofree char *young = g_build_filename (fixture->directory, "new-ghijkl", NULL);

  g_assert_true (store (fixture, "key", make_entry ('x', 5)));
  g_assert_true (g_file_set_contents (old, "half", -1, NULL));
  g_assert_true (g_file_set_contents (young, "half", -1, NULL));
  age_file (fixture, "new-abcdef", 2 * 60 * 60);
  g_assert_true (store (fixture, "key", make_entry ('x', 5)));
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS));
}

static char *
make_key (const char *url, const char *name, const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) fields = make_fields ("image/*");

  if (name)
    g_ptr_array_add (fields, placard_field_new (name, value));
  return placard_cache_make_key (uri, fields);
}

/* Two people, one address: two pictures. */
static void
test_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = make_key ("https://a.example/", NULL, NULL);
  g_autofree char *same = make_key ("https://a.example/#x", "X-Till", "7");
  g_autofree char *other = make_key ("https://a.example/?x", NULL, NULL);
  g_autofree char *one = make_key ("https://a.example/", "Authorization", "Bearer one");
  g_autofree char *two = make_key ("https://a.example/", "Authorization", "Bearer two");
  g_autofree char *key = make_key ("https://a.example/", "X-Api-Key", "one");
  g_autofree char *cookie = make_key ("https://a.example/", "Cookie", "one");

  g_assert_cmpstr (plain, ==, same);
  g_assert_cmpstr (plain, !=, other);
  g_assert_cmpstr (plain, !=, one);
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpstr (key, !=, plain);
  g_assert_cmpstr (cookie, !=, key);
  g_assert_null (strstr (one, "one"));
}

#define ADD(name, func) g_test_add ("/cache/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("replace", test_replace);
  ADD ("empty-body", test_empty_body);
  ADD ("broken", test_broken);
  ADD ("short-body", test_short_body);
  ADD ("evict", test_evict);
  ADD ("too-large", test_too_large);
  ADD ("leftovers", test_leftovers);
  ADD ("key", test_key);
  return g_test_run ();
}
