/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-readahead.h"

#include <glib/gstdio.h>
#include <string.h>

#define BYTES (1000 * 1000 + 7)

/* A file with a pattern in it, and a stream of it that is read ahead. */
static GInputStream *
open_file (char **path, guint8 **bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) base = NULL;
  g_autoptr (GFile) file = NULL;
  int fd = g_file_open_tmp ("placard-readahead-XXXXXX", path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  *bytes = g_malloc (BYTES);
  for (gsize i = 0; i < BYTES; i++)
    (*bytes)[i] = (guint8) (i * 2654435761u >> 13);
  g_file_set_contents (*path, (char *) *bytes, BYTES, &error);
  g_assert_no_error (error);
  file = g_file_new_for_path (*path);
  base = g_file_read (file, NULL, &error);
  g_assert_no_error (error);
  return placard_readahead_new (G_INPUT_STREAM (base));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(gssize *) user_data = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  g_assert_no_error (error);
}

static gsize
read_some (GInputStream *stream, guint8 *bytes, gsize count)
{
  gssize n = -2;

  g_input_stream_read_async (stream, bytes, count, G_PRIORITY_DEFAULT, NULL, read_cb, &n);
  while (n == -2)
    g_main_context_iteration (NULL, TRUE);
  return (gsize) n;
}

static void
assert_all (GInputStream *stream, const guint8 *expected)
{
  g_autofree guint8 *seen = g_malloc (BYTES + 8192);
  gsize at = 0, n;

  while ((n = read_some (stream, seen + at, 8192)) > 0)
    at += n;
  g_assert_cmpmem (seen, at, expected, BYTES);
}

/* UL7: whatever libsoup's pieces are, every byte once and in order. */
static void
test_read (void)
{
  g_autofree char *path = NULL;
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GInputStream) stream = open_file (&path, &bytes);

  assert_all (stream, bytes);
  g_assert_cmpint (g_seekable_tell (G_SEEKABLE (stream)), ==, BYTES);
  g_unlink (path);
}

/* A body that is sent once more: at its end, in the middle, and while the next piece is on its way. */
static void
test_again (void)
{
  g_autofree char *path = NULL;
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GInputStream) stream = open_file (&path, &bytes);
  guint8 piece[8192];

  for (gsize n_pieces = 0; n_pieces < 70; n_pieces += 32) { /* 32 are one whole buffer */
    for (gsize i = 0; i < n_pieces; i++)
      read_some (stream, piece, sizeof piece);
    g_assert_true (g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, NULL));
    g_assert_cmpint (g_seekable_tell (G_SEEKABLE (stream)), ==, 0);
    assert_all (stream, bytes);
    g_assert_true (g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, NULL));
  }
  g_unlink (path);
}

/* Let go of while it reads: the read ends by itself. */
static void
test_dropped (void)
{
  g_autofree char *path = NULL;
  g_autofree guint8 *bytes = NULL;
  GInputStream *stream = open_file (&path, &bytes);
  guint8 piece[16];

  g_assert_false (g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (stream)));
  g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), piece, sizeof piece,
                                            NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (stream), (gpointer *) &stream);
  g_input_stream_close (stream, NULL, NULL);
  g_object_unref (stream);
  while (stream)
    g_main_context_iteration (NULL, TRUE);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readahead/read", test_read);
  g_test_add_func ("/readahead/again", test_again);
  g_test_add_func ("/readahead/dropped", test_dropped);
  return g_test_run ();
}
