/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-body.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "placard-error.h"

static char *
read_all (GInputStream *stream)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write (out, "", 1, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

static void
test_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, "text/plain");

  g_assert_cmpstr (placard_body_get_content_type (body), ==, "text/plain");
  g_assert_cmpint (placard_body_get_length (body), ==, 3);
  g_assert_false (placard_body_is_one_shot (body));
  g_assert_true (placard_body_get_bytes (body) == bytes);

  for (int i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GInputStream) stream = placard_body_open (body, NULL, &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = read_all (stream);
    g_assert_cmpstr (text, ==, "abc");
  }
}

static void
test_file (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "placard-body-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (PlacardBody) body = placard_body_new_file (file, NULL);
  g_autoptr (GError) error = NULL;

  close (fd);
  g_assert_true (g_file_set_contents (path, "hello", 5, NULL));
  g_assert_cmpint (placard_body_get_length (body), ==, 5);
  g_assert_null (placard_body_get_bytes (body));
  g_assert_true (placard_body_get_file (body) == file);

  for (int i = 0; i < 2; i++) {
    g_autoptr (GInputStream) stream = placard_body_open (body, NULL, &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = read_all (stream);
    g_assert_cmpstr (text, ==, "hello");
  }

  g_unlink (path);
  g_assert_cmpint (placard_body_get_length (body), ==, -1);
  g_assert_null (placard_body_open (body, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY);
  g_assert_nonnull (strstr (error->message, path));
}

/* A pipe has no length that one could announce. */
static void
test_pipe_length (void)
{
  g_autofree char *folder = g_dir_make_tmp ("placard-body-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (PlacardBody) body = placard_body_new_file (file, NULL);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_cmpint (placard_body_get_length (body), ==, -1);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_one_shot (void)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data ("once", 4, NULL);
  g_autoptr (PlacardBody) body = placard_body_new_stream (source, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) first = placard_body_open (body, NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = read_all (first);
  g_assert_cmpstr (text, ==, "once");
  g_assert_true (placard_body_is_one_shot (body));
  g_assert_cmpint (placard_body_get_length (body), ==, -1);

  g_assert_null (placard_body_open (body, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/body/bytes", test_bytes);
  g_test_add_func ("/body/file", test_file);
  g_test_add_func ("/body/pipe-length", test_pipe_length);
  g_test_add_func ("/body/one-shot", test_one_shot);
  return g_test_run ();
}
