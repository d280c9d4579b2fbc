/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way: spool, thread, decoder process, shared memory. */
#include "placard-error.h"
#include "placard-image.h"

#include <string.h>

#define TIMEOUT_US (20 * G_USEC_PER_SEC)

static GBytes *
load (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pictures", name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &error);

  g_assert_no_error (error);
  return g_mapped_file_get_bytes (file);
}

static PlacardSpool *
new_spool (void)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  return spool;
}

static void
append (PlacardSpool *spool, const void *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;

  placard_spool_append (spool, bytes, n_bytes, &error);
  g_assert_no_error (error);
}

static PlacardSpool *
spool_of (GBytes *bytes, PlacardSpoolState state)
{
  PlacardSpool *spool = new_spool ();

  append (spool, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  placard_spool_seal (spool, state);
  return spool;
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
has_ended (PlacardImage *image)
{
  PlacardImageState state = placard_image_get_state (image);

  return state != PLACARD_IMAGE_WAITING && state != PLACARD_IMAGE_DECODING;
}

static void
wait_for_end (PlacardImage *image)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_US;
  guint tick = g_timeout_add (20, wake_cb, NULL);

  while (!has_ended (image)) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_source_remove (tick);
}

static void
assert_done (PlacardImage *image)
{
  g_autoptr (GError) error = placard_image_dup_error (image);

  g_assert_no_error (error);
  g_assert_cmpint (placard_image_get_state (image), ==, PLACARD_IMAGE_DONE);
  g_assert_cmpint (placard_image_get_rows (image), ==, placard_image_get_height (image));
}

static char *
hash_levels (PlacardImage *image)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < placard_image_get_n_levels (image); i++) {
    PlacardImageLevel level;
    gsize n_bytes;
    g_assert_true (placard_image_get_level (image, i, &level));
    for (int y = 0; y < level.height; y++) {
      const guint8 *pixels = g_bytes_get_data (level.pixels, &n_bytes);
      g_checksum_update (checksum, pixels + level.stride * (gsize) y,
                         level.width * (level.has_alpha ? 4 : 3));
    }
    g_bytes_unref (level.pixels);
  }
  return g_strdup (g_checksum_get_string (checksum));
}

static const struct {
  const char *name;
  PlacardMediaType type;
  gboolean optional; /* the loader is a package of its own */
} formats[] = {
    {"plain.png", PLACARD_MEDIA_PNG},
    {"adam7.png", PLACARD_MEDIA_PNG},
    {"baseline.jpg", PLACARD_MEDIA_JPEG},
    {"progressive.jpg", PLACARD_MEDIA_JPEG},
    {"restart.jpg", PLACARD_MEDIA_JPEG},
    {"still.gif", PLACARD_MEDIA_GIF},
    {"animated.gif", PLACARD_MEDIA_GIF},
    {"lossy.webp", PLACARD_MEDIA_WEBP, TRUE},
    {"lossless.webp", PLACARD_MEDIA_WEBP, TRUE},
    {"animated.webp", PLACARD_MEDIA_WEBP, TRUE},
    {"still.avif", PLACARD_MEDIA_AVIF, TRUE},
    {"plain.svg", PLACARD_MEDIA_SVG, TRUE},
    {"strips.tiff", PLACARD_MEDIA_TIFF},
    {"big-endian.tiff", PLACARD_MEDIA_TIFF},
    {"plain.bmp", PLACARD_MEDIA_BMP},
    {"rle.bmp", PLACARD_MEDIA_BMP},
    {"binary.ppm", PLACARD_MEDIA_PNM},
    {"plain.ppm", PLACARD_MEDIA_PNM},
    {"binary.pgm", PLACARD_MEDIA_PNM},
    {"bits.pbm", PLACARD_MEDIA_PNM},
    {"icon.ico", PLACARD_MEDIA_ICO},
};

static char *
decode_at_once (GBytes *bytes)
{
  g_autoptr (PlacardSpool) spool = spool_of (bytes, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);

  wait_for_end (image);
  assert_done (image);
  return hash_levels (image);
}

static char *
decode_byte_by_byte (GBytes *bytes)
{
  g_autoptr (PlacardSpool) spool = new_spool ();
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);

  for (gsize i = 0; i < n_bytes; i++) {
    append (spool, data + i, 1);
    if (i % 16 == 0)
      g_usleep (50);
  }
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  wait_for_end (image);
  assert_done (image);
  return hash_levels (image);
}

/* Some loaders are packages of their own. */
static gboolean
has_loader (GBytes *bytes)
{
  g_autoptr (PlacardSpool) spool = spool_of (bytes, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  g_autoptr (GError) error = NULL;

  wait_for_end (image);
  error = placard_image_dup_error (image);
  return !error || !strstr (error->message, "no GdkPixbuf loader");
}

/* Every format is decoded, and the same whatever slices it came in. */
static void
test_format (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) bytes = load (formats[row].name);
  g_autofree char *at_once = NULL, *sliced = NULL;

  if (formats[row].optional && !has_loader (bytes)) {
    g_test_skip ("there is no loader for it here");
    return;
  }
  at_once = decode_at_once (bytes);
  sliced = decode_byte_by_byte (bytes);
  g_assert_cmpstr (at_once, ==, sliced);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *path = g_strdup_printf ("/image/format/%s", formats[i].name);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_format);
  }
  return g_test_run ();
}
