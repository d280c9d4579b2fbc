/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-completeness.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const char *name;
  PlacardMediaType type;
  int width;
  int height;
} Picture;

/* Made from one picture of 37 x 29 pixels by gdk-pixbuf, libjpeg-turbo, libwebp, libavif, libtiff
 * and ImageMagick. */
static const Picture pictures[] = {
    {"plain.png", PLACARD_MEDIA_PNG, 37, 29},      {"adam7.png", PLACARD_MEDIA_PNG, 37, 29},
    {"baseline.jpg", PLACARD_MEDIA_JPEG, 37, 29},  {"progressive.jpg", PLACARD_MEDIA_JPEG, 37, 29},
    {"restart.jpg", PLACARD_MEDIA_JPEG, 37, 29},   {"still.gif", PLACARD_MEDIA_GIF, 37, 29},
    {"animated.gif", PLACARD_MEDIA_GIF, 37, 29},   {"lossy.webp", PLACARD_MEDIA_WEBP, 37, 29},
    {"lossless.webp", PLACARD_MEDIA_WEBP, 37, 29}, {"animated.webp", PLACARD_MEDIA_WEBP, 37, 29},
    {"still.avif", PLACARD_MEDIA_AVIF, 37, 29},    {"sequence.avif", PLACARD_MEDIA_AVIF, 37, 29},
    {"turned.avif", PLACARD_MEDIA_AVIF, 29, 37},   {"strips.tiff", PLACARD_MEDIA_TIFF, 37, 29},
    {"tiles.tiff", PLACARD_MEDIA_TIFF, 37, 29},    {"big-endian.tiff", PLACARD_MEDIA_TIFF, 37, 29},
    {"bigtiff.tiff", PLACARD_MEDIA_TIFF, 37, 29},  {"pages.tiff", PLACARD_MEDIA_TIFF, 37, 29},
    {"plain.bmp", PLACARD_MEDIA_BMP, 37, 29},      {"rle.bmp", PLACARD_MEDIA_BMP, 37, 29},
    {"icon.ico", PLACARD_MEDIA_ICO, 37, 29},       {"binary.ppm", PLACARD_MEDIA_PNM, 37, 29},
    {"binary.pgm", PLACARD_MEDIA_PNM, 37, 29},     {"bits.pbm", PLACARD_MEDIA_PNM, 37, 29},
    {"map.pam", PLACARD_MEDIA_PNM, 37, 29},        {"plain.ppm", PLACARD_MEDIA_PNM, 37, 29},
    {"plain.pgm", PLACARD_MEDIA_PNM, 37, 29},      {"plain.pbm", PLACARD_MEDIA_PNM, 37, 29},
    {"plain.svg", PLACARD_MEDIA_SVG, 37, 29},
};

static char *
dup_path (const Picture *picture)
{
  return g_test_build_filename (G_TEST_DIST, "data", "pictures", picture->name, NULL);
}

static GBytes *
load (const Picture *picture)
{
  g_autofree char *path = dup_path (picture);
  char *contents = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

/* Feeds the first @length bytes in slices of at most @slice bytes, or of random sizes when it is
 * 0. */
static PlacardCompleteness
scan (const Picture *picture, GBytes *bytes, gsize length, gsize slice, int *width, int *height)
{
  g_autoptr (PlacardCompletenessScanner) scanner = placard_completeness_scanner_new (picture->type);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  PlacardCompleteness found;

  for (gsize at = 0; at < length;) {
    gsize wanted = slice ? slice : (gsize) g_test_rand_int_range (1, 200);
    gsize n = MIN (wanted, length - at);
    /* A copy, so that a sanitizer sees a look beyond the slice. */
    g_autofree guint8 *copy = g_memdup2 (data + at, n);

    placard_completeness_scanner_feed (scanner, copy, n);
    at += n;
  }
  found = placard_completeness_scanner_end (scanner);
  placard_completeness_scanner_get_size (scanner, width, height);
  return found;
}

static void
test_whole (gconstpointer data)
{
  const Picture *picture = data;
  g_autoptr (GBytes) bytes = load (picture);
  gsize slices[] = {1, 7, 64, 4096, 1 << 20};
  int width, height;

  for (gsize i = 0; i < G_N_ELEMENTS (slices); i++) {
    g_assert_cmpint (scan (picture, bytes, g_bytes_get_size (bytes), slices[i], &width, &height),
                     ==, PLACARD_COMPLETENESS_COMPLETE);
    g_assert_cmpint (width, ==, picture->width);
    g_assert_cmpint (height, ==, picture->height);
  }
}

/* No cut is called complete: 50 %, 90 %, one byte less, and every other one. Only a plain PPM's or PGM's
 * last number may have lost digits. */
static void
test_cut (gconstpointer data)
{
  const Picture *picture = data;
  g_autoptr (GBytes) bytes = load (picture);
  gsize size = g_bytes_get_size (bytes);

  for (gsize length = 0; length<size; length += size> 5000 ? 13 : 1) {
    PlacardCompleteness found = scan (picture, bytes, length, 4096, NULL, NULL);

    g_assert_cmpint (found, !=, PLACARD_COMPLETENESS_COMPLETE);
    if (length + 4 < size)
      g_assert_cmpint (found, !=, PLACARD_COMPLETENESS_UNKNOWN);
  }
  g_assert_cmpint (scan (picture, bytes, size - 1, 4096, NULL, NULL), !=,
                   PLACARD_COMPLETENESS_COMPLETE);
}

static void
test_any_slicing (gconstpointer data)
{
  const Picture *picture = data;
  g_autoptr (GBytes) bytes = load (picture);

  for (int round = 0; round < 40; round++) {
    gsize length = g_test_rand_int_range (0, (int) g_bytes_get_size (bytes) + 1);
    int width, height, other_width, other_height;
    PlacardCompleteness in_one = scan (picture, bytes, length, G_MAXSIZE, &width, &height);

    g_assert_cmpint (scan (picture, bytes, length, 0, &other_width, &other_height), ==, in_one);
    g_assert_cmpint (width, ==, other_width);
    g_assert_cmpint (height, ==, other_height);
  }
}

/* Damaged bytes lead to some verdict, the same in any slicing, and to no crash. */
static void
test_damage (gconstpointer data)
{
  const Picture *picture = data;
  g_autoptr (GBytes) bytes = load (picture);
  gsize size = g_bytes_get_size (bytes);

  for (int round = 0; round < 200; round++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
    g_autoptr (GBytes) damaged = NULL;

    for (int i = 0; i < 4; i++)
      copy[g_test_rand_int_range (0, (int) MIN (size, round & 1 ? size : 200))] =
          (guint8) g_test_rand_int ();
    damaged = g_bytes_new (copy, size);
    g_assert_cmpint (scan (picture, damaged, size, 0, NULL, NULL), ==,
                     scan (picture, damaged, size, G_MAXSIZE, NULL, NULL));
  }
}

static void
test_tail (gconstpointer data)
{
  const Picture *picture = data;
  g_autoptr (GBytes) bytes = load (picture);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *longer = g_malloc0 (size + 32);
  g_autoptr (GBytes) more = NULL;

  /* After an ISO file's last box, zeros are a box that fills the rest. */
  memcpy (longer, g_bytes_get_data (bytes, NULL), size);
  more = g_bytes_new (longer, size + 32);
  g_assert_cmpint (scan (picture, more, size + 32, 64, NULL, NULL), ==,
                   PLACARD_COMPLETENESS_COMPLETE);
}

static void
test_descriptor (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
    g_autofree char *path = dup_path (&pictures[i]);
    g_autoptr (GBytes) bytes = load (&pictures[i]);
    g_autoptr (PlacardCompletenessScanner) scanner =
        placard_completeness_scanner_new (pictures[i].type);
    int fd = open (path, O_RDONLY | O_CLOEXEC);

    g_assert_cmpint (fd, >=, 0);
    placard_completeness_scanner_set_fd (scanner, fd);
    placard_completeness_scanner_feed (scanner, g_bytes_get_data (bytes, NULL),
                                       g_bytes_get_size (bytes));
    g_assert_cmpint (placard_completeness_scanner_end (scanner), ==, PLACARD_COMPLETENESS_COMPLETE);
    close (fd);
  }
}

static void
test_checksum (void)
{
  g_autoptr (GBytes) bytes = load (&pictures[0]);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  g_autoptr (GBytes) damaged = NULL;

  copy[size / 2] ^= 1;
  damaged = g_bytes_new (copy, size);
  g_assert_cmpint (scan (&pictures[0], damaged, size, 64, NULL, NULL), ==,
                   PLACARD_COMPLETENESS_BROKEN);
}

static void
test_no_format (void)
{
  Picture none = {"plain.png", PLACARD_MEDIA_BINARY, 0, 0};
  g_autoptr (GBytes) bytes = load (&none);

  g_assert_cmpint (scan (&none, bytes, g_bytes_get_size (bytes), 64, NULL, NULL), ==,
                   PLACARD_COMPLETENESS_UNKNOWN);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestDataFunc test;
  } tests[] = {{"whole", test_whole},
               {"cut", test_cut},
               {"any-slicing", test_any_slicing},
               {"damage", test_damage},
               {"tail", test_tail}};

  g_test_init (&argc, &argv, NULL);
  for (gsize t = 0; t < G_N_ELEMENTS (tests); t++)
    for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
      g_autofree char *path =
          g_strdup_printf ("/completeness/%s/%s", tests[t].name, pictures[i].name);

      g_test_add_data_func (path, &pictures[i], tests[t].test);
    }
  g_test_add_func ("/completeness/descriptor", test_descriptor);
  g_test_add_func ("/completeness/checksum", test_checksum);
  g_test_add_func ("/completeness/no-format", test_no_format);
  return g_test_run ();
}
