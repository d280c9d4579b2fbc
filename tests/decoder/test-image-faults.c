/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that end early, and decoders that die, hang, or are in the hands of an attacker. */
#include "config.h"

#include "image-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

static char *good_programs;
static char *bad_programs;

/* What the decoder in tests/decoder/misbehave.c does, and what is said about it. */
static const struct {
  const char *word;
  const char *words;
} misdeeds[] = {
    {"open-file", "may not do"},
    {"open-climbing", "may not do"},
    {"write-file", "may not do"},
    {"open-socket", "may not do"},
    {"start-program", "may not do"},
    {"start-process", "may not do"},
    {"kill-parent", "may not do"},
    {"make-code", "may not do"},
    {"unlock", "may not do"},
#if !PLACARD_SANITIZED
    {"take-memory", "Segmentation fault"},
    {"crash", "Segmentation fault"},
#endif
    {"end", "status 3"},
    {"close", "stopped"},
    {"size-zero", "nonsense"},
    {"size-negative", "nonsense"},
    {"size-huge", "nonsense"},
    {"size-lead", "nonsense"},
    {"size-channels", "nonsense"},
    {"size-orientation", "nonsense"},
    {"good-size-twice", "nonsense"},
    {"damage-before-size", "nonsense"},
    {"good-size-damage-outside", "nonsense"},
    {"good-size-damage-overflow", "nonsense"},
    {"good-size-damage-frame", "nonsense"},
    {"good-size-rows", "nonsense"},
    {"good-size-done", "nonsense"},
    {"done-before-size", "nonsense"},
    {"idle-twice", "nonsense"},
    {"packet-empty", "stopped"},
    {"packet-short", "nonsense"},
    {"packet-long", "nonsense"},
    {"packet-unknown", "nonsense"},
    {"packet-echo", "nonsense"},
    {"hang", "within 0.5 seconds"},
};

static void
test_misdeed (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autofree char *bytes = g_strdup_printf ("P6\n# %s\n1 1\n255\nabc", misdeeds[row].word);
  g_autoptr (PlacardSpool) spool = fixture_spool_of (bytes, strlen (bytes), PLACARD_SPOOL_COMPLETE);
  gboolean hangs = !strcmp (misdeeds[row].word, "hang");
  PlacardImageLimits limits = {1000000, hangs ? 500 : 15000};
  g_autoptr (PlacardImage) image = NULL;

  g_setenv ("PLACARD_LIBEXECDIR", bad_programs, TRUE);
  image = placard_image_new (spool, &limits);
  fixture_wait_for_end (image);
  fixture_assert_failed (image, PLACARD_ERROR_DECODER, misdeeds[row].words);
  g_assert_false (g_file_test ("/tmp/placard-must-not-exist", G_FILE_TEST_EXISTS));
  g_setenv ("PLACARD_LIBEXECDIR", good_programs, TRUE);
}

static void
test_no_decoder (void)
{
  g_autoptr (GBytes) bytes = fixture_load ("plain.png");
  g_autoptr (PlacardSpool) spool = fixture_spool_of_bytes (bytes, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = NULL;

  g_setenv ("PLACARD_LIBEXECDIR", "/nonexistent", TRUE);
  image = placard_image_new (spool, NULL);
  fixture_wait_for_end (image);
  fixture_assert_failed (image, PLACARD_ERROR_DECODER, "/nonexistent/placard-decoder");
  g_setenv ("PLACARD_LIBEXECDIR", good_programs, TRUE);
}

/* Half an answer: what came stays, and it is never called done, whatever the loader thinks of it. */
static void
test_cut (gconstpointer data)
{
  static const char *const names[] = {
      "plain.png", "adam7.png",   "baseline.jpg", "still.gif",     "progressive.jpg", "binary.ppm",
      "plain.bmp", "strips.tiff", "still.avif",   "lossless.webp", "plain.svg",       "icon.ico"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) bytes = fixture_load (names[i]);
    g_autoptr (PlacardSpool) spool =
        fixture_spool_of (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) * 6 / 10,
                          PLACARD_SPOOL_INCOMPLETE);
    g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
    fixture_wait_for_end (image);
    g_test_message ("%s", names[i]);
    fixture_assert_failed (image, PLACARD_ERROR_TRUNCATED, NULL);
  }
}

/* Nobody said that bytes are missing, but rows are. (An interlaced picture has every row early on: whether
 * it is whole is for placard-completeness to say.) */
static void
test_rows_missing (void)
{
  static const char *const names[] = {"plain.png", "baseline.jpg", "binary.ppm", "plain.bmp"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) bytes = fixture_load (names[i]);
    g_autoptr (PlacardSpool) spool = fixture_spool_of (
        g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) * 6 / 10, PLACARD_SPOOL_COMPLETE);
    g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
    fixture_wait_for_end (image);
    g_test_message ("%s", names[i]);
    fixture_assert_failed (image, PLACARD_ERROR_TRUNCATED, "ends early");
    g_assert_cmpint (placard_image_get_height (image), >, placard_image_get_rows (image));
  }
}

static void
test_broken (void)
{
  g_autoptr (GBytes) bytes = fixture_load ("plain.png");
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (PlacardSpool) spool = NULL;
  g_autoptr (PlacardImage) image = NULL;

  memset (data + 60, 0xEE, 100);
  spool = fixture_spool_of (data, g_bytes_get_size (bytes), PLACARD_SPOOL_COMPLETE);
  image = placard_image_new (spool, NULL);
  fixture_wait_for_end (image);
  fixture_assert_failed (image, PLACARD_ERROR_UNDECODABLE, "PNG");
}

static void
test_spool_cancelled (void)
{
  g_autoptr (GBytes) bytes = fixture_load ("plain.png");
  g_autoptr (PlacardSpool) spool =
      fixture_spool_of (g_bytes_get_data (bytes, NULL), 500, PLACARD_SPOOL_OPEN);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);

  placard_spool_seal (spool, PLACARD_SPOOL_CANCELLED);
  fixture_wait_for_end (image);
  fixture_assert_failed (image, PLACARD_ERROR_CANCELLED, NULL);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (directory))
    n++;
  return n;
}

/* Threads and processes end a moment after the object. */
static void
wait_until_quiet (void)
{
  for (int i = 0; i < 1000 && count_entries ("/proc/self/task") > 1; i++)
    g_usleep (5000);
  g_assert_cmpint (count_entries ("/proc/self/task"), ==, 1);
}

typedef enum {
  CANCEL_AT_ONCE,
  CANCEL_WHILE_WAITING,
  CANCEL_WHILE_DECODING,
  CANCEL_BY_DROPPING,
  N_CANCELS,
} Cancel;

static void
cancel_one (GBytes *bytes, Cancel moment)
{
  g_autoptr (PlacardSpool) spool =
      fixture_spool_of (g_bytes_get_data (bytes, NULL), moment == CANCEL_WHILE_DECODING ? 900 : 3,
                        PLACARD_SPOOL_OPEN);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  gint64 start;

  if (moment == CANCEL_WHILE_WAITING || moment == CANCEL_WHILE_DECODING)
    g_usleep (10000);
  start = g_get_monotonic_time ();
  if (moment != CANCEL_BY_DROPPING) {
    placard_image_cancel (image);
    fixture_assert_failed (image, PLACARD_ERROR_CANCELLED, NULL);
  }
  g_assert_finalize_object (g_steal_pointer (&image));
  /* Ten milliseconds are promised; a busy machine may take a slice of time away. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 50000);
}

/* 200 that were stopped leave no descriptor, no thread, no process and no zombie. */
static void
test_leaves_nothing (void)
{
  g_autoptr (GBytes) bytes = fixture_load ("plain.png");
  guint n_files;

  /* What the tests before left to be buried. */
  wait_until_quiet ();
  n_files = count_entries ("/proc/self/fd");
  for (int i = 0; i < 200; i++)
    cancel_one (bytes, (Cancel) (i % N_CANCELS));

  wait_until_quiet ();
  g_assert_cmpint (count_entries ("/proc/self/fd"), ==, n_files);
  /* No child is left, dead or alive. */
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
}

/* The pixels outlive the image for whoever holds them. */
static void
test_pixels_outlive (void)
{
  g_autoptr (GBytes) bytes = fixture_load ("plain.png");
  g_autoptr (PlacardSpool) spool = fixture_spool_of_bytes (bytes, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  g_autofree guint8 *copy = NULL;
  PlacardImageLevel level;
  gsize size;

  fixture_wait_for_end (image);
  g_assert_true (placard_image_get_level (image, 0, &level));
  size = g_bytes_get_size (level.pixels);
  copy = g_memdup2 (g_bytes_get_data (level.pixels, NULL), size);
  g_assert_finalize_object (g_steal_pointer (&image));
  g_assert_cmpmem (g_bytes_get_data (level.pixels, NULL), size, copy, size);
  g_bytes_unref (level.pixels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  good_programs = g_strdup (g_getenv ("PLACARD_LIBEXECDIR"));
  bad_programs = g_test_build_filename (G_TEST_BUILT, "decoder", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (misdeeds); i++) {
    g_autofree char *path = g_strdup_printf ("/image-faults/%s", misdeeds[i].word);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_misdeed);
  }
  g_test_add_func ("/image-faults/no-decoder", test_no_decoder);
  g_test_add_data_func ("/image-faults/cut", NULL, test_cut);
  g_test_add_func ("/image-faults/rows-missing", test_rows_missing);
  g_test_add_func ("/image-faults/broken", test_broken);
  g_test_add_func ("/image-faults/spool-cancelled", test_spool_cancelled);
  g_test_add_func ("/image-faults/leaves-nothing", test_leaves_nothing);
  g_test_add_func ("/image-faults/pixels-outlive", test_pixels_outlive);
  return g_test_run ();
}
