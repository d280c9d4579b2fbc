/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read back by GdkPixbuf, which turns a picture by an implementation of its own. */
#include "placard-encoding.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "placard-error.h"

#define WIDTH 7
#define HEIGHT 4

/* Every pixel is another colour; the rows are longer than their pixels. */
static PlacardImageLevel
make_level (gboolean has_alpha)
{
  int channels = has_alpha ? 4 : 3;
  PlacardImageLevel level = {
      .width = WIDTH, .height = HEIGHT, .stride = WIDTH * 4 + 5, .has_alpha = has_alpha};
  guint8 *pixels = g_malloc0 (level.stride * HEIGHT);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      guint8 *pixel = pixels + (gsize) y * level.stride + (gsize) (x * channels);

      pixel[0] = (guint8) (x * 30);
      pixel[1] = (guint8) (y * 60);
      pixel[2] = 200;
      if (has_alpha)
        pixel[3] = (guint8) (255 - x * 20);
    }
  level.pixels = g_bytes_new_take (pixels, level.stride * HEIGHT);
  return level;
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static PlacardSpool *
encode (const PlacardImageLevel *level,
        int orientation,
        PlacardEncodingFormat format,
        int quality,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  placard_encoding_async (level, orientation, format, quality, NULL, cancellable, encoded_cb,
                          &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return placard_encoding_finish (result, error);
}

static GdkPixbuf *
read_back (PlacardSpool *spool)
{
  g_autoptr (GInputStream) stream = placard_spool_read (spool);
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &error);

  g_assert_no_error (error);
  return pixbuf;
}

static GdkPixbuf *
turn (const PlacardImageLevel *level, int orientation)
{
  g_autoptr (GdkPixbuf) pixbuf =
      gdk_pixbuf_new_from_bytes (level->pixels, GDK_COLORSPACE_RGB, level->has_alpha, 8,
                                 level->width, level->height, (int) level->stride);
  /* Not a plain copy: gdk_pixbuf_flip() reads the last row to its stride's end. */
  g_autoptr (GdkPixbuf) copy =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, level->has_alpha, 8, level->width, level->height);
  char value[] = {(char) ('0' + orientation), '\0'};

  gdk_pixbuf_copy_area (pixbuf, 0, 0, level->width, level->height, copy, 0, 0);
  gdk_pixbuf_set_option (copy, "orientation", value);
  return gdk_pixbuf_apply_embedded_orientation (copy);
}

static const guint8 *
pixel_at (GdkPixbuf *pixbuf, int x, int y)
{
  return gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf) +
         (gsize) (x * gdk_pixbuf_get_n_channels (pixbuf));
}

/* SV6: a PNG has exactly the pixels, turned as EXIF says. */
static void
test_png (gconstpointer data)
{
  gboolean has_alpha = GPOINTER_TO_INT (data);
  PlacardImageLevel level = make_level (has_alpha);

  for (int orientation = 1; orientation <= 8; orientation++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardSpool) spool =
        encode (&level, orientation, PLACARD_ENCODING_PNG, 90, NULL, &error);
    g_autoptr (GdkPixbuf) expected = turn (&level, orientation);
    g_autoptr (GdkPixbuf) seen = NULL;

    g_assert_no_error (error);
    g_assert_cmpint (placard_spool_get_state (spool), ==, PLACARD_SPOOL_COMPLETE);
    seen = read_back (spool);
    g_assert_cmpint (gdk_pixbuf_get_width (seen), ==, gdk_pixbuf_get_width (expected));
    g_assert_cmpint (gdk_pixbuf_get_height (seen), ==, gdk_pixbuf_get_height (expected));
    g_assert_cmpint (gdk_pixbuf_get_has_alpha (seen), ==, has_alpha);
    for (int y = 0; y < gdk_pixbuf_get_height (seen); y++)
      for (int x = 0; x < gdk_pixbuf_get_width (seen); x++)
        g_assert_cmpmem (pixel_at (seen, x, y), has_alpha ? 4 : 3, pixel_at (expected, x, y),
                         has_alpha ? 4 : 3);
  }
  g_bytes_unref (level.pixels);
}

static PlacardImageLevel
make_plain (int width, int height, const guint8 rgba[4])
{
  PlacardImageLevel level = {
      .width = width, .height = height, .stride = (gsize) width * 4, .has_alpha = TRUE};
  guint8 *pixels = g_malloc (level.stride * (gsize) height);

  for (int i = 0; i < width * height; i++)
    memcpy (pixels + i * 4, rgba, 4);
  level.pixels = g_bytes_new_take (pixels, level.stride * (gsize) height);
  return level;
}

/* What is transparent is white, what is half so is half white. */
static void
test_jpeg_on_white (void)
{
  static const struct {
    guint8 rgba[4];
    guint8 seen;
  } rows[] = {{{0, 0, 0, 0}, 255}, {{0, 0, 0, 128}, 127}, {{40, 40, 40, 255}, 40}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    PlacardImageLevel level = make_plain (32, 24, rows[i].rgba);
    g_autoptr (PlacardSpool) spool = encode (&level, 6, PLACARD_ENCODING_JPEG, 95, NULL, NULL);
    g_autoptr (GdkPixbuf) seen = read_back (spool);

    g_assert_cmpint (gdk_pixbuf_get_width (seen), ==, 24);
    g_assert_cmpint (gdk_pixbuf_get_height (seen), ==, 32);
    g_assert_cmpint (ABS (pixel_at (seen, 11, 13)[1] - rows[i].seen), <=, 2);
    g_bytes_unref (level.pixels);
  }
}

static void
test_quality (void)
{
  PlacardImageLevel level = {
      .width = 128, .height = 128, .stride = 128 * 3, .pixels = NULL, .has_alpha = FALSE};
  guint8 *pixels = g_malloc (level.stride * 128);
  g_autoptr (PlacardSpool) small = NULL;
  g_autoptr (PlacardSpool) large = NULL;

  for (gsize i = 0; i < level.stride * 128; i++)
    pixels[i] = (guint8) g_random_int ();
  level.pixels = g_bytes_new_take (pixels, level.stride * 128);
  small = encode (&level, 1, PLACARD_ENCODING_JPEG, 10, NULL, NULL);
  large = encode (&level, 1, PLACARD_ENCODING_JPEG, 95, NULL, NULL);
  g_assert_cmpint (placard_spool_get_size (small) * 2, <, placard_spool_get_size (large));
  g_bytes_unref (level.pixels);
}

static void
test_too_wide (void)
{
  static const guint8 white[4] = {255, 255, 255, 255};
  PlacardImageLevel level = make_plain (70000, 1, white);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardSpool) png = NULL;

  g_assert_null (encode (&level, 1, PLACARD_ENCODING_JPEG, 90, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_PICTURE_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "70000"));
  png = encode (&level, 1, PLACARD_ENCODING_PNG, 90, NULL, NULL);
  g_assert_nonnull (png);
  g_bytes_unref (level.pixels);
}

/* AB8: one cancellation covers this too. */
static void
test_cancel (void)
{
  static const guint8 white[4] = {255, 255, 255, 255};
  PlacardImageLevel level = make_plain (600, 400, white);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (int format = PLACARD_ENCODING_PNG; format <= PLACARD_ENCODING_JPEG; format++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (encode (&level, 1, (PlacardEncodingFormat) format, 90, cancellable, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
  }
  g_bytes_unref (level.pixels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/encoding/png/rgb", GINT_TO_POINTER (FALSE), test_png);
  g_test_add_data_func ("/encoding/png/rgba", GINT_TO_POINTER (TRUE), test_png);
  g_test_add_func ("/encoding/jpeg/on-white", test_jpeg_on_white);
  g_test_add_func ("/encoding/jpeg/quality", test_quality);
  g_test_add_func ("/encoding/jpeg/too-wide", test_too_wide);
  g_test_add_func ("/encoding/cancel", test_cancel);
  return g_test_run ();
}
