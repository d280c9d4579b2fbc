/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small files that want much: each ends as an error or as a picture within its limits, in time, and the
 * process that shows it stays small. The table of RELIABILITY, "Bombs". */
#include "config.h"

#include "image-fixture.h"

#include <string.h>
#include <sys/resource.h>

#define MIB 1024 /* in KiB, as getrusage() counts */

static PlacardImage *
explode (GByteArray *bytes, const PlacardImageLimits *limits)
{
  g_autoptr (PlacardSpool) spool =
      fixture_spool_of (bytes->data, bytes->len, PLACARD_SPOOL_COMPLETE);
  PlacardImage *image = placard_image_new (spool, limits);

  fixture_wait_for_end (image);
  return image;
}

static void
put (GByteArray *bytes, const char *data, gsize n_bytes)
{
  g_byte_array_append (bytes, (const guint8 *) data, (guint) n_bytes);
}

static void
put_text (GByteArray *bytes, const char *text)
{
  put (bytes, text, strlen (text));
}

/* The most that any child had, dead ones only. */
static void
assert_children_stayed_below (glong mib)
{
#if !PLACARD_SANITIZED
  struct rusage usage;

  g_usleep (50000);
  getrusage (RUSAGE_CHILDREN, &usage);
  g_assert_cmpint (usage.ru_maxrss / MIB, <, mib);
#endif
}

static void
assert_own_stays_below (glong mib)
{
#if !PLACARD_SANITIZED
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_assert_cmpint (usage.ru_maxrss / MIB, <, mib);
#endif
}

/* The size in a frame header (ITU T.81, B.2.2) says 65500 x 65500. */
static void
test_jpeg_header (void)
{
  static const char *const names[] = {"baseline.jpg", "progressive.jpg"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) jpeg = fixture_load (names[i]);
    g_autoptr (GByteArray) bytes = g_bytes_unref_to_array (g_bytes_ref (jpeg));
    g_autoptr (PlacardImage) image = NULL;
    guint at = 2;
    while (bytes->data[at + 1] != 0xC0 && bytes->data[at + 1] != 0xC2)
      at += 2 + (guint) (bytes->data[at + 2] << 8) + bytes->data[at + 3];
    memcpy (bytes->data + at + 5, "\xFF\xDC\xFF\xDC", 4);
    image = explode (bytes, NULL);
    fixture_assert_failed (image, PLACARD_ERROR_PICTURE_TOO_LARGE, "65500 × 65500");
    g_assert_cmpint (placard_image_get_n_levels (image), ==, 0);
  }
  assert_children_stayed_below (64);
}

static guint32
crc_of (const guint8 *bytes, gsize n_bytes)
{
  guint32 crc = ~0u;

  for (gsize i = 0; i < n_bytes; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

static void
test_png_header (void)
{
  g_autoptr (GBytes) png = fixture_load ("plain.png");
  g_autoptr (GByteArray) bytes = g_bytes_unref_to_array (g_bytes_ref (png));
  g_autoptr (PlacardImage) image = NULL;
  guint32 crc;

  memcpy (bytes->data + 16, "\0\0\x75\x30\0\0\x75\x30", 8);
  crc = GUINT32_TO_BE (crc_of (bytes->data + 12, 17));
  memcpy (bytes->data + 29, &crc, 4);
  image = explode (bytes, NULL);
  fixture_assert_failed (image, PLACARD_ERROR_PICTURE_TOO_LARGE, "30000 × 30000");
  assert_children_stayed_below (64);
}

/* A header alone, of a picture that would be allowed: nothing of it costs memory. */
static void
test_empty_canvas (void)
{
  g_autoptr (GByteArray) pnm = g_byte_array_new ();
  g_autoptr (GByteArray) bmp = g_byte_array_new ();
  g_autoptr (PlacardImage) first = NULL, second = NULL;

  put_text (pnm, "P6\n16000 16000\n255\n");
  first = explode (pnm, NULL);
  fixture_assert_failed (first, PLACARD_ERROR_TRUNCATED, "0 of 16000 rows");

  /* BITMAPFILEHEADER and BITMAPINFOHEADER: 24 bits a pixel, 16000 x 16000. */
  put (bmp,
       "BM\x36\x08\xC6\x2D\0\0\0\0\x36\0\0\0\x28\0\0\0\x80\x3E\0\0\x80\x3E\0\0\1\0\x18\0\0\0\0\0"
       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
       54);
  second = explode (bmp, NULL);
  fixture_assert_failed (second, PLACARD_ERROR_TRUNCATED, "0 of 16000 rows");
  assert_children_stayed_below (128);
}

static gboolean
has_no_loader (PlacardImage *image)
{
  g_autoptr (GError) error = placard_image_dup_error (image);

  if (!error || !strstr (error->message, "no GdkPixbuf loader"))
    return FALSE;
  g_test_skip ("there is no loader for it here");
  return TRUE;
}

/* Drawn smaller: a vector picture has no pixels of its own. */
static void
test_svg_size (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (PlacardImage) image = NULL;

  put_text (bytes, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30000\" height=\"15000\">"
                   "<rect width=\"9\" height=\"9\"/></svg>");
  image = explode (bytes, NULL);
  if (has_no_loader (image))
    return;
  fixture_assert_done (image);
  g_assert_cmpint (placard_image_get_width (image), ==, 4096);
  g_assert_cmpint (placard_image_get_height (image), ==, 2048);
  assert_children_stayed_below (300);
}

/* Would take minutes: the clock ends it. */
static void
test_svg_filters (void)
{
  static const PlacardImageLimits limits = {256 * 1024 * 1024, 1000};
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (PlacardImage) image = NULL;
  gint64 start = g_get_monotonic_time ();

  put_text (bytes, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4000\" height=\"4000\">"
                   "<filter id=\"f\">");
  for (int i = 0; i < 50; i++)
    put_text (bytes, "<feTurbulence baseFrequency=\"0.5\" numOctaves=\"9\"/>"
                     "<feGaussianBlur stdDeviation=\"50\"/>");
  put_text (bytes, "</filter><rect width=\"4000\" height=\"4000\" filter=\"url(#f)\"/></svg>");
  image = explode (bytes, &limits);
  if (has_no_loader (image))
    return;
  fixture_assert_failed (image, PLACARD_ERROR_DECODER, "within 1 seconds");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
}

static const char one_pixel_frame[] = "\x2C\0\0\0\0\1\0\1\0\0\2\2\x44\1";

static void
put_gif (GByteArray *bytes, const char *size, int n_frames)
{
  put (bytes, "GIF89a", 6);
  put (bytes, size, 4);
  put (bytes, "\x80\0\0\0\0\0\xFF\xFF\xFF", 9);
  for (int i = 0; i < n_frames; i++)
    put (bytes, one_pixel_frame, sizeof one_pixel_frame);
  put (bytes, "\x3B", 1);
}

/* 4000 x 4000 and 100,000 frames: the first one is shown, the others are not decoded. */
static void
test_gif_frames (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (PlacardImage) image = NULL;
  gint64 start = g_get_monotonic_time ();

  put_gif (bytes, "\xA0\x0F\xA0\x0F", 100000);
  image = explode (bytes, NULL);
  fixture_assert_done (image);
  g_assert_cmpint (placard_image_get_width (image), ==, 4000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  assert_children_stayed_below (300);
}

/* 44 bytes, 100 million pixels: that is a picture, and costs what a picture costs. */
static void
test_gif_canvas (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (PlacardImage) image = NULL;

  put_gif (bytes, "\x10\x27\x10\x27", 1);
  image = explode (bytes, NULL);
  fixture_assert_done (image);
  g_assert_cmpint (placard_image_get_height (image), ==, 10000);
  assert_children_stayed_below (1100);
}

/* References to references, 10^11 rectangles in the end. */
static void
test_svg_uses (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (PlacardImage) image = NULL;

  put_text (bytes, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"100\">"
                   "<defs><g id=\"a0\"><rect width=\"1\" height=\"1\"/></g>");
  for (int i = 1; i <= 11; i++) {
    g_autofree char *use = g_strdup_printf ("<use href=\"#a%d\"/>", i - 1);
    g_autofree char *group = g_strdup_printf ("<g id=\"a%d\">", i);
    put_text (bytes, group);
    for (int j = 0; j < 10; j++)
      put_text (bytes, use);
    put_text (bytes, "</g>");
  }
  put_text (bytes, "</defs><use href=\"#a11\"/></svg>");
  image = explode (bytes, NULL);
  if (has_no_loader (image))
    return;
  g_assert_cmpint (placard_image_get_state (image), ==, PLACARD_IMAGE_FAILED);
}

/* Last: the window's own process never had the pixels. */
static void
test_own_memory (void)
{
  assert_own_stays_below (100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-bombs/jpeg-header", test_jpeg_header);
  g_test_add_func ("/image-bombs/png-header", test_png_header);
  g_test_add_func ("/image-bombs/empty-canvas", test_empty_canvas);
  g_test_add_func ("/image-bombs/svg-size", test_svg_size);
  g_test_add_func ("/image-bombs/gif-frames", test_gif_frames);
  g_test_add_func ("/image-bombs/gif-canvas", test_gif_canvas);
  g_test_add_func ("/image-bombs/svg-filters", test_svg_filters);
  g_test_add_func ("/image-bombs/svg-uses", test_svg_uses);
  g_test_add_func ("/image-bombs/own-memory", test_own_memory);
  return g_test_run ();
}
