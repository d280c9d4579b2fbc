/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way of a picture: spool, thread, decoder process, shared memory. */
#include "image-fixture.h"

#include <string.h>

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
    {"lossy.webp", PLACARD_MEDIA_WEBP, .optional = TRUE},
    {"lossless.webp", PLACARD_MEDIA_WEBP, .optional = TRUE},
    {"animated.webp", PLACARD_MEDIA_WEBP, .optional = TRUE},
    {"still.avif", PLACARD_MEDIA_AVIF, .optional = TRUE},
    {"plain.svg", PLACARD_MEDIA_SVG, .optional = TRUE},
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
decode_at_once (GBytes *bytes, PlacardMediaType type)
{
  g_autoptr (PlacardSpool) spool = fixture_spool_of_bytes (bytes, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);

  fixture_wait_for_end (image);
  fixture_assert_done (image);
  g_assert_cmpint (placard_image_get_media_type (image), ==, type);
  return fixture_hash_levels (image);
}

static char *
decode_byte_by_byte (GBytes *bytes)
{
  g_autoptr (PlacardSpool) spool = fixture_new_spool ();
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);

  for (gsize i = 0; i < n_bytes; i++) {
    fixture_append (spool, data + i, 1);
    if (i % 16 == 0)
      g_usleep (50);
  }
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  fixture_wait_for_end (image);
  fixture_assert_done (image);
  return fixture_hash_levels (image);
}

static gboolean
has_loader (GBytes *bytes)
{
  g_autoptr (PlacardSpool) spool = fixture_spool_of_bytes (bytes, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  g_autoptr (GError) error = NULL;

  fixture_wait_for_end (image);
  error = placard_image_dup_error (image);
  return !error || !strstr (error->message, "no GdkPixbuf loader");
}

/* Every format is decoded, and the same whatever slices it came in. */
static void
test_format (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) bytes = fixture_load (formats[row].name);
  g_autofree char *at_once = NULL, *sliced = NULL;

  if (formats[row].optional && !has_loader (bytes)) {
    g_test_skip ("there is no loader for it here");
    return;
  }
  at_once = decode_at_once (bytes, formats[row].type);
  sliced = decode_byte_by_byte (bytes);
  g_assert_cmpstr (at_once, ==, sliced);
}

/* The same picture in two lossless formats is the same pixels: no row is shifted, no channel swapped. */
static void
test_same_pixels (void)
{
  static const char *const names[] = {"plain.png", "adam7.png", "binary.ppm", "plain.ppm"};
  g_autofree char *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) bytes = fixture_load (names[i]);
    g_autofree char *hash = decode_at_once (bytes, i < 2 ? PLACARD_MEDIA_PNG : PLACARD_MEDIA_PNM);
    if (!first)
      first = g_strdup (hash);
    g_assert_cmpstr (hash, ==, first);
  }
}

/* A binary PNM of noise; @pixels: (out): inside of it. */
static GBytes *
make_pnm (int width, int height, const guint8 **pixels)
{
  g_autofree char *head = g_strdup_printf ("P6\n%d %d\n255\n", width, height);
  gsize n_head = strlen (head), n_bytes = n_head + (gsize) (width * height * 3);
  guint8 *all = g_malloc (n_bytes);

  memcpy (all, head, n_head);
  for (gsize i = n_head; i < n_bytes; i++)
    all[i] = (guint8) g_test_rand_int ();
  *pixels = all + n_head;
  return g_bytes_new_take (all, n_bytes);
}

static int
pixel (const PlacardImageLevel *level, int x, int y, int channel)
{
  const guint8 *pixels = g_bytes_get_data (level->pixels, NULL);

  x = MIN (x, level->width - 1);
  y = MIN (y, level->height - 1);
  return pixels[level->stride * (gsize) y + (gsize) (3 * x + channel)];
}

static void
assert_halved (const PlacardImageLevel *finer, const PlacardImageLevel *level)
{
  g_assert_cmpint (level->width, ==, (finer->width + 1) / 2);
  g_assert_cmpint (level->height, ==, (finer->height + 1) / 2);
  for (int y = 0; y < level->height; y++)
    for (int x = 0; x < level->width; x++)
      for (int c = 0; c < 3; c++) {
        int sum = pixel (finer, 2 * x, 2 * y, c) + pixel (finer, 2 * x + 1, 2 * y, c) +
                  pixel (finer, 2 * x, 2 * y + 1, c) + pixel (finer, 2 * x + 1, 2 * y + 1, c);
        g_assert_cmpint (pixel (level, x, y, c), ==, (sum + 2) / 4);
      }
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
put_number (GByteArray *bytes, guint32 number)
{
  number = GUINT32_TO_BE (number);
  g_byte_array_append (bytes, (const guint8 *) &number, 4);
}

/* A PNG chunk (PNG, 5.3). */
static void
put_chunk (GByteArray *png, const char *type, const guint8 *data, gsize n_bytes)
{
  guint start = png->len + 4;

  put_number (png, (guint32) n_bytes);
  g_byte_array_append (png, (const guint8 *) type, 4);
  g_byte_array_append (png, data, (guint) n_bytes);
  put_number (png, crc_of (png->data + start, n_bytes + 4));
}

/* Rows without filter in stored blocks (RFC 1951, 3.2.4), a block a row; Adler-32 at the end (RFC 1950). */
static GByteArray *
store_rows (int n_row_bytes, int height, const guint8 *pixels)
{
  GByteArray *stream = g_byte_array_new ();
  guint32 a = 1, b = 0;

  g_byte_array_append (stream, (const guint8 *) "\x78\x01", 2);
  for (int y = 0; y < height; y++) {
    const guint8 *row = pixels + (gsize) y * (gsize) n_row_bytes;
    guint16 length = GUINT16_TO_LE ((guint16) (n_row_bytes + 1)), inverse = (guint16) ~length;
    g_byte_array_append (stream, y + 1 == height ? (const guint8 *) "\1" : (const guint8 *) "\0",
                         1);
    g_byte_array_append (stream, (const guint8 *) &length, 2);
    g_byte_array_append (stream, (const guint8 *) &inverse, 2);
    g_byte_array_append (stream, (const guint8 *) "\0", 1);
    g_byte_array_append (stream, row, (guint) n_row_bytes);
    b = (b + a) % 65521;
    for (int i = 0; i < n_row_bytes; i++) {
      a = (a + row[i]) % 65521;
      b = (b + a) % 65521;
    }
  }
  put_number (stream, b << 16 | a);
  return stream;
}

/* A PNG of noise; @pixels: (out): what is in it. */
static GBytes *
make_png (int width, int height, guint8 **pixels)
{
  GByteArray *png = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new (), stream = NULL;
  gsize n_bytes = (gsize) width * (gsize) height * 3;

  *pixels = g_malloc (n_bytes);
  for (gsize i = 0; i < n_bytes; i++)
    (*pixels)[i] = (guint8) g_test_rand_int ();
  stream = store_rows (width * 3, height, *pixels);
  put_number (header, (guint32) width);
  put_number (header, (guint32) height);
  g_byte_array_append (header, (const guint8 *) "\10\2\0\0\0", 5);

  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1A\n", 8);
  put_chunk (png, "IHDR", header->data, header->len);
  put_chunk (png, "IDAT", stream->data, stream->len);
  put_chunk (png, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (png);
}

static void
check_levels (GBytes *bytes, const guint8 *expected, int width, int height, guint n_levels)
{
  g_autoptr (PlacardSpool) spool = fixture_spool_of_bytes (bytes, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  PlacardImageLevel finer, level;

  fixture_wait_for_end (image);
  fixture_assert_done (image);
  g_assert_cmpint (placard_image_get_n_levels (image), ==, n_levels);
  g_assert_true (placard_image_get_level (image, 0, &finer));
  for (int y = 0; y < height; y++)
    g_assert_cmpmem ((const guint8 *) g_bytes_get_data (finer.pixels, NULL) + finer.stride * y,
                     width * 3, expected + width * 3 * y, width * 3);

  for (guint i = 1; placard_image_get_level (image, i, &level); i++) {
    assert_halved (&finer, &level);
    g_bytes_unref (finer.pixels);
    finer = level;
  }
  g_assert_false (placard_image_get_level (image, n_levels, &level));
  g_bytes_unref (finer.pixels);
}

static void
test_levels (void)
{
  static const struct {
    int width;
    int height;
    guint n_levels;
  } rows[] = {{1, 1, 1}, {256, 256, 1}, {257, 3, 2}, {5, 1025, 4}, {1031, 777, 4}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const guint8 *expected;
    g_autoptr (GBytes) bytes = make_pnm (rows[i].width, rows[i].height, &expected);
    check_levels (bytes, expected, rows[i].width, rows[i].height, rows[i].n_levels);
  }
}

/* Large enough for the decoder's second thread, in both ways of sharing a buffer. */
static void
test_large_levels (void)
{
  const guint8 *pnm_pixels;
  g_autofree guint8 *png_pixels = NULL;
  g_autoptr (GBytes) pnm = make_pnm (1703, 1301, &pnm_pixels);
  g_autoptr (GBytes) png = make_png (1703, 1301, &png_pixels);

  check_levels (pnm, pnm_pixels, 1703, 1301, 4);
  check_levels (png, png_pixels, 1703, 1301, 4);
}

static gboolean
has_rows (PlacardImage *image, gpointer user_data)
{
  return placard_image_get_rows (image) >= GPOINTER_TO_INT (user_data);
}

typedef struct {
  int sized;
  int damaged;
  int from;
  int to;
  int states;
} Heard;

static void
sized_cb (PlacardImage *image, Heard *heard)
{
  g_assert_cmpint (placard_image_get_width (image), ==, 400);
  heard->sized++;
}

static void
damaged_cb (PlacardImage *image, int y, int height, Heard *heard)
{
  g_assert_cmpint (heard->sized, ==, 1);
  g_assert_cmpint (height, >, 0);
  heard->from = heard->damaged ? MIN (heard->from, y) : y;
  heard->to = MAX (heard->to, y + height);
  heard->damaged++;
}

static void
state_cb (PlacardImage *image, GParamSpec *pspec, Heard *heard)
{
  heard->states++;
}

/* Rows are there before the last byte is, and are told of. */
static void
test_arrival (void)
{
  const guint8 *pixels;
  g_autoptr (GBytes) bytes = make_pnm (400, 400, &pixels);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  gsize half = (gsize) (pixels - data) + 400 * 3 * 200;
  g_autoptr (PlacardSpool) spool = fixture_spool_of (data, half, PLACARD_SPOOL_OPEN);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  PlacardImageLevel level;
  Heard heard = {0};

  g_signal_connect (image, "sized", G_CALLBACK (sized_cb), &heard);
  g_signal_connect (image, "damaged", G_CALLBACK (damaged_cb), &heard);
  g_signal_connect (image, "notify::state", G_CALLBACK (state_cb), &heard);
  fixture_wait_for (image, has_rows, GINT_TO_POINTER (200));
  g_assert_cmpint (placard_image_get_state (image), ==, PLACARD_IMAGE_DECODING);
  g_assert_cmpint (placard_image_get_rows (image), ==, 200);
  g_assert_cmpint (heard.from, ==, 0);
  g_assert_cmpint (heard.to, ==, 200);
  g_assert_true (placard_image_get_level (image, 0, &level));
  g_assert_cmpmem (g_bytes_get_data (level.pixels, NULL), 1200, pixels, 1200);
  g_bytes_unref (level.pixels);

  fixture_append (spool, data + half, g_bytes_get_size (bytes) - half);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  fixture_wait_for_end (image);
  fixture_assert_done (image);
  g_assert_cmpint (heard.to, ==, 400);
  g_assert_cmpint (heard.states, >=, 1);
}

/* A photograph says which side is up; its pixels are shared as they are stored. */
static void
test_orientation (void)
{
  /* APP1 with EXIF, big-endian, one entry: orientation 6 (EXIF 2.32, 4.6.2 and table 4). */
  static const guint8 app1[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,    'M', 'M',
                                0,    42,   0, 0,  0,   8,   0,   1,   1, 0x12, 0,   3,
                                0,    0,    0, 1,  0,   6,   0,   0,   0, 0,    0,   0};
  g_autoptr (GBytes) jpeg = fixture_load ("baseline.jpg");
  const guint8 *data = g_bytes_get_data (jpeg, NULL);
  g_autoptr (PlacardSpool) spool = fixture_spool_of (data, 2, PLACARD_SPOOL_OPEN);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);

  g_assert_cmpint (placard_image_get_orientation (image), ==, 1);
  fixture_append (spool, app1, sizeof app1);
  fixture_append (spool, data + 2, g_bytes_get_size (jpeg) - 2);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  fixture_wait_for_end (image);
  fixture_assert_done (image);
  g_assert_cmpint (placard_image_get_orientation (image), ==, 6);
}

/* Text needs fonts, an embedded picture needs a loader: both from inside of the sandbox. */
static void
test_svg_content (void)
{
  static const char svg[] =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      "width=\"100\" height=\"40\"><rect width=\"100\" height=\"40\" fill=\"white\"/>"
      "<text x=\"2\" y=\"36\" font-size=\"36\" font-family=\"sans-serif\">HH</text>"
      "<image x=\"80\" width=\"20\" height=\"20\" xlink:href=\"data:image/png;base64,"
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAA"
      "AADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC\"/></svg>";
  g_autoptr (PlacardSpool) spool = fixture_spool_of (svg, sizeof svg - 1, PLACARD_SPOOL_COMPLETE);
  g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
  g_autoptr (GError) error = NULL;
  PlacardImageLevel level;
  const guint8 *pixels, *embedded;
  int n_dark = 0;

  fixture_wait_for_end (image);
  error = placard_image_dup_error (image);
  if (error && strstr (error->message, "no GdkPixbuf loader")) {
    g_test_skip ("there is no loader for it here");
    return;
  }
  fixture_assert_done (image);
  g_assert_true (placard_image_get_level (image, 0, &level));
  pixels = g_bytes_get_data (level.pixels, NULL);
  embedded = pixels + 10 * level.stride + 90 * 4;
  g_assert_true (level.has_alpha);
  g_assert_true (embedded[0] > 200 && embedded[1] < 50 && embedded[2] < 50);
  for (int y = 0; y < 40; y++)
    for (int x = 0; x < 70; x++)
      n_dark += pixels[(gsize) y * level.stride + (gsize) x * 4] < 64;
  g_bytes_unref (level.pixels);
  if (g_file_test ("/usr/share/fonts/truetype", G_FILE_TEST_IS_DIR))
    g_assert_cmpint (n_dark, >, 100);
}

static void
test_no_image (void)
{
  static const struct {
    const char *bytes;
    PlacardMediaType type;
  } rows[] = {
      {"", PLACARD_MEDIA_EMPTY},
      {"{\"errcode\": 40001}", PLACARD_MEDIA_JSON},
      {"hello, this is text", PLACARD_MEDIA_TEXT},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardSpool) spool =
        fixture_spool_of (rows[i].bytes, strlen (rows[i].bytes), PLACARD_SPOOL_COMPLETE);
    g_autoptr (PlacardImage) image = placard_image_new (spool, NULL);
    g_autoptr (GError) error = NULL;
    fixture_wait_for_end (image);
    error = placard_image_dup_error (image);
    g_assert_no_error (error);
    g_assert_cmpint (placard_image_get_state (image), ==, PLACARD_IMAGE_NO_IMAGE);
    g_assert_cmpint (placard_image_get_media_type (image), ==, rows[i].type);
    g_assert_cmpint (placard_image_get_width (image), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *path = g_strdup_printf ("/image/format/%s", formats[i].name);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_format);
  }
  g_test_add_func ("/image/same-pixels", test_same_pixels);
  g_test_add_func ("/image/levels", test_levels);
  g_test_add_func ("/image/large-levels", test_large_levels);
  g_test_add_func ("/image/arrival", test_arrival);
  g_test_add_func ("/image/orientation", test_orientation);
  g_test_add_func ("/image/svg-content", test_svg_content);
  g_test_add_func ("/image/no-image", test_no_image);
  return g_test_run ();
}
