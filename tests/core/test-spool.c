/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-error.h"
#include "placard-spool.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static PlacardSpool *
new_spool (void)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  return spool;
}

static void
append (PlacardSpool *spool, const char *text)
{
  g_autoptr (GError) error = NULL;

  placard_spool_append (spool, text, strlen (text), &error);
  g_assert_no_error (error);
}

static void
test_read_at (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (GError) error = NULL;
  char buffer[8] = "";

  g_assert_cmpint (placard_spool_read_at (spool, 0, buffer, 8, &error), ==, 0);
  append (spool, "hello");
  append (spool, "");
  g_assert_cmpint (placard_spool_get_size (spool), ==, 5);
  g_assert_cmpint (placard_spool_read_at (spool, 1, buffer, 8, &error), ==, 4);
  g_assert_cmpmem (buffer, 4, "ello", 4);
  g_assert_cmpint (placard_spool_read_at (spool, 5, buffer, 8, &error), ==, 0);
  g_assert_cmpint (placard_spool_read_at (spool, 99, buffer, 8, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_finalize_object (g_steal_pointer (&spool));
}

/* No name, nobody else may read it, and a reader cannot write. */
static void
test_descriptor (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (GError) error = NULL;
  struct stat status;
  char buffer[8];
  int fd, other;

  append (spool, "hello");
  fd = placard_spool_open_fd (spool, &error);
  other = placard_spool_open_fd (spool, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  g_assert_cmpint (status.st_nlink, ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_cmpint (write (fd, "x", 1), ==, -1);
  g_assert_cmpint (read (fd, buffer, 3), ==, 3);
  g_assert_cmpint (read (other, buffer, 8), ==, 5);
  append (spool, " you");
  g_assert_cmpint (read (other, buffer, 8), ==, 4);
  close (fd);
  close (other);
}

static void
test_no_directory (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (placard_spool_new ("/nonexistent/folder", &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  g_assert_nonnull (strstr (error->message, "/nonexistent/folder"));
}

static void
test_default_directory (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, &error);

  g_assert_no_error (error);
  append (spool, "x");
  g_assert_cmpint (placard_spool_get_size (spool), ==, 1);
}

static void
test_stream_ends (void)
{
  static const struct {
    PlacardSpoolState state;
    int code; /* -1: a clean end */
  } rows[] = {
      {PLACARD_SPOOL_COMPLETE, -1},
      {PLACARD_SPOOL_INCOMPLETE, PLACARD_ERROR_TRUNCATED},
      {PLACARD_SPOOL_CANCELLED, PLACARD_ERROR_CANCELLED},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardSpool) spool = new_spool ();
    g_autoptr (GInputStream) stream = placard_spool_read (spool);
    g_autoptr (GError) error = NULL;
    char buffer[8];

    append (spool, "hello");
    placard_spool_seal (spool, rows[i].state);
    g_assert_cmpint (g_input_stream_read (stream, buffer, 8, NULL, &error), ==, 5);
    g_assert_no_error (error);
    if (rows[i].code < 0) {
      g_assert_cmpint (g_input_stream_read (stream, buffer, 8, NULL, &error), ==, 0);
      g_assert_no_error (error);
    } else {
      g_assert_cmpint (g_input_stream_read (stream, buffer, 8, NULL, &error), ==, -1);
      g_assert_error (error, PLACARD_ERROR, rows[i].code);
    }
  }
}

static gpointer
write_slowly (gpointer data)
{
  PlacardSpool *spool = data;

  for (int i = 0; i < 100; i++) {
    g_autofree char *line = g_strdup_printf ("%04d\n", i);
    append (spool, line);
    if (i % 10 == 0)
      g_usleep (1000);
  }
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return NULL;
}

/* Readers at their own pace see every byte once, also those that come while they wait. */
static void
test_stream_waits (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (GInputStream) stream = placard_spool_read (spool);
  g_autoptr (GError) error = NULL;
  GThread *writer = g_thread_new ("writer", write_slowly, spool);
  char all[600] = "";
  gsize n_read;

  g_assert_true (g_input_stream_read_all (stream, all, sizeof all, &n_read, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n_read, ==, 500);
  for (int i = 0; i < 100; i++)
    g_assert_cmpint (atoi (all + 5 * i), ==, i);
  g_thread_join (writer);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (20000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_stream_cancel (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (GInputStream) stream = placard_spool_read (spool);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  char byte;

  g_assert_cmpint (g_input_stream_read (stream, &byte, 1, cancellable, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

typedef struct {
  GMainContext *context;
  GThread *thread; /* where the function was called last */
  int calls;
  gboolean destroyed;
  goffset size;
  PlacardSpoolState state;
} Seen;

static void
watch_cb (PlacardSpool *spool, gpointer user_data)
{
  Seen *seen = user_data;

  seen->calls++;
  seen->thread = g_thread_self ();
  seen->size = placard_spool_get_size (spool);
  seen->state = placard_spool_get_state (spool);
}

static void
watch_gone_cb (gpointer user_data)
{
  ((Seen *) user_data)->destroyed = TRUE;
}

static void
iterate (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

static void
test_watch (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  Seen seen = {0};
  guint id = placard_spool_watch (spool, context, watch_cb, &seen, watch_gone_cb);

  iterate (context);
  g_assert_cmpint (seen.calls, ==, 0);
  append (spool, "one");
  append (spool, "two");
  iterate (context);
  g_assert_cmpint (seen.calls, ==, 1);
  g_assert_cmpint (seen.size, ==, 6);
  placard_spool_seal (spool, PLACARD_SPOOL_INCOMPLETE);
  iterate (context);
  g_assert_cmpint (seen.calls, ==, 2);
  g_assert_cmpint (seen.state, ==, PLACARD_SPOOL_INCOMPLETE);

  placard_spool_unwatch (spool, id);
  placard_spool_unwatch (spool, id);
  iterate (context);
  g_assert_cmpint (seen.calls, ==, 2);
  g_assert_true (seen.destroyed);
}

/* A watch that comes late is told what is there; one that is left behind ends with the spool. */
static void
test_watch_late (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  Seen seen = {0};

  append (spool, "hello");
  placard_spool_watch (spool, NULL, watch_cb, &seen, watch_gone_cb);
  iterate (NULL);
  g_assert_cmpint (seen.calls, ==, 1);
  g_assert_cmpint (seen.size, ==, 5);
  g_assert_finalize_object (g_steal_pointer (&spool));
  iterate (NULL);
  g_assert_true (seen.destroyed);
}

static gpointer
iterate_until_destroyed (gpointer data)
{
  Seen *seen = data;

  g_main_context_push_thread_default (seen->context);
  while (!seen->destroyed)
    g_main_context_iteration (seen->context, TRUE);
  g_main_context_pop_thread_default (seen->context);
  return NULL;
}

static void
test_watch_other_thread (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  Seen seen = {.context = context};
  guint id = placard_spool_watch (spool, context, watch_cb, &seen, watch_gone_cb);
  GThread *thread = g_thread_new ("watcher", iterate_until_destroyed, &seen);

  for (int i = 0; i < 1000; i++)
    append (spool, "x");
  placard_spool_unwatch (spool, id);
  g_thread_join (thread);
  g_assert_true (seen.destroyed);
  g_assert_true (seen.calls == 0 || seen.thread == thread);
}

/* A full disk is an error, and the bytes before it stay. */
static void
test_no_space (void)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (GError) error = NULL;
  g_autofree char *much = g_malloc0 (1 << 20);
  struct rlimit old, small;

  append (spool, "hello");
  /* The limit of a file's size stands for the disk's: EFBIG instead of ENOSPC. */
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 1000;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (placard_spool_append (spool, much, 1 << 20, &error));
  setrlimit (RLIMIT_FSIZE, &old);

  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  g_assert_cmpint (placard_spool_get_size (spool), ==, 5);
  placard_spool_seal (spool, PLACARD_SPOOL_INCOMPLETE);
}

/* BM9: one writer, and no byte after the end. */
static void
test_sealed (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (PlacardSpool) spool = placard_spool_new (g_get_tmp_dir (), NULL);

    placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
    placard_spool_append (spool, "x", 1, NULL);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*CRITICAL*");
}

/* RS21: what is passed gives its place back; the beginning stays for whoever judges it. */
static void
test_forget (void)
{
  g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, NULL);
  gsize size = 4 * 1024 * 1024;
  g_autofree guint8 *bytes = g_malloc (size);
  guint8 first[16];
  struct stat before, after;
  int fd;

  memset (bytes, 'x', size);
  g_assert_true (placard_spool_append (spool, bytes, size, NULL));
  fd = placard_spool_open_fd (spool, NULL);
  fstat (fd, &before);
  g_assert_false (placard_spool_has_forgotten (spool));
  placard_spool_forget (spool, (goffset) size);
  g_assert_true (placard_spool_has_forgotten (spool));
  fstat (fd, &after);
  g_assert_cmpint (after.st_size, ==, before.st_size);
  if (before.st_blocks * 512 >= (gint64) size) /* a file system that counts them at once */
    g_assert_cmpint (after.st_blocks * 512, <, 2 * PLACARD_SPOOL_REMEMBERED);
  g_assert_cmpint (placard_spool_read_at (spool, PLACARD_SPOOL_REMEMBERED - 16, first, 16, NULL),
                   ==, 16);
  g_assert_cmpmem (first, 16, bytes, 16);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spool/read-at", test_read_at);
  g_test_add_func ("/spool/descriptor", test_descriptor);
  g_test_add_func ("/spool/no-directory", test_no_directory);
  g_test_add_func ("/spool/default-directory", test_default_directory);
  g_test_add_func ("/spool/stream-ends", test_stream_ends);
  g_test_add_func ("/spool/stream-waits", test_stream_waits);
  g_test_add_func ("/spool/stream-cancel", test_stream_cancel);
  g_test_add_func ("/spool/watch", test_watch);
  g_test_add_func ("/spool/watch-late", test_watch_late);
  g_test_add_func ("/spool/watch-other-thread", test_watch_other_thread);
  g_test_add_func ("/spool/no-space", test_no_space);
  g_test_add_func ("/spool/forget", test_forget);
  g_test_add_func ("/spool/sealed", test_sealed);
  return g_test_run ();
}
